"""What the addresses of the board and of the list say, and the addresses that say it."""

from datetime import date
from typing import Annotated, Final, TypeVar
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import msgspec
from litestar.datastructures import MultiDict
from msgspec import Meta, Struct

from bff.forms import asked
from bff.gateway.deals import DealFilter, DealPage, DealSort, DealStatus
from bff.gateway.fields import Amount
from bff.owners import Owner, owner_id
from bff.urls import with_query
from bff.visit import Visit
from ui_components.table import Sort

BOARD: Final = "/deals/board/"
LIST: Final = "/deals/"
COLUMN: Final = "/deals/column/"
TRASH: Final = "/deals/trash/"
STEP: Final = 25
MOST: Final = 200  # cards a column, as many as the API gives at once
PAGE: Final = 50
FARTHEST: Final = 10_000  # what the API takes as an offset

Q = TypeVar("Q", bound="Narrowed")
Shown = Annotated[int, Meta(ge=1, le=MOST)]


class Narrowed(Struct, frozen=True, kw_only=True):
    """What the board and the list are narrowed by alike, so one leads to the other."""

    search: Annotated[str, Meta(max_length=100)] = ""
    owner: Owner = ""
    client: UUID | None = None
    amount_min: Amount | None = None
    amount_max: Amount | None = None
    close_from: date | None = None
    close_to: date | None = None

    @property
    def narrowing(self) -> dict[str, str]:
        """As an address says it."""
        told = {name: getattr(self, name) for name in Narrowed.__struct_fields__}
        return {name: str(value) for name, value in told.items() if value}

    @property
    def rarely(self) -> int:
        """How many filters of those that are not always in sight are in use."""
        return len(self.narrowing.keys() - {"search", "owner", "client"})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.narrowing)

    @property
    def for_anyone(self: Q) -> Q:
        return msgspec.structs.replace(self, client=None)

    def asked_by(self, visit: Visit) -> DealFilter:
        return DealFilter(
            search=self.search or None,
            client=self.client,
            owner=owner_id(visit, self.owner),
            amount_min=self.amount_min,
            amount_max=self.amount_max,
            close_from=text_of(self.close_from),
            close_to=text_of(self.close_to),
        )

    @classmethod
    def of_address(cls: type[Q], address: str) -> Q:
        """Of the page that a request came from."""
        return asked(MultiDict(parse_qsl(urlsplit(address).query)), cls)


class BoardQuery(Narrowed, frozen=True, kw_only=True):
    """``shown`` cards a column: the address remembers it, so a move or a reload keeps them."""

    shown: Shown = STEP

    @property
    def url(self) -> str:
        return with_query(BOARD, **self.narrowing, shown=self.shown_text)

    @property
    def as_list(self) -> str:
        return with_query(LIST, **self.narrowing)

    @property
    def shown_text(self) -> str | None:
        return str(self.shown) if self.shown != STEP else None

    def showing(self, count: int) -> "BoardQuery":
        return msgspec.structs.replace(self, shown=min(count, MOST))

    def of_client(self, client: UUID) -> "BoardQuery":
        return msgspec.structs.replace(self, client=client)


class ColumnQuery(Narrowed, frozen=True, kw_only=True):
    """``loaded`` cards of the column are on the page already."""

    status: DealStatus
    cursor: Annotated[str, Meta(max_length=4000)]
    loaded: Annotated[int, Meta(ge=0)]


class ListQuery(Narrowed, frozen=True, kw_only=True):
    status: DealStatus | None = None
    sort: DealSort = DealSort.NEWEST
    offset: Annotated[int, Meta(ge=0, le=FARTHEST)] = 0

    @property
    def url(self) -> str:
        return with_query(
            LIST,
            **self.narrowing,
            status=self.status,
            sort=self.sort if self.sort != DealSort.NEWEST else None,
            offset=self.offset or None,
        )

    @property
    def as_board(self) -> str:
        return with_query(BOARD, **self.narrowing)

    @property
    def is_filtered(self) -> bool:
        return self.is_narrowed or self.status is not None

    @property
    def shown_sort(self) -> Sort:
        return Sort(self.sort.removeprefix("-"), descending=self.sort.startswith("-"))

    def sorted_by(self, sort: Sort) -> str:
        key = DealSort(f"-{sort.key}" if sort.descending else sort.key)
        return msgspec.structs.replace(self, sort=key, offset=0).url

    @property
    def first_page(self) -> "ListQuery":
        return msgspec.structs.replace(self, offset=0)

    def of_client(self, client: UUID) -> "ListQuery":
        return msgspec.structs.replace(self, client=client, offset=0)


def before(query: ListQuery) -> str | None:
    if query.offset == 0:
        return None
    return msgspec.structs.replace(query, offset=max(0, query.offset - PAGE)).url


def after(query: ListQuery, page: DealPage) -> str | None:
    following = query.offset + PAGE
    if page.next_cursor is None or following > FARTHEST:
        return None
    return msgspec.structs.replace(query, offset=following).url


def text_of(day: date | None) -> str | None:
    return day.isoformat() if day else None
