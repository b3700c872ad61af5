"""What is looked for."""

from typing import Annotated

from msgspec import Meta, Struct

from bff.gateway.search import LONGEST


class SearchQuery(Struct, frozen=True):
    q: Annotated[str, Meta(max_length=LONGEST)] = ""

    @property
    def words(self) -> str:
        return " ".join(self.q.split())
