"""Talks to the backend. Everything the pages know about it comes through here."""

import asyncio
import hashlib
import hmac
import random
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Final, Protocol, TypeVar
from uuid import UUID

import aiohttp
import httpx
import msgspec
import structlog
from msgspec import Struct

from bff.gateway.calls import Call, encoded, if_match, query
from bff.gateway.http import Http
from bff.gateway.problems import Away, Problem, Refused, refusal_of
from bff.gateway.transfer import Content, Download, Haste, Places, Upload, download_of
from bff.metrics import CALLS_FAILED
from bff.traces import TRACEPARENT, span
from bff.troubles import note

T = TypeVar("T")

API: Final = "/api/v1/"
TRIES: Final = 3
SOON: Final = "10"  # seconds
UNREACHABLE: Final = (httpx.HTTPError, aiohttp.ClientError, OSError)

log = structlog.get_logger()


class View(Struct):
    """What a page reads from an answer: unknown fields are ignored on purpose."""


class Patience(Struct, frozen=True):
    """Seconds: for one try where another is allowed, and for all tries of a call together."""

    one_try: float = 1.2
    read: float = 2.5
    write: float = 8.0
    upload: float = 60.0
    first_pause: float = 0.05
    download: Haste = Haste()


class Stored(Struct, frozen=True):
    content: bytes
    as_of: datetime


class Answers(Protocol):
    """The last good answers, one shelf per user."""

    def keep(self, user_id: UUID, question: str, content: bytes) -> None: ...

    async def last(self, user_id: UUID, question: str) -> Stored | None: ...


class Token(Protocol):
    """The caller's access token, renewed if need be or if the one given was ``refused``.

    Raises SignedOut or Away.
    """

    async def __call__(self, *, refused: str | None = None) -> str: ...


class Caller(Struct, frozen=True):
    """For whom we ask; ``agent`` is what their browser calls itself."""

    address: str
    request_id: str
    user_id: UUID | None = None
    token: Token | None = None
    agent: str = ""


class Gateway:
    """One for each process."""

    def __init__(
        self,
        http: Http,
        *,
        bff_key: str,
        answers: Answers,
        patience: Patience | None = None,
    ) -> None:
        self._http = http
        self.patience = patience or Patience()
        self._key = bff_key.encode()
        self.answers = answers
        self.places = Places()

    def on_behalf_of(self, caller: Caller) -> "Backend":
        return Backend(self, caller)

    async def send(self, call: Call, caller: Caller) -> httpx.Response:
        """Raises Away when the budget or the tries are used up."""
        headers = {**call.headers, **self._identity(caller)}
        if caller.token is None:
            return await self._in_time(call, headers)
        token = await caller.token()
        response = await self._in_time(call, headers | bearing(token))
        if response.status_code != 401:
            return response
        # Nothing was done. A new token heals a changed key; a revoked session cannot get one.
        token = await caller.token(refused=token)
        return await self._in_time(call, headers | bearing(token))

    async def _in_time(self, call: Call, headers: dict[str, str]) -> httpx.Response:
        budget = self.patience.read if call.method == "GET" else self.patience.write
        budget = self.patience.upload if isinstance(call.body, Content | Upload) else budget
        try:
            async with asyncio.timeout(budget):
                return await self._try(call, headers)
        except TimeoutError as error:
            raise given_up(call, f"no answer in {budget} s") from error

    async def fetch(self, call: Call) -> httpx.Response:
        """Of a lent address, which needs nobody's name."""
        return await self._in_time(call, {})

    async def is_ready(self) -> bool:
        """Alive, and able to serve."""
        try:
            async with asyncio.timeout(self.patience.one_try):
                return (await self._http.send("GET", "/readyz")).is_success
        except (*UNREACHABLE, TimeoutError):
            return False

    async def _try(self, call: Call, headers: dict[str, str]) -> httpx.Response:
        for attempt in range(TRIES):
            if attempt:
                await asyncio.sleep(self._pause_before(attempt))
            try:
                async with asyncio.timeout(self.patience.one_try if call.is_repeatable else None):
                    response = await self._once(call, headers)
                if response.status_code < 500:
                    return response
                cause = str(response.status_code)
            except (*UNREACHABLE, TimeoutError) as error:
                cause = type(error).__name__  # its text may hold the address
                if isinstance(error, httpx.ConnectError):
                    continue  # nothing was sent, so anything may be sent again
            log.warning("backend_failed", call=call.name, cause=cause)
            if not call.is_repeatable:
                break
        raise given_up(call, "it failed")

    def _pause_before(self, attempt: int) -> float:
        """Longer each time, and never the same for two callers."""
        jitter = random.uniform(0.5, 1.5)  # noqa: S311  # no secret
        return self.patience.first_pause * 2.0**attempt * jitter

    async def _once(self, call: Call, headers: dict[str, str]) -> httpx.Response:
        with span(call.name, "client", {"http.request.method": call.method}) as seen:
            response = await self._http.send(
                call.method,
                call.address if "://" in call.address else API + call.address,
                content=call.body,
                headers=headers | {"traceparent": TRACEPARENT.get()},
                is_streamed=call.is_streamed,
            )
            seen.tell(call.name, {"http.response.status_code": response.status_code})
            return response

    def _identity(self, caller: Caller) -> dict[str, str]:
        """Lets the backend limit sign-ins per browser and not per web front."""
        now = str(int(time.time()))
        signed = hmac.new(self._key, f"{caller.address}|{now}".encode(), hashlib.sha256)
        return {
            "X-Request-ID": caller.request_id,
            "X-Forwarded-For": caller.address,
            "X-BFF-User-Agent": caller.agent,
            "X-BFF-Timestamp": now,
            "X-BFF-Signature": signed.hexdigest(),
        }


class Backend:
    """The backend, asked for one person during one request."""

    def __init__(self, gateway: Gateway, caller: Caller, *, deadline: float | None = None) -> None:
        self._gateway = gateway
        self._deadline = deadline
        self.caller = caller
        self.as_of: datetime | None = None  # when the oldest stored answer on this page was fresh

    def apart(self, deadline: float) -> "Backend":
        """For a part of the page with an age of its own, that waits only so many seconds."""
        return Backend(self._gateway, self.caller, deadline=deadline)

    async def get(self, path: str, into: type[T], **params: str | int | bool | UUID | None) -> T:
        """The answer, or the last good one while the backend is away."""
        call = Call("GET", path, params=query(params), is_repeatable=True)
        try:
            async with asyncio.timeout(self._deadline):
                content, answer = await self._read(call, into)
        except (Away, TimeoutError):
            return await self._stored(call, into)
        if self.caller.user_id:
            self._gateway.answers.keep(self.caller.user_id, call.question, content)
        return answer

    async def post(
        self,
        path: str,
        into: type[T],
        body: object = None,
        *,
        key: str | None = None,
        version: int | None = None,
        is_repeatable: bool = False,
    ) -> T:
        """With a ``key``, one for each rendered form, it is done once however often it is sent.

        An `Upload` takes its time, so it is not sent again unasked.
        """
        headers = ({"Idempotency-Key": key} if key else {}) | if_match(version)
        repeatable = (is_repeatable or key is not None) and not isinstance(body, Upload)
        call = Call("POST", path, body=encoded(body), headers=headers, is_repeatable=repeatable)
        return (await self._read(call, into))[1]

    async def patch(self, path: str, into: type[T], body: object, *, version: int) -> T:
        call = Call("PATCH", path, body=encoded(body), headers=if_match(version))
        return (await self._read(call, into))[1]

    async def delete(self, path: str, *, version: int | None = None) -> None:
        await self._answer(Call("DELETE", path, headers=if_match(version)))

    async def store(self, url: str, content: Content, headers: Mapping[str, str]) -> None:
        """At an address that the backend has lent, which needs nobody's name."""
        call = Call("PUT", url, body=content, headers=dict(headers))
        response = await self._gateway.fetch(call)
        if not response.is_success:
            raise refusal_of(response)

    async def raw(self, path: str, *, headers: dict[str, str]) -> bytes:
        """For what is no JSON and belongs to nobody who is signed in; never a stored answer."""
        return await self._answer(Call("GET", path, headers=headers, is_repeatable=True))

    async def download(self, path: str) -> Download:
        """A file, piece by piece, from wherever the backend says that it is kept.

        Only a few at once for each reader.
        """
        place = self._gateway.places.take(self.caller.user_id)
        if place is None:
            raise Refused(429, Problem("Too many downloads"), retry_after=SOON)
        response = await self._gateway.send(Call("GET", path, is_streamed=True), self.caller)
        if response.has_redirect_location:
            await response.aclose()
            lent = Call("GET", response.headers["Location"], is_streamed=True)
            response = await self._gateway.fetch(lent)
        if response.is_success:
            return download_of(response, place, self._gateway.patience.download)
        await response.aread()
        await response.aclose()
        raise refusal_of(response)

    async def _read(self, call: Call, into: type[T]) -> tuple[bytes, T]:
        content = await self._answer(call)
        try:
            return content, msgspec.json.decode(content or b"null", type=into)
        except msgspec.DecodeError as error:
            log.exception("backend_answer_unreadable", call=call.name)
            raise Away(f"unreadable answer to {call.name}") from error

    async def _answer(self, call: Call) -> bytes:
        response = await self._gateway.send(call, self.caller)
        if response.is_success:
            return response.content
        raise refusal_of(response)

    async def _stored(self, call: Call, into: type[T]) -> T:
        user_id = self.caller.user_id
        stored = await self._gateway.answers.last(user_id, call.question) if user_id else None
        if stored is None:
            raise Away(f"nothing stored for {call.name}")
        self.as_of = min(self.as_of or stored.as_of, stored.as_of)
        return msgspec.json.decode(stored.content, type=into)


def given_up(call: Call, why: str) -> Away:
    if "://" not in call.address:  # a lent address is the storage's
        CALLS_FAILED.inc()
        note("away")
    return Away(f"{call.name}: {why}")


def bearing(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
