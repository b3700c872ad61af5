"""The parts of the deals API that our pages use, in our own words."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from bff.gateway.client import Backend, View
from bff.gateway.fields import Amount, Currency, Line, Moment, Name, Text


class DealStatus(StrEnum):
    NEW = "NEW"
    IN_PROGRESS = "IN_PROGRESS"
    WON = "WON"
    LOST = "LOST"

    @property
    def is_closed(self) -> bool:
        return self in {DealStatus.WON, DealStatus.LOST}


class DealSort(StrEnum):
    NEWEST = "-created_at"
    OLDEST = "created_at"
    TITLE = "title"
    TITLE_DESC = "-title"
    AMOUNT = "amount"
    AMOUNT_DESC = "-amount"
    UPDATED = "-updated_at"
    LEAST_UPDATED = "updated_at"
    CLOSE_DATE = "expected_close_date"
    CLOSE_DATE_DESC = "-expected_close_date"
    RANK = "rank"


class Money(View):
    currency: str
    amount: Decimal


class DealCard(View):
    id: UUID
    client_id: UUID
    client_name: str
    title: str
    amount: Decimal
    currency: str
    status: DealStatus
    owner_id: UUID
    owner_name: str
    expected_close_date: date | None
    open_tasks: int
    next_task_due: date | None
    version: int
    updated_at: Moment


class DealView(View):
    id: UUID
    client_id: UUID
    client_name: str
    title: str
    amount: Decimal
    currency: str
    status: DealStatus
    owner_id: UUID
    owner_name: str
    description: str
    expected_close_date: date | None
    lost_reason: str
    closed_at: Moment | None
    stage_since: Moment
    open_tasks: int
    next_task_due: date | None
    version: int
    created_at: Moment
    updated_at: Moment
    deleted_at: Moment | None


class DealPage(View):
    items: list[DealView]
    total: int
    total_is_exact: bool
    next_cursor: str | None


class BoardColumn(View):
    """``count`` and ``sums`` speak of every deal in the column, not of the loaded ``items``."""

    status: DealStatus
    count: int
    sums: list[Money]
    items: list[DealCard]
    next_cursor: str | None


class Board(View):
    columns: list[BoardColumn]


class NewDeal(Struct, omit_defaults=True):
    client_id: UUID
    title: Name
    status: DealStatus = DealStatus.NEW
    amount: Amount = "0"
    currency: Currency | None = None
    owner_id: UUID | None = None
    description: Text = ""
    expected_close_date: date | None = None


class EditDeal(Struct, omit_defaults=True):
    title: Name | UnsetType = UNSET
    amount: Amount | UnsetType = UNSET
    currency: Currency | UnsetType = UNSET
    owner_id: UUID | UnsetType = UNSET
    description: Text | UnsetType = UNSET
    expected_close_date: date | UnsetType | None = UNSET
    lost_reason: Line | UnsetType = UNSET


class DealFilters(Struct, omit_defaults=True):
    """What narrows the board, the list and bulk changes alike; the board shows every status."""

    search: str | None = None
    status: DealStatus | None = None
    client: UUID | None = None
    owner: UUID | None = None
    amount_min: Amount | None = None
    amount_max: Amount | None = None
    close_from: date | None = None
    close_to: date | None = None
    trashed: bool = False


class MoveDeal(Struct):
    """``after`` is the card that will stand right above; None means the top of the column."""

    status: DealStatus
    after: UUID | None = None
    lost_reason: str = ""


class DealGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def board(self, filters: DealFilters, *, limit: int = 25) -> Board:
        return await self._backend.get(
            "deals/board",
            Board,
            search=filters.search,
            client=filters.client,
            owner=filters.owner,
            amount_min=filters.amount_min,
            amount_max=filters.amount_max,
            close_from=text_of(filters.close_from),
            close_to=text_of(filters.close_to),
            limit=limit,
        )

    async def in_progress(self, *, limit: int) -> DealPage:
        """Those that were touched last."""
        return await self._backend.get(
            "deals/",
            DealPage,
            status=DealStatus.IN_PROGRESS,
            sort=DealSort.UPDATED,
            limit=limit,
        )

    async def page(
        self,
        filters: DealFilters,
        *,
        sort: DealSort = DealSort.NEWEST,
        limit: int = 50,
        offset: int | None = None,
        cursor: str | None = None,
    ) -> DealPage:
        """The cards that follow those of a board's column have its status, rank and cursor."""
        return await self._backend.get(
            "deals/",
            DealPage,
            search=filters.search,
            client=filters.client,
            owner=filters.owner,
            amount_min=filters.amount_min,
            amount_max=filters.amount_max,
            close_from=text_of(filters.close_from),
            close_to=text_of(filters.close_to),
            status=filters.status,
            sort=sort,
            limit=limit,
            offset=offset,
            cursor=cursor,
        )

    async def without_next_step(self, *, owner: UUID, limit: int) -> DealPage:
        """Open ones that nobody has planned anything for, the oldest change first."""
        return await self._backend.get(
            "deals/",
            DealPage,
            owner=owner,
            without_next_step=True,
            sort=DealSort.LEAST_UPDATED,
            limit=limit,
        )

    async def idle(self, *, owner: UUID, days: int, limit: int) -> DealPage:
        """Open ones that nobody has changed for so many days, the oldest change first."""
        return await self._backend.get(
            "deals/",
            DealPage,
            owner=owner,
            idle_days=days,
            sort=DealSort.LEAST_UPDATED,
            limit=limit,
        )

    async def of_client(self, client_id: UUID, *, limit: int = 50) -> DealPage:
        return await self._backend.get("deals/", DealPage, client=client_id, limit=limit)

    async def one(self, deal_id: UUID) -> DealView:
        return await self._backend.get(f"deals/{deal_id}", DealView)

    async def create(self, deal: NewDeal, *, key: str) -> DealView:
        return await self._backend.post("deals/", DealView, deal, key=key)

    async def edit(self, deal_id: UUID, edit: EditDeal, *, version: int) -> DealView:
        return await self._backend.patch(f"deals/{deal_id}", DealView, edit, version=version)

    async def move(self, deal_id: UUID, move: MoveDeal, *, version: int | None = None) -> DealView:
        path = f"deals/{deal_id}/move"
        return await self._backend.post(path, DealView, move, version=version)

    async def delete(self, deal_id: UUID, *, version: int) -> None:
        await self._backend.delete(f"deals/{deal_id}", version=version)

    async def restore(self, deal_id: UUID, *, key: str) -> DealView:
        return await self._backend.post(f"deals/{deal_id}/restore", DealView, key=key)


def text_of(day: date | None) -> str | None:
    return day.isoformat() if day else None
