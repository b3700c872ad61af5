"""The parts of the clients API that our pages use, in our own words."""

from enum import StrEnum
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from bff.gateway.bulk import ClientFilters
from bff.gateway.client import Backend, View
from bff.gateway.fields import Email, Line, Moment, Name, Phone, Text


class ClientSort(StrEnum):
    NEWEST = "-created_at"
    OLDEST = "created_at"
    NAME = "name"
    NAME_DESC = "-name"
    COMPANY = "company"
    COMPANY_DESC = "-company"
    UPDATED = "-updated_at"
    LEAST_UPDATED = "updated_at"


class ClientView(View):
    id: UUID
    name: str
    phone: str
    email: str | None
    company: str
    notes: str
    owner_id: UUID
    owner_name: str
    external_id: str | None
    version: int
    created_at: Moment
    updated_at: Moment
    deleted_at: Moment | None
    merged_into: UUID | None


class ClientPage(View):
    items: list[ClientView]
    total: int
    total_is_exact: bool
    limit: int
    offset: int
    next_cursor: str | None


class Likeness(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"
    COMPANY = "company"


class SimilarClient(View):
    id: UUID
    name: str
    company: str
    email: str | None
    phone: str
    owner_name: str
    matches: list[Likeness]


class SimilarClients(View):
    items: list[SimilarClient]


class NewClient(Struct):
    """``known`` are clients like this one that were looked at; any other refuses it."""

    name: Name
    phone: Phone = ""
    email: Email | None = None
    company: Line = ""
    notes: Text = ""
    owner_id: UUID | None = None
    known: list[UUID] | None = None


class EditClient(Struct, omit_defaults=True):
    name: Name | UnsetType = UNSET
    phone: Phone | UnsetType = UNSET
    email: Email | UnsetType | None = UNSET
    company: Line | UnsetType = UNSET
    notes: Text | UnsetType = UNSET
    owner_id: UUID | UnsetType = UNSET


class ClientGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def page(self, *, search: str | None = None, limit: int = 50) -> ClientPage:
        """The newest ones, to choose one from."""
        return await self._backend.get("clients/", ClientPage, search=search, limit=limit)

    async def found(
        self, filters: ClientFilters, *, sort: ClientSort, limit: int, offset: int
    ) -> ClientPage:
        return await self._backend.get(
            "clients/",
            ClientPage,
            search=filters.search,
            owner=filters.owner,
            created_within=filters.created_within,
            open_deals=filters.open_deals,
            sort=sort,
            limit=limit,
            offset=offset,
        )

    async def one(self, client_id: UUID) -> ClientView:
        return await self._backend.get(f"clients/{client_id}", ClientView)

    async def create(self, client: NewClient, *, key: str) -> ClientView:
        return await self._backend.post("clients/", ClientView, client, key=key)

    async def similar(
        self,
        *,
        name: str = "",
        company: str = "",
        email: str = "",
        phone: str = "",
        besides: UUID | None = None,
    ) -> list[SimilarClient]:
        found = await self._backend.get(
            "clients/similar",
            SimilarClients,
            name=name,
            company=company,
            email=email,
            phone=phone,
            besides=besides,
        )
        return found.items

    async def edit(self, client_id: UUID, edit: EditClient, *, version: int) -> ClientView:
        path = f"clients/{client_id}"
        return await self._backend.patch(path, ClientView, edit, version=version)

    async def delete(self, client_id: UUID, *, version: int) -> None:
        await self._backend.delete(f"clients/{client_id}", version=version)

    async def restore(self, client_id: UUID, *, key: str) -> ClientView:
        return await self._backend.post(f"clients/{client_id}/restore", ClientView, key=key)
