"""What the address of the board says, and the address that says it."""

from typing import Annotated, Final
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import msgspec
from litestar.datastructures import MultiDict
from msgspec import Meta, Struct

from bff.forms import asked
from bff.gateway.deals import DealStatus
from bff.urls import with_query

BOARD: Final = "/deals/board/"
STEP: Final = 25
MOST: Final = 200  # cards a column, as many as the API gives at once


class BoardQuery(Struct, frozen=True):
    """``shown`` cards a column: the address remembers it, so a move or a reload keeps them."""

    owner: UUID | None = None
    shown: Annotated[int, Meta(ge=1, le=MOST)] = STEP

    @property
    def url(self) -> str:
        return with_query(BOARD, owner=self.owner_text, shown=self.shown_text)

    @property
    def owner_text(self) -> str:
        return str(self.owner or "")

    @property
    def shown_text(self) -> str | None:
        return str(self.shown) if self.shown != STEP else None

    def showing(self, count: int) -> "BoardQuery":
        return msgspec.structs.replace(self, shown=min(count, MOST))

    @classmethod
    def of_address(cls, address: str) -> "BoardQuery":
        """Of the page that a request came from."""
        return asked(MultiDict(parse_qsl(urlsplit(address).query)), cls)


class ColumnQuery(Struct, frozen=True):
    """``loaded`` cards of the column are on the page already."""

    status: DealStatus
    cursor: Annotated[str, Meta(max_length=4000)]
    loaded: Annotated[int, Meta(ge=0)]
    owner: UUID | None = None
