"""What the address of the clients list says, and the address that says it."""

from typing import Annotated, Final
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from bff.gateway.clients import ClientPage, ClientSort
from bff.urls import with_query
from ui_components.table import Sort

LIST: Final = "/clients/"
PAGE: Final = 50
FARTHEST: Final = 10_000  # what the API takes as an offset


class ClientQuery(Struct, frozen=True):
    search: Annotated[str, Meta(max_length=100)] = ""
    owner: UUID | None = None
    sort: ClientSort = ClientSort.NEWEST
    offset: Annotated[int, Meta(ge=0, le=FARTHEST)] = 0

    @property
    def url(self) -> str:
        return with_query(
            LIST,
            search=self.search,
            owner=str(self.owner) if self.owner else None,
            sort=self.sort if self.sort != ClientSort.NEWEST else None,
            offset=self.offset or None,
        )

    @property
    def is_filtered(self) -> bool:
        return bool(self.search or self.owner)

    @property
    def shown_sort(self) -> Sort:
        return Sort(self.sort.removeprefix("-"), descending=self.sort.startswith("-"))

    def sorted_by(self, sort: Sort) -> str:
        key = ClientSort(f"-{sort.key}" if sort.descending else sort.key)
        return msgspec.structs.replace(self, sort=key, offset=0).url

    @property
    def first_page(self) -> "ClientQuery":
        return msgspec.structs.replace(self, offset=0)

    def before(self) -> str | None:
        if self.offset == 0:
            return None
        return msgspec.structs.replace(self, offset=max(0, self.offset - PAGE)).url

    def after(self, page: ClientPage) -> str | None:
        following = self.offset + PAGE
        if page.next_cursor is None or following > FARTHEST:
            return None
        return msgspec.structs.replace(self, offset=following).url
