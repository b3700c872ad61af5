"""Objects on a local disk, and the two open routes that take and give them by signature."""

import asyncio
import hmac
import os
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, get, put
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Stream
from obstore.store import LocalStore

from backend.core.answers import PROBLEMS, TakesBytes
from backend.core.refusals import Busy, Forbidden, Invalid, NotFound
from backend.core.storage import DOWNLOAD, UPLOAD, Grant, Label, Storage

PATH = "/files"
SECONDS = 300.0  # for a whole upload: nobody holds a file open longer
Expires = Annotated[int, QueryParameter(ge=0, le=2**53, description="Unix time")]
Size = Annotated[int, QueryParameter(ge=1, le=2**53, description="As it was announced")]
Signature = Annotated[str, QueryParameter(pattern=r"^[0-9a-f]{64}$(?!\n)")]
UNTOLD = Label("file", "application/octet-stream")  # a disk keeps bytes alone


class LocalStorage(Storage):
    """Signs its own addresses: an HMAC over method, key, expiry, and size or label."""

    keeps_labels = False

    def __init__(self, folder: Path, *, secret: str) -> None:
        super().__init__(LocalStore(folder, mkdir=True))
        self._folder = folder
        self._secret = hmac.digest(secret.encode(), b"foyer:files", "sha256")

    async def reach(self) -> None:
        if not await asyncio.to_thread(os.access, self._folder, os.R_OK | os.W_OK | os.X_OK):
            raise Busy("The folder of files is not there, or not ours to write")

    async def lend_for_upload(
        self, key: str, *, size: int, content_type: str, origin: str
    ) -> Grant:
        expires = _in(UPLOAD)
        signature = self._sign("PUT", key, expires, size)
        url = self._url(origin, key, expires=expires, size=size, signature=signature)
        return Grant(
            "PUT", url, {"Content-Type": content_type}, datetime.fromtimestamp(expires, UTC)
        )

    async def lend(self, key: str, label: Label, *, origin: str) -> Grant:
        expires = _in(DOWNLOAD)
        signature = self._sign("GET", key, expires, label.file_name, label.content_type)
        named = {"name": label.file_name, "type": label.content_type}
        url = self._url(origin, key, expires=expires, **named, signature=signature)
        return Grant("GET", url, {}, datetime.fromtimestamp(expires, UTC))

    async def take(
        self, key: str, pieces: AsyncIterator[bytes], *, expires: int, size: int, signature: str
    ) -> None:
        self._require(signature, "PUT", key, expires, size)
        async with asyncio.timeout(SECONDS):
            await self.write(key, _counted(pieces, size), UNTOLD)

    async def give(self, key: str, label: Label, *, expires: int, signature: str) -> Stream:
        self._require(signature, "GET", key, expires, label.file_name, label.content_type)
        held = await self.open(key)
        if held is None:
            raise NotFound("This file is gone")
        headers = label.headers | {
            "Content-Length": str(held.size),
            "Content-Security-Policy": "sandbox; default-src 'none'",
        }
        return Stream(held.pieces, headers=headers, media_type=label.content_type)

    async def forget_drafts(self, age: timedelta) -> None:
        """What a killed process was writing: obstore calls it ``KEY#1`` and never lists it."""
        await asyncio.to_thread(_remove_drafts, self._folder, time.time() - age.total_seconds())

    def _require(self, signature: str, *signed: str | int) -> None:
        expires = signed[2]
        good = hmac.compare_digest(self._sign(*signed).encode(), signature.encode())
        if not good or int(expires) <= time.time():
            raise Forbidden("This address is not good, or not any more; ask for a new one")

    def _sign(self, *signed: str | int) -> str:
        return hmac.new(self._secret, msgspec.json.encode(signed), "sha256").hexdigest()

    def _url(self, origin: str, key: str, **query: str | int) -> str:
        return f"{origin.rstrip('/')}{PATH}/{key}?{urlencode(query)}"


@put(
    "/{folder:str}/{token:str}",
    public=True,
    operation_id="upload_object",
    operation_class=TakesBytes,
    status_code=204,
    request_max_body_size=None,  # counted by what was announced
    responses={status: PROBLEMS[status] for status in (403, 404, 413)},
)
async def take_object(
    request: Request[Any, Any, State],
    state: State,
    folder: FromPath[str],
    token: FromPath[str],
    expires: Expires,
    size: Size,
    signature: Signature,
) -> None:
    """Takes the bytes as they are, at most as many as were announced."""
    await _disk(state).take(
        f"{folder}/{token}", request.stream(), expires=expires, size=size, signature=signature
    )


@get(
    "/{folder:str}/{token:str}",
    public=True,
    operation_id="download_object",
    media_type=UNTOLD.content_type,
    responses={status: PROBLEMS[status] for status in (403, 404)},
)
async def give_object(
    state: State,
    folder: FromPath[str],
    token: FromPath[str],
    expires: Expires,
    name: FromQuery[str],
    type: FromQuery[str],  # the parameter's name in the address
    signature: Signature,
) -> Stream:
    return await _disk(state).give(
        f"{folder}/{token}", Label(name, type), expires=expires, signature=signature
    )


def _disk(state: State) -> LocalStorage:
    if not isinstance(state.storage, LocalStorage):
        raise NotFound("The files of this instance are elsewhere")
    return state.storage


def _in(life: timedelta) -> int:
    return int(time.time() + life.total_seconds())


async def _counted(pieces: AsyncIterator[bytes], size: int) -> AsyncIterator[bytes]:
    """Raises where more comes than was announced, and where the sender is cut off."""
    received = 0
    try:
        async for piece in pieces:
            received += len(piece)
            if received > size:
                raise RequestEntityTooLarge
            if piece:
                yield piece
    except HTTPException as error:
        if error.status_code >= 500:  # Litestar's word for a client that went away
            raise Invalid("The upload was cut off") from error
        raise


def _remove_drafts(folder: Path, before: float) -> None:
    for path in folder.rglob("*#*"):
        if path.is_file() and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
