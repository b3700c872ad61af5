"""Deals and their board on the wire."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from backend.core import examples
from backend.core.bulk_schemas import Bulk
from backend.core.schemas import (
    Amount,
    Body,
    Currency,
    ExternalId,
    Filters,
    Line,
    Money,
    Name,
    Searched,
    Text,
    View,
)
from backend.deals.models import DealStatus


class DealSort(StrEnum):
    """A leading ``-`` means descending; ``rank`` is the order inside a board column.

    Without an expected close date comes last either way.
    """

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


class DealView(View):
    """``stage_since`` is when it came to its status.

    ``open_tasks`` are its next steps, ``next_task_due`` the first day of those that have one.
    Whoever sees the deal sees that and when something is due on it, whosever task that is.
    """

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
    rank: str
    closed_at: datetime | None
    stage_since: datetime
    open_tasks: int
    next_task_due: date | None
    external_id: str | None
    version: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None

    example = {
        "id": examples.DEAL,
        "client_id": examples.CLIENT,
        "client_name": "Acme Roofing",
        "title": "New roof",
        "amount": "1250.00",
        "currency": "EUR",
        "status": "NEW",
        "owner_id": examples.ANN,
        "owner_name": "Ann Archer",
        "description": "120 m² of slate",
        "expected_close_date": "2026-12-18",
        "lost_reason": "",
        "rank": "a0",
        "closed_at": None,
        "stage_since": examples.MADE,
        "open_tasks": 0,
        "next_task_due": None,
        "external_id": "OFFER-77",
        "version": 1,
        "created_at": examples.MADE,
        "updated_at": examples.MADE,
        "deleted_at": None,
    }


class DealPage(View):
    items: list[DealView]
    total: int
    total_is_exact: bool
    limit: int
    offset: int
    next_cursor: str | None


class DealCard(View):
    """What a card on the board shows, under the names of ``DealView``."""

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
    rank: str
    stage_since: datetime
    open_tasks: int
    next_task_due: date | None
    version: int
    updated_at: datetime


class BoardColumn(View):
    """``count`` and ``sums`` speak of every deal in the column, not of the loaded ``items``.

    ``next_cursor`` goes on with ``GET deals/?status=…&sort=rank&cursor=…``.
    """

    status: DealStatus
    count: int
    sums: list[Money]
    items: list[DealCard]
    next_cursor: str | None


class Board(View):
    columns: list[BoardColumn]


class DealFilters(Filters):
    search: Searched | None = None
    status: DealStatus | None = None
    client: UUID | None = None
    owner: UUID | None = None
    amount_min: Amount | None = None
    amount_max: Amount | None = None
    close_from: date | None = None
    close_to: date | None = None
    without_next_step: bool = False
    idle_days: Annotated[int, Meta(ge=1, le=3650)] | None = None

    def said(self) -> dict[str, Any]:
        bounds = {"amount_min": self.amount_min, "amount_max": self.amount_max}
        said = super().said() | {n: Decimal(b) if b else None for n, b in bounds.items()}
        return said | {"without_next_step": self.without_next_step or None}


class NewDeal(Body):
    """``owner_id`` defaults to whoever asks, ``currency`` to the instance's setting."""

    client_id: UUID
    title: Name
    amount: Amount = "0"
    currency: Currency | None = None
    status: DealStatus = DealStatus.NEW
    owner_id: UUID | None = None
    description: Text = ""
    expected_close_date: date | None = None
    lost_reason: Line = ""
    external_id: ExternalId | None = None

    example = {
        "client_id": examples.CLIENT,
        "title": "New roof",
        "amount": "1250.00",
        "currency": "EUR",
        "description": "120 m² of slate",
        "expected_close_date": "2026-12-18",
        "external_id": "OFFER-77",
    }


class EditDeal(Body):
    """Absent fields stay as they are; ``null`` clears. A status is changed by ``move``."""

    client_id: UUID | UnsetType = UNSET
    title: Name | UnsetType = UNSET
    amount: Amount | UnsetType = UNSET
    currency: Currency | UnsetType = UNSET
    owner_id: UUID | UnsetType = UNSET
    description: Text | UnsetType = UNSET
    expected_close_date: date | UnsetType | None = UNSET
    lost_reason: Line | UnsetType = UNSET
    external_id: ExternalId | UnsetType | None = UNSET

    example = {"amount": "1400.00", "expected_close_date": None}


class MoveDeal(Body):
    """``after`` is the card that will stand right above; ``null`` means the top of the column."""

    status: DealStatus
    after: UUID | None = None
    lost_reason: Line = ""

    example = {"status": "LOST", "lost_reason": "Went with a cheaper offer"}


class DealFields(Body):
    """What many deals can have alike; absent fields stay as they are, ``null`` clears.

    Another ``status`` closes a deal or reopens it, as ``move`` does.
    """

    status: DealStatus | UnsetType = UNSET
    lost_reason: Line | UnsetType = UNSET
    amount: Amount | UnsetType = UNSET
    currency: Currency | UnsetType = UNSET
    description: Text | UnsetType = UNSET
    expected_close_date: date | UnsetType | None = UNSET


class BulkDeals(Bulk, kw_only=True):
    """``fields`` go with ``update``, ``owner_id`` with ``assign``."""

    filters: DealFilters | UnsetType = UNSET
    fields: DealFields | UnsetType = UNSET
    owner_id: UUID | UnsetType = UNSET

    example = {
        "ids": [examples.DEAL],
        "action": "update",
        "fields": {"expected_close_date": "2027-01-29"},
        "atomic": False,
    }
