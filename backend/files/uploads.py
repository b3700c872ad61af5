"""Looks at what was uploaded, and keeps it where its sender cannot write any more."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from uuid import UUID

from msgspec import Struct

from backend.core.refusals import Busy, Conflict
from backend.core.storage import Grant, Label, Storage, new_key
from backend.files.kinds import HEAD, TAIL, Glimpse, kind_of
from backend.files.models import FileEntity, FileState

SECONDS = 10.0  # the caller's transaction may be open, and ends by itself after 15
UPLOADS = "uploads"  # where senders write
KEPT = "attachments"


class Stored(Struct, frozen=True):
    """A row of ``attachments``, as far as its bytes and who may have them are concerned."""

    id: UUID
    entity_type: FileEntity
    entity_id: UUID
    state: FileState
    uploaded_by: UUID
    key: str
    size: int
    file_name: str
    content_type: str

    @property
    def label(self) -> Label:
        return Label(self.file_name, self.content_type)


class Checked(Struct, frozen=True):
    key: str
    sha256: str


async def check(storage: Storage, upload: Stored) -> Checked | None:
    """None where that was done before. Raises Conflict for other bytes than were announced.

    Looked at and copied in one go: were it looked at first, its sender could exchange it between.
    """
    if upload.state == FileState.READY:
        return None
    held = await storage.open(upload.key)
    if held is None:
        raise Conflict("Nothing was uploaded yet")
    if held.size != upload.size:
        raise Conflict(f"{held.size} bytes came where {upload.size} were announced")
    key, look = new_key(KEPT), _Look(upload.file_name)
    try:
        async with asyncio.timeout(SECONDS):
            await storage.write(key, look.over(held.pieces), upload.label)
    except TimeoutError as error:
        raise Busy("The storage of files is slow; try again in a moment") from error
    return Checked(key, look.sha256.hexdigest())


class _Look:
    """Takes a file in while it passes by."""

    def __init__(self, file_name: str) -> None:
        self._name = file_name
        self.sha256 = hashlib.sha256()

    async def over(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Raises before the end where the file is not of its kind, so that nothing is kept."""
        head, tail = b"", b""
        async for piece in pieces:
            self.sha256.update(piece)
            head += piece[: HEAD - len(head)]
            tail = (tail + piece)[-TAIL:]
            yield piece
        kind = kind_of(self._name)
        if kind is None or not kind.holds(Glimpse(head, tail)):
            raise Conflict(f"What came is not what {self._name} says it is")


async def lend(storage: Storage, file: Stored, *, origin: str) -> Grant:
    """Raises Conflict while it is pending."""
    if file.state == FileState.PENDING:
        raise Conflict("This file was not confirmed yet")
    return await storage.lend(file.key, file.label, origin=origin)
