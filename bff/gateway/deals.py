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
    version: int


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


class MoveDeal(Struct):
    """``after`` is the card that will stand right above; None means the top of the column."""

    status: DealStatus
    after: UUID | None = None
    lost_reason: str = ""


class DealGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def board(self, *, owner: UUID | None = None, limit: int = 25) -> Board:
        return await self._backend.get("deals/board", Board, owner=owner, limit=limit)

    async def of_client(self, client_id: UUID, *, limit: int = 50) -> DealPage:
        return await self._backend.get("deals/", DealPage, client=client_id, limit=limit)

    async def in_progress(self, *, limit: int) -> DealPage:
        """Those that were touched last."""
        return await self._backend.get(
            "deals/", DealPage, status=DealStatus.IN_PROGRESS, sort="-updated_at", limit=limit
        )

    async def column_page(
        self, status: DealStatus, cursor: str, *, owner: UUID | None = None, limit: int = 25
    ) -> DealPage:
        """The cards that follow the ones a board column has shown."""
        return await self._backend.get(
            "deals/",
            DealPage,
            status=status,
            owner=owner,
            sort="rank",
            cursor=cursor,
            limit=limit,
        )

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
