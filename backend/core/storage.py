"""Objects such as attachments and exports, on a local disk or in any S3, lent by signed addresses.

An address is good without signing in, for one object, one purpose and a short while.
"""

import asyncio
import secrets
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar, Literal

import obstore
from msgspec import Struct
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from backend.core.file_names import attachment
from backend.core.refusals import Busy
from backend.core.schemas import View

UPLOAD = timedelta(minutes=15)
DOWNLOAD = timedelta(seconds=60)
DEADLINE = 10.0  # seconds for a question; whoever moves bytes brings a deadline of their own
PART = 5 * 1024 * 1024  # the least that S3 takes for a part of an upload
AT_ONCE = 2  # parts in memory
PIECE = 64 * 1024
LISTED = 1000
NOWHERE = "nowhere"  # a folder that nothing is in: the answer "empty" is an answer


class Grant(View):
    """Send ``headers`` with the request, and nothing that signs you in."""

    method: Literal["GET", "PUT"]
    url: str
    headers: dict[str, str]
    expires_at: datetime


class Label(Struct, frozen=True):
    """How an object is served: as a download, under this name and type."""

    file_name: str
    content_type: str

    @property
    def headers(self) -> dict[str, str]:
        return {
            "Content-Type": self.content_type,
            "Content-Disposition": attachment(self.file_name),
        }


class Held(Struct):
    """An object as it was when it was opened; its pieces can be read once."""

    size: int
    pieces: AsyncIterator[bytes]


def new_key(folder: str) -> str:
    """Keys cannot be guessed, and say nothing of what is in the object."""
    return f"{folder}/{secrets.token_urlsafe(24)}"


class Storage(ABC):
    """Raises Busy where the disk or the S3 does not answer.

    ``keeps_labels``: whether the store itself keeps beside the bytes how they are to be served.
    """

    keeps_labels: ClassVar[bool]

    def __init__(self, store: LocalStore | S3Store) -> None:
        self._store = store

    async def write(self, key: str, content: AsyncIterable[bytes] | Path, label: Label) -> None:
        """All or nothing: what ``content`` raises is raised here, and leaves no object."""
        async with _answering():
            await obstore.put_async(
                self._store,
                key,
                content,
                attributes=label.headers if self.keeps_labels else None,
                chunk_size=PART,
                max_concurrency=AT_ONCE,
            )

    async def open(self, key: str) -> Held | None:
        try:
            async with _answering(), asyncio.timeout(DEADLINE):
                found = await obstore.get_async(self._store, key)
        except FileNotFoundError:
            return None
        return Held(found.meta["size"], aiter(found.stream(min_chunk_size=PIECE)))

    async def reach(self) -> None:
        """Raises Busy or OSError where there is nothing to keep objects in."""
        async with _answering(), asyncio.timeout(DEADLINE):
            await obstore.list_with_delimiter_async(self._store, NOWHERE)

    async def remove(self, key: str) -> None:
        """What is not there is gone already."""
        async with _answering(), asyncio.timeout(DEADLINE):
            with suppress(FileNotFoundError):
                await obstore.delete_async(self._store, key)

    async def older(self, folder: str, age: timedelta) -> AsyncIterator[list[str]]:
        """Keys, by the storage's clock, in portions."""
        last = datetime.now(UTC) - age
        async for portion in obstore.list(self._store, folder, chunk_size=LISTED):
            yield [found["path"] for found in portion if found["last_modified"] < last]

    @abstractmethod
    async def lend_for_upload(
        self, key: str, *, size: int, content_type: str, origin: str
    ) -> Grant: ...

    @abstractmethod
    async def lend(self, key: str, label: Label, *, origin: str) -> Grant:
        """For one download. ``origin`` is where the caller reaches this API."""


class RemoteStorage(Storage):
    """S3 does not count while it takes an upload; whoever confirms one does."""

    keeps_labels = True

    def __init__(self, store: S3Store) -> None:
        super().__init__(store)
        self._signer = store

    async def lend_for_upload(
        self,
        key: str,
        *,
        size: int,  # noqa: ARG002  # a signed address of S3 knows no limit
        content_type: str,
        origin: str,  # noqa: ARG002  # S3 has one of its own
    ) -> Grant:
        url = await self._signed("PUT", key, UPLOAD)
        return Grant("PUT", url, {"Content-Type": content_type}, datetime.now(UTC) + UPLOAD)

    async def lend(
        self,
        key: str,
        label: Label,  # noqa: ARG002  # kept when it was written
        *,
        origin: str,  # noqa: ARG002  # an S3 has an origin of its own
    ) -> Grant:
        url = await self._signed("GET", key, DOWNLOAD)
        return Grant("GET", url, {}, datetime.now(UTC) + DOWNLOAD)

    async def _signed(self, method: Literal["GET", "PUT"], key: str, life: timedelta) -> str:
        async with _answering(), asyncio.timeout(DEADLINE):
            return await obstore.sign_async(self._signer, method, key, life)


@asynccontextmanager
async def _answering() -> AsyncGenerator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except (BaseError, TimeoutError, OSError) as error:
        sentence = "The storage of files is busy or away; try again in a moment"
        raise Busy(sentence, headers={"Retry-After": "5"}) from error
