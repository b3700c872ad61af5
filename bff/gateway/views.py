"""The parts of the saved views API that our pages use, in our own words."""

from enum import StrEnum
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from bff.gateway.accounts import UserPage
from bff.gateway.client import Backend, View
from bff.gateway.fields import Name


class ListPage(StrEnum):
    CLIENTS = "clients"
    DEALS = "deals"
    TASKS = "tasks"


class SavedViewView(View):
    id: UUID
    page: ListPage
    name: str
    query: dict[str, str]
    columns: list[str]
    is_shared: bool
    position: int
    owner_id: UUID
    owner_name: str
    version: int


class SavedViewPage(View):
    items: list[SavedViewView]


class ListFrame(View):
    views: SavedViewPage
    users: UserPage


class NewSavedView(Struct):
    page: ListPage
    name: Name
    query: dict[str, str]
    columns: list[str]
    is_shared: bool
    position: int | None = None


class EditSavedView(Struct, omit_defaults=True):
    name: Name | UnsetType = UNSET
    query: dict[str, str] | UnsetType = UNSET
    columns: list[str] | UnsetType = UNSET
    is_shared: bool | UnsetType = UNSET


class ViewGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def frame(self, page: ListPage) -> ListFrame:
        return await self._backend.get("views/frame", ListFrame, page=page, limit=200)

    async def one(self, view_id: UUID) -> SavedViewView:
        return await self._backend.get(f"views/{view_id}", SavedViewView)

    async def save(self, view: NewSavedView, *, key: str) -> SavedViewView:
        return await self._backend.post("views/", SavedViewView, view, key=key)

    async def edit(self, view_id: UUID, edit: EditSavedView, *, version: int) -> SavedViewView:
        return await self._backend.patch(f"views/{view_id}", SavedViewView, edit, version=version)

    async def delete(self, view_id: UUID, *, version: int) -> None:
        await self._backend.delete(f"views/{view_id}", version=version)
