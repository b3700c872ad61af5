"""The columns that seeding fills, named as in the tables."""

from datetime import date, datetime
from decimal import Decimal
from random import Random
from uuid import UUID

from msgspec import Struct


class Row(Struct, kw_only=True):
    id: UUID
    created_at: datetime


class RecordRow(Row, kw_only=True):
    version: int = 1
    updated_at: datetime


class UserRow(RecordRow, kw_only=True):
    """Nobody can sign in as one of them: no password has this hash."""

    email: str
    full_name: str
    role: str = "USER"
    is_active: bool = True
    time_zone: str = "UTC"
    locale: str = "en"
    password_hash: str = "!"  # noqa: S105  # see above


class ClientRow(RecordRow, kw_only=True):
    name: str
    company: str
    external_id: str | None
    email: str | None  # made of the three above
    phone: str
    notes: str
    owner_id: UUID


class DealRow(RecordRow, kw_only=True):
    client_id: UUID
    title: str
    amount: Decimal
    currency: str
    status: str
    owner_id: UUID
    description: str = ""
    expected_close_date: date | None
    lost_reason: str
    rank: str
    closed_at: datetime | None
    stage_since: datetime
    external_id: str | None


class TaskRow(RecordRow, kw_only=True):
    client_id: UUID
    deal_id: UUID | None
    title: str
    description: str
    due_date: date | None
    remind_at: datetime | None
    status: str
    assigned_to: UUID
    created_by: UUID
    completed_at: datetime | None
    external_id: str | None


class ActivityRow(Row, kw_only=True):
    user_id: UUID | None
    entity_type: str
    entity_uuid: UUID
    action: str
    payload: str


class NotificationRow(Row, kw_only=True):
    user_id: UUID
    type: str
    entity_type: str
    entity_uuid: UUID
    payload: str
    actor_id: UUID | None
    read_at: datetime | None


class ImportRow(RecordRow, kw_only=True):
    entity: str
    state: str
    file_name: str
    layout: str
    detected: str
    columns: str
    sample: str
    suggested_mapping: str
    settings: str
    dry_run: bool = False
    total_rows: int
    processed: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    attempts: int = 0
    undo_total: int = 0
    trashed: int = 0
    reverted: int = 0
    left_alone: int = 0
    created_by: UUID
    started_by: UUID | None
    started_at: datetime | None
    finished_at: datetime | None


def uuid7(moment: datetime, random: Random) -> UUID:
    """RFC 9562 section 5.7, as the database makes it, but repeatable."""
    milliseconds = int(moment.timestamp() * 1000)
    head = milliseconds << 16 | 0x7000 | random.getrandbits(12)
    return UUID(int=head << 64 | 0b10 << 62 | random.getrandbits(62))
