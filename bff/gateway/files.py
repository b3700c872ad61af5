"""The parts of the files API that our pages use, in our own words."""

from enum import StrEnum
from uuid import UUID

from bff.gateway.client import Backend, View
from bff.gateway.fields import Moment


class FileEntity(StrEnum):
    CLIENT = "client"
    DEAL = "deal"
    TASK = "task"


class FileView(View):
    id: UUID
    entity_type: FileEntity
    entity_id: UUID
    file_name: str
    content_type: str
    size: int
    uploaded_by_name: str
    version: int
    created_at: Moment


class FilePage(View):
    items: list[FileView]
    total: int
    next_cursor: str | None


class FileGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def of(self, entity_type: FileEntity, entity_id: UUID, *, limit: int = 50) -> FilePage:
        return await self._backend.get(
            "files/", FilePage, entity_type=entity_type, entity_id=entity_id, limit=limit
        )

    async def one(self, file_id: UUID) -> FileView:
        return await self._backend.get(f"files/{file_id}", FileView)

    async def remove(self, file_id: UUID, *, version: int) -> None:
        await self._backend.delete(f"files/{file_id}", version=version)
