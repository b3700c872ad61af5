"""Files on their way through: from a browser to the backend, and from the backend to a browser."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from typing import IO, Final

import httpx
from msgspec import Struct

PIECE: Final = 256 * 1024
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


def download_of(response: httpx.Response) -> Download:
    headers = {name: value for name, value in response.headers.items() if name in TOLD}
    return Download(headers, pieces_of(response))


async def pieces_of(response: httpx.Response) -> AsyncGenerator[bytes]:
    """Lets go of the backend when the browser does."""
    try:
        async for piece in response.aiter_raw():
            yield piece
    finally:
        await response.aclose()
