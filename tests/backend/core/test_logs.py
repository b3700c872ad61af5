"""What a real process writes: one JSON line a request, and never a secret."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any, NamedTuple

import httpx
import msgspec
import pytest

from backend.core.logs import HIDDEN, redact
from backend.settings import ENVIRONMENT_NAMES, Settings
from ops.local.ports import unused_port
from tests.support.people import LOGIN, People

pytestmark = pytest.mark.slow

CANARY = "canary-7f3a9c"
Line = dict[str, Any]


class Server(NamedTuple):
    url: str
    process: asyncio.subprocess.Process

    async def stop(self) -> str:
        """All that it wrote."""
        if self.process.returncode is None:
            self.process.terminate()
        output, _ = await self.process.communicate()
        return output.decode()


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[Server]:
    """``uvicorn backend.asgi:app`` with its output in our hands."""
    told = {ENVIRONMENT_NAMES[n]: str(v) for n, v in msgspec.structs.asdict(settings).items()}
    port = unused_port()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "uvicorn", "backend.asgi:app", "--port", str(port)),
        *("--no-access-log", "--log-level", "warning"),
        env={**os.environ, **told},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    running = Server(f"http://127.0.0.1:{port}", process)
    try:
        async with httpx.AsyncClient(timeout=60) as client, asyncio.timeout(110):
            while True:
                with suppress(httpx.TransportError):
                    if (await client.get(f"{running.url}/healthz")).status_code == 200:
                        break
                assert process.returncode is None, await running.stop()
                await asyncio.sleep(0.05)
        yield running
    finally:
        await running.stop()


def lines_of(output: str) -> list[Line]:
    return [msgspec.json.decode(line) for line in output.rstrip("\n").split("\n")]


async def test_each_request_is_one_line_of_json(server: Server) -> None:
    async with httpx.AsyncClient(base_url=server.url, timeout=60) as client:
        headers = {"X-Request-ID": "one-of-ours-1"}
        await client.get("/api/v1/clients", params={"search": "x"}, headers=headers)

    lines = lines_of(await server.stop())

    (line,) = [line for line in lines if line.get("request_id") == "one-of-ours-1"]
    shown = {name: line[name] for name in ("event", "method", "path", "route", "status", "level")}
    assert shown == {
        "event": "request",
        "method": "GET",
        "path": "/api/v1/clients",
        "route": "/api/v1/clients",
        "status": 401,
        "level": "info",
    }


async def test_no_secret_is_written(server: Server, signed_in: People) -> None:
    ann = await signed_in()
    token, refresh = ann.tokens["access_token"], ann.tokens["refresh_token"]
    async with httpx.AsyncClient(base_url=server.url, timeout=60) as client:
        sent: list[httpx.Response] = [
            await client.post(LOGIN, json={"email": "a@b.cd", "password": f"{CANARY}-password"}),
            await client.post(LOGIN, json={"email": "a@b.cd", "pasword": f"{CANARY}-typo"}),
            await client.post(LOGIN, content=f'{{"password":"{CANARY}-broken'),
            await client.post("/api/v1/auth/refresh", json={"refresh_token": f"{CANARY}-refresh"}),
            await client.post("/api/v1/auth/refresh", json={"refresh_token": refresh}),
            await client.get("/api/v1/me", headers={"Authorization": f"Bearer {CANARY}-bearer"}),
            await client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}),
            await client.get("/api/v1/me", headers={"Cookie": f"session={CANARY}-cookie"}),
            await client.get("/api/v1/clients", params={"token": f"{CANARY}-query"}),
            await client.get("/healthz", params={"x": f"{CANARY}-query"}),
        ]

    output = await server.stop()

    assert [answer.status_code for answer in sent][-4:] == [200, 401, 400, 400]
    for secret in (CANARY, token, refresh, "k" * 32, "b" * 32):
        assert secret not in output
    for answer in sent:
        assert CANARY not in answer.text.replace(f"{CANARY}-typo", "")


async def test_what_a_stranger_sends_cannot_forge_a_line(server: Server) -> None:
    async with httpx.AsyncClient(base_url=server.url, timeout=60) as client:
        for path in ("/%0a{%22event%22:%22forged%22}", "/%1b[31mred", "/%e2%80%a8x"):
            await client.get(httpx.URL(f"{server.url}{path}"))
        await client.get("/x", headers={"X-Request-ID": '","event":"forged","x":"'})

    lines = lines_of(await server.stop())

    assert "forged" not in {line["event"] for line in lines}
    assert not any("\x1b" in str(line["path"]) for line in lines if "path" in line)


def test_secrets_are_hidden_at_any_depth() -> None:
    event = {
        "event": "x",
        "password": "p",
        "Authorization": "Bearer p",
        "headers": {"set-cookie": "p", "more": {"api_key": "p", "plain": "shown"}},
        "refresh_token": "p",
    }

    hidden = redact(None, "info", event)

    assert "p" not in msgspec.json.decode(msgspec.json.encode(list(_leaves(hidden))))
    assert hidden["headers"]["more"] == {"api_key": HIDDEN, "plain": "shown"}


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in _leaves(inner)]
    return [value]
