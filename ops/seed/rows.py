"""The columns that seeding fills, named as in the tables."""

from datetime import date, datetime
from decimal import Decimal
from random import Random
from uuid import UUID

from msgspec import Struct


class UserRow(Struct):
    id: UUID
    email: str
    full_name: str
    role: str
    is_active: bool
    time_zone: str
    locale: str
    password_hash: str
    version: int
    created_at: datetime
    updated_at: datetime


class ClientRow(Struct):
    id: UUID
    name: str
    company: str
    email: str | None  # made of the two above
    phone: str
    notes: str
    owner_id: UUID
    external_id: str | None
    version: int
    created_at: datetime
    updated_at: datetime


class DealRow(Struct):
    id: UUID
    client_id: UUID
    title: str
    amount: Decimal
    currency: str
    status: str
    owner_id: UUID
    description: str
    expected_close_date: date | None
    lost_reason: str
    rank: str
    closed_at: datetime | None
    external_id: str | None
    version: int
    created_at: datetime
    updated_at: datetime


class ActivityRow(Struct):
    id: UUID
    user_id: UUID | None
    entity_type: str
    entity_uuid: UUID
    action: str
    payload: str
    created_at: datetime


def uuid7(moment: datetime, random: Random) -> UUID:
    """RFC 9562 section 5.7, as the database makes it, but repeatable."""
    milliseconds = int(moment.timestamp() * 1000)
    head = milliseconds << 16 | 0x7000 | random.getrandbits(12)
    return UUID(int=head << 64 | 0b10 << 62 | random.getrandbits(62))
