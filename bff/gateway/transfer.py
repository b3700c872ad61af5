"""Files on their way through: from a browser to the backend, and from the backend to a browser."""

import asyncio
import time
from collections.abc import AsyncGenerator, Mapping
from typing import IO, Final
from uuid import UUID
from weakref import WeakKeyDictionary

import httpx
from msgspec import Struct

PIECE: Final = 256 * 1024
OF_A_READER: Final = 4  # downloads at once
# Of all that is said of a file, what its reader needs.
TOLD: Final = ("content-type", "content-disposition", "content-length")


class Upload(Struct, frozen=True):
    """A form with one ``file``, which may be read more than once."""

    file_name: str
    file: IO[bytes]
    fields: dict[str, str]


class Content(Struct, frozen=True):
    """Bytes that are sent as they are, and may be read more than once."""

    file: IO[bytes]
    size: int

    async def pieces(self) -> AsyncGenerator[bytes]:
        """Never more than a piece of them in memory."""
        await asyncio.to_thread(self.file.seek, 0)
        while piece := await asyncio.to_thread(self.file.read, PIECE):
            yield piece


class Download(Struct, frozen=True):
    headers: Mapping[str, str]
    pieces: AsyncGenerator[bytes]


class Place:
    """Of one download; whoever holds it has it."""


class Places:
    """How many downloads each reader has under way.

    A place is free when nobody holds it any more: a download that no browser waited for is never
    begun, so it has no end that could give its place back.
    """

    def __init__(self) -> None:
        self._taken: WeakKeyDictionary[Place, UUID | None] = WeakKeyDictionary()

    def take(self, reader: UUID | None) -> Place | None:
        """None where the reader has as many as they may."""
        if sum(other == reader for other in self._taken.values()) >= OF_A_READER:
            return None
        place = Place()
        self._taken[place] = reader
        return place


class Haste(Struct, frozen=True):
    """Seconds that a download may take: for its next piece, and for all of them."""

    piece: float = 15.0
    whole: float = 900.0


def download_of(response: httpx.Response, place: Place, haste: Haste) -> Download:
    headers = {name: value for name, value in response.headers.items() if name in TOLD}
    return Download(headers, pieces_of(response, place, haste))


async def pieces_of(
    response: httpx.Response,
    place: Place,  # noqa: ARG001  # held until the last piece
    haste: Haste,
) -> AsyncGenerator[bytes]:
    """Lets go of the backend when the browser does, and when either takes too long."""
    end = time.monotonic() + haste.whole
    pieces = response.aiter_raw()
    try:
        while True:
            async with asyncio.timeout(min(haste.piece, end - time.monotonic())):
                piece = await anext(pieces, b"")
            if not piece:
                return
            yield piece
    finally:
        await response.aclose()
