"""What the address of the clients list says."""

from typing import Annotated, ClassVar, Final

from msgspec import Meta

from bff.gateway.bulk import ClientFilters
from bff.gateway.clients import ClientSort
from bff.listing import ListQuery
from bff.people import Owner, owner_id
from bff.visit import Visit

LIST: Final = "/clients/"


class ClientQuery(ListQuery, frozen=True, kw_only=True):
    path: ClassVar[str] = LIST
    search: Annotated[str, Meta(max_length=100)] = ""
    owner: Owner = ""
    created_within: Annotated[int, Meta(ge=1, le=3650)] | None = None
    open_deals: bool | None = None
    sort: ClientSort = ClientSort.NEWEST

    def filters(self, visit: Visit) -> ClientFilters:
        """As the API takes them: a bulk change and an export find what the list finds."""
        return ClientFilters(
            search=self.search or None,
            owner=owner_id(visit, self.owner),
            created_within=self.created_within,
            open_deals=self.open_deals,
        )
