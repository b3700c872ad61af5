"""The parts of the files API that our pages use, in our own words."""

from contextlib import suppress
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from bff.gateway.client import Backend, View
from bff.gateway.fields import Line, Moment, Name
from bff.gateway.problems import Away, Refused
from bff.gateway.transfer import Content, Download


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


class Grant(View):
    url: str
    headers: dict[str, str]


class AnnouncedFile(View):
    id: UUID
    upload: Grant


class FilePage(View):
    items: list[FileView]
    total: int
    next_cursor: str | None


class NewFile(Struct):
    entity_type: FileEntity
    entity_id: UUID
    file_name: Name
    size: int
    content_type: Line = ""


class FileGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def of(self, entity_type: FileEntity, entity_id: UUID, *, limit: int = 50) -> FilePage:
        return await self._backend.get(
            "files/", FilePage, entity_type=entity_type, entity_id=entity_id, limit=limit
        )

    async def attach(self, new: NewFile, content: Content, *, key: str) -> FileView:
        """Announced, sent, and looked at by the backend; where that fails nothing is left of it."""
        announced = await self._backend.post("files/", AnnouncedFile, new, key=key)
        try:
            await self._backend.store(announced.upload.url, content, announced.upload.headers)
            return await self._backend.post(f"files/{announced.id}/confirm", FileView)
        except Refused:
            with suppress(Away, Refused):
                await self._backend.delete(f"files/{announced.id}")
            raise

    async def content(self, file_id: UUID) -> Download:
        return await self._backend.download(f"files/{file_id}/download")

    async def one(self, file_id: UUID) -> FileView:
        return await self._backend.get(f"files/{file_id}", FileView)

    async def remove(self, file_id: UUID, *, version: int) -> None:
        await self._backend.delete(f"files/{file_id}", version=version)
