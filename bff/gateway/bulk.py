"""Many records changed by one call, and a whole batch of changes taken back."""

from enum import StrEnum
from typing import Literal
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from bff.gateway.client import Backend, View
from bff.gateway.deals import DealFilters, DealStatus
from bff.gateway.fields import Line


class BulkAction(StrEnum):
    UPDATE = "update"
    ASSIGN = "assign"
    DELETE = "delete"
    RESTORE = "restore"


class ClientFilters(Struct, omit_defaults=True):
    search: str | None = None
    owner: UUID | None = None
    created_within: int | None = None
    open_deals: bool | None = None
    trashed: bool = False


class TaskFilters(Struct, omit_defaults=True):
    search: str | None = None
    trashed: bool = False


class ClientFields(Struct, omit_defaults=True):
    company: Line | UnsetType = UNSET


class DealFields(Struct, omit_defaults=True):
    status: DealStatus | UnsetType = UNSET
    lost_reason: Line | UnsetType = UNSET


class BulkClients(Struct, omit_defaults=True):
    """``ids``, or ``filters`` for all that the list finds: 500 of them, then by ``cursor``."""

    action: BulkAction
    ids: list[UUID] | UnsetType = UNSET
    filters: ClientFilters | UnsetType = UNSET
    fields: ClientFields | UnsetType = UNSET
    owner_id: UUID | UnsetType = UNSET
    atomic: bool = True
    cursor: str | None = None


class BulkDeals(Struct, omit_defaults=True):
    action: BulkAction
    ids: list[UUID] | UnsetType = UNSET
    filters: DealFilters | UnsetType = UNSET
    fields: DealFields | UnsetType = UNSET
    owner_id: UUID | UnsetType = UNSET
    atomic: bool = True
    cursor: str | None = None


class BulkTasks(Struct, omit_defaults=True):
    action: BulkAction
    ids: list[UUID] | UnsetType = UNSET
    filters: TaskFilters | UnsetType = UNSET
    atomic: bool = True
    cursor: str | None = None


class Problem(View):
    """Why a record was left as it is."""

    title: str
    detail: str = ""


class BulkItem(View):
    id: UUID
    status: Literal["ok", "unchanged", "failed"]
    problem: Problem | None = None


class BulkView(View):
    """``next_cursor`` leads to the rest of what a filter finds."""

    batch_id: UUID
    ok: int
    unchanged: int
    items: list[BulkItem]
    next_cursor: str | None

    @property
    def done(self) -> int:
        return self.ok

    @property
    def problems(self) -> list[Problem]:
        return [item.problem for item in self.items if item.problem]


class UndoBatch(Struct, omit_defaults=True):
    batch_id: UUID
    atomic: bool = True
    cursor: str | None = None


class Undone(View):
    entity_uuid: UUID


class LeftAlone(View):
    problem: Problem


class UndoneBatch(View):
    batch_id: UUID
    items: list[Undone]
    left: list[LeftAlone]
    next_cursor: str | None

    @property
    def unchanged(self) -> int:
        return 0

    @property
    def done(self) -> int:
        return len(self.items)

    @property
    def problems(self) -> list[Problem]:
        return [each.problem for each in self.left]


class BulkGateway:
    """What can be done is done, and what not is told; of a filter 500 records a call."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def clients(self, change: BulkClients, *, cursor: str | None, key: str) -> BulkView:
        body = replace(change, atomic=False, cursor=cursor)
        return await self._backend.post("clients/bulk", BulkView, body, key=key)

    async def deals(self, change: BulkDeals, *, cursor: str | None, key: str) -> BulkView:
        body = replace(change, atomic=False, cursor=cursor)
        return await self._backend.post("deals/bulk", BulkView, body, key=key)

    async def tasks(self, change: BulkTasks, *, cursor: str | None, key: str) -> BulkView:
        body = replace(change, atomic=False, cursor=cursor)
        return await self._backend.post("tasks/bulk", BulkView, body, key=key)

    async def undo(self, batch_id: UUID, *, cursor: str | None, key: str) -> UndoneBatch:
        body = UndoBatch(batch_id, atomic=False, cursor=cursor)
        return await self._backend.post("activity/undo", UndoneBatch, body, key=key)
