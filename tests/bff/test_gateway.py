"""The gateway against a server that is slow, silent, cut off or talking nonsense."""

import asyncio
import io
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import UUID

import httpx
import pytest
from structlog.testing import capture_logs

from bff.gateway.client import Backend, Caller, Gateway, Patience, Stored, View
from bff.gateway.http import http_client
from bff.gateway.problems import Away, Refused
from bff.gateway.transfer import Content
from tests.bff.wire import Wire

Reply = Callable[[asyncio.StreamWriter], Awaitable[None]]


class Answer(View):
    name: str


class NoAnswers:
    """Forgets every answer, but remembers the questions."""

    def __init__(self) -> None:
        self.kept: list[tuple[UUID, str, bytes]] = []
        self.missed: list[tuple[UUID, str]] = []

    def keep(self, user_id: UUID, question: str, content: bytes) -> None:
        self.kept.append((user_id, question, content))

    async def last(self, user_id: UUID, question: str) -> Stored | None:
        self.missed.append((user_id, question))
        return None


class Server:
    """Answers each request with the next reply; the last one repeats."""

    def __init__(self, *replies: Reply) -> None:
        self._replies = list(replies)
        self.requests: list[bytes] = []

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                self.requests.append(head)
                reply = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
                await reply(writer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


def answering(status: str, body: bytes) -> Reply:
    async def reply(writer: asyncio.StreamWriter) -> None:
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)

    return reply


good = answering("200 OK", b'{"name": "Ada"}')
broken = answering("500 Internal Server Error", b"oops")
nonsense = answering("200 OK", b'{"name": "Ad')


async def cut_short(writer: asyncio.StreamWriter) -> None:
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"name": "Ada"}')
    await writer.drain()
    writer.transport.abort()


async def hang_up(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def silence(_: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


async def drip(writer: asyncio.StreamWriter) -> None:
    """Each byte comes in time; all of them never do."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(1000):
        writer.write(b" ")
        await asyncio.sleep(0.05)


async def not_http(writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 mail.example ESMTP\r\n\r\n")
    writer.close()


@asynccontextmanager
async def listening(server: Server) -> AsyncGenerator[str]:
    """Its address."""
    socket = await asyncio.start_server(server, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{socket.sockets[0].getsockname()[1]}"
    socket.close()


@asynccontextmanager
async def gateway_to(
    server: Server, answers: NoAnswers | None = None, patience: Patience | None = None
) -> AsyncGenerator[Gateway]:
    async with listening(server) as url, http_client(url) as wire:
        known = answers or NoAnswers()
        yield Gateway(wire, bff_key="b" * 32, answers=known, patience=patience or UNHURRIED)


# Of these tests none is of time, but for one: a machine may stand still for seconds.
UNHURRIED = Patience(one_try=20, read=40, write=40)


def reader(number: int = 1) -> Caller:
    return Caller("203.0.113.7", "request-0001", UUID(int=number))


@asynccontextmanager
async def backend_at(server: Server, answers: NoAnswers | None = None) -> AsyncGenerator[Backend]:
    async with gateway_to(server, answers) as gateway:
        yield gateway.on_behalf_of(reader())


@pytest.mark.parametrize("fault", [broken, cut_short, hang_up, not_http])
async def test_a_read_that_fails_twice_is_asked_a_third_time(fault: Reply) -> None:
    server = Server(fault, fault, good)

    async with backend_at(server) as backend:
        answer = await backend.get("x", Answer)

    assert answer.name == "Ada"
    assert len(server.requests) == 3


@pytest.mark.parametrize("fault", [broken, cut_short, hang_up, not_http, nonsense])
async def test_a_read_that_always_fails_is_away_and_nothing_is_kept(fault: Reply) -> None:
    kept = NoAnswers()

    async with backend_at(Server(fault), kept) as backend:
        with pytest.raises(Away):
            await backend.get("x", Answer)

    assert kept.kept == []


@pytest.mark.parametrize("fault", [silence, drip])
async def test_a_silent_or_dripping_server_costs_no_more_than_the_budget(fault: Reply) -> None:
    async with gateway_to(Server(fault), patience=Patience(read=0.5)) as gateway:
        backend = gateway.on_behalf_of(reader())
        started = time.monotonic()
        with pytest.raises(Away):
            await backend.get("x", Answer)

    assert time.monotonic() - started < 20  # either would take longer than that


@pytest.mark.parametrize("fault", [broken, cut_short, hang_up])
async def test_a_write_without_a_key_is_sent_once(fault: Reply) -> None:
    server = Server(fault, good)

    async with backend_at(server) as backend:
        with pytest.raises(Away):
            await backend.post("x", Answer)

    assert len(server.requests) == 1


@pytest.mark.parametrize("fault", [broken, cut_short, hang_up])
async def test_a_write_with_a_key_is_repeated_under_it(fault: Reply) -> None:
    server = Server(fault, good)

    async with backend_at(server) as backend:
        answer = await backend.post("x", Answer, key="key-0001")

    assert answer.name == "Ada"
    assert len(server.requests) == 2
    assert all(b"idempotency-key: key-0001" in head.lower() for head in server.requests)


async def test_whoever_is_not_there_may_be_asked_again_for_anything() -> None:
    """Nothing was sent, so a write without a key is safe to send once more."""
    wire = Wire()
    wire.lead_to(httpx.MockTransport(lambda _: httpx.Response(200, json={"name": "Ada"})))

    async def miss_once(request: httpx.Request) -> None:
        if len(wire.calls) == 1:
            raise httpx.ConnectError("nobody is there", request=request)

    wire.before = miss_once
    async with http_client("http://api.test", transport=wire) as http:
        gateway = Gateway(http, bff_key="b" * 32, answers=NoAnswers(), patience=UNHURRIED)

        answer = await gateway.on_behalf_of(reader()).post("x", Answer)

    assert (answer.name, wire.calls) == ("Ada", ["POST /x"] * 2)


async def test_who_is_never_there_is_away() -> None:
    gone = await asyncio.start_server(Server(good), "127.0.0.1", 0)
    port = gone.sockets[0].getsockname()[1]
    gone.close()
    await gone.wait_closed()
    async with http_client(f"http://127.0.0.1:{port}") as wire:
        gateway = Gateway(wire, bff_key="b" * 32, answers=NoAnswers(), patience=UNHURRIED)

        with pytest.raises(Away):
            await gateway.on_behalf_of(reader()).post("x", Answer)


async def test_a_refusal_is_not_asked_again_and_says_what_was_wrong() -> None:
    problem = b'{"title":"No","detail":"Not so","errors":[{"pointer":"/name","detail":"Bad"}]}'
    server = Server(answering("400 Bad Request", problem))

    async with backend_at(server) as backend:
        with pytest.raises(Refused) as raised:
            await backend.get("x", Answer)

    assert raised.value.status == 400
    assert raised.value.problem.errors[0].field == "name"
    assert len(server.requests) == 1


async def test_a_refusal_in_no_known_words_is_still_a_refusal() -> None:
    async with backend_at(Server(answering("418 I am a teapot", b"<html>"))) as backend:
        with pytest.raises(Refused) as raised:
            await backend.get("x", Answer)

    assert raised.value.status == 418


async def test_one_question_has_one_place_in_the_store() -> None:
    answers = NoAnswers()

    async with backend_at(Server(good), answers) as backend:
        await backend.get("x", Answer, b="2", a="1")
        await backend.get("x", Answer, a="1", b="2", c=None)

    assert [question for _, question, _ in answers.kept] == ["x?a=1&b=2"] * 2


@pytest.mark.parametrize("fault", [broken, hang_up, not_http])
async def test_the_signature_of_a_lent_address_is_told_to_nobody(fault: Reply) -> None:
    async with listening(Server(fault)) as storage, backend_at(Server(good)) as backend:
        lent = f"{storage}/objects/x?signature=secret"
        with capture_logs() as logged, pytest.raises(Away) as raised:
            await backend.store(lent, Content(io.BytesIO(b"Ada"), 3), {})

    assert "/objects/x" in repr(logged)
    assert "secret" not in f"{logged!r} {raised.value!r} {raised.value.__cause__!r}"
