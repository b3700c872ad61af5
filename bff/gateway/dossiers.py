"""A client with all that hangs on it, and two of them becoming one, in our own words."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from bff.gateway.client import Backend, View
from bff.gateway.clients import ClientView
from bff.gateway.deals import DealPage
from bff.gateway.files import FilePage
from bff.gateway.tasks import TaskPage


class Dossier(View):
    client: ClientView
    deals: DealPage
    tasks: TaskPage
    files: FilePage


class MergedField(StrEnum):
    NAME = "name"
    COMPANY = "company"
    EMAIL = "email"
    PHONE = "phone"
    OWNER = "owner_id"
    NOTES = "notes"
    EXTERNAL_ID = "external_id"


class Merge(Struct):
    """The fields in ``take`` get the other's values."""

    other_id: UUID
    other_version: int
    take: list[MergedField]


class Merged(View):
    client: ClientView
    entry_id: UUID


class DossierGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def of(self, client_id: UUID, *, limit: int = 50) -> Dossier:
        return await self._backend.get(f"clients/{client_id}/dossier", Dossier, limit=limit)

    async def merge(self, client_id: UUID, merge: Merge, *, version: int, key: str) -> Merged:
        path = f"clients/{client_id}/merge"
        return await self._backend.post(path, Merged, merge, key=key, version=version)
