"""What the addresses of the board and of the list say: they are narrowed alike."""

from datetime import date
from typing import Annotated, ClassVar, Final, TypeVar
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import msgspec
from msgspec import Meta

from bff.gateway.deals import DealFilters, DealSort, DealStatus
from bff.gateway.fields import Amount
from bff.listing import ListQuery, query_of
from bff.people import Owner, owner_id
from bff.visit import Visit

BOARD: Final = "/deals/board/"
LIST: Final = "/deals/"
COLUMN: Final = "/deals/column/"
STEP: Final = 14
MOST: Final = 200  # cards a column, as many as the API gives at once
ALIKE: Final = (
    *("search", "owner", "client"),
    *("amount_min", "amount_max", "close_from", "close_to"),
)

Q = TypeVar("Q", bound="DealQuery")
Shown = Annotated[int, Meta(ge=1, le=MOST)]


class DealQuery(ListQuery, frozen=True, kw_only=True):
    path: ClassVar[str] = LIST
    search: Annotated[str, Meta(max_length=100)] = ""
    status: DealStatus | None = None
    owner: Owner = ""
    client: UUID | None = None
    amount_min: Amount | None = None
    amount_max: Amount | None = None
    close_from: date | None = None
    close_to: date | None = None
    sort: DealSort = DealSort.NEWEST

    @property
    def narrowing(self) -> dict[str, str]:
        """What the board and the list have in common, as an address says it."""
        return {name: text for name, text in self.said.items() if name in ALIKE}

    @property
    def rarely(self) -> int:
        """How many filters of those that are not always in sight are in use."""
        return len(self.narrowing.keys() - {"search", "owner", "client"})

    def of_client(self: Q, client: UUID | None) -> Q:
        return msgspec.structs.replace(self, client=client, offset=0)

    def filters(self, visit: Visit) -> DealFilters:
        """As the API takes them: a bulk change and an export find what the list finds."""
        return DealFilters(
            search=self.search or None,
            status=self.status,
            client=self.client,
            owner=owner_id(visit, self.owner),
            amount_min=self.amount_min,
            amount_max=self.amount_max,
            close_from=self.close_from,
            close_to=self.close_to,
        )


class BoardQuery(DealQuery, frozen=True, kw_only=True):
    """``shown`` cards a column: the address remembers it, so a move or a reload keeps them."""

    path: ClassVar[str] = BOARD
    shown: Shown = STEP

    def showing(self, count: int) -> "BoardQuery":
        return msgspec.structs.replace(self, shown=min(count, MOST))


class ColumnQuery(DealQuery, frozen=True, kw_only=True):
    """``loaded`` cards of the column are on the page already."""

    path: ClassVar[str] = COLUMN
    status: DealStatus  # pyright: ignore[reportGeneralTypeIssues]  # narrowed: a column is of one stage
    cursor: Annotated[str, Meta(max_length=4000)]
    loaded: Annotated[int, Meta(ge=0)]


def address_of(path: str, query: DealQuery) -> str:
    """The same deals on the other page."""
    return f"{path}?{text}" if (text := urlencode(query.narrowing)) else path


def board_query(address: str) -> BoardQuery:
    """Of the page that a request came from."""
    return query_of(urlsplit(address).query, BoardQuery)


def deal_query(address: str) -> DealQuery:
    is_board = urlsplit(address).path == BOARD
    return board_query(address) if is_board else query_of(urlsplit(address).query, DealQuery)
