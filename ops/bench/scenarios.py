"""What is measured: the API's ways that matter, and a page in the browser."""

import re
from typing import Literal
from urllib.parse import quote

import httpx
from msgspec import Struct

from ops.bench.stack import EMAIL, Served, Stack
from ops.bench.words import PAGE, SEARCHES

CLIENTS = "/api/v1/clients"


class Scenario(Struct, frozen=True):
    """``probe`` is the same work without the API's comfort, where that can be had."""

    name: str
    server: Literal["api", "bff"]
    request: bytes
    status: int = 200
    probe: bytes | None = None


def scenarios(stack: Stack) -> list[Scenario]:
    """Signs in anew: the five minutes of an access token must outlast what follows."""
    token = _token(stack)
    searches = [
        _read(f"search {name}", f"{CLIENTS}?search={quote(words)}", token, f"/search/{name}")
        for name, words in SEARCHES.items()
    ]
    return [
        _read("list", f"{CLIENTS}?limit={PAGE}", token, "/list"),
        *searches,
        _read("page 2,000", f"{CLIENTS}?cursor={stack.cursor}", token, "/cursor"),
        _read("board", f"/api/v1/deals/board?limit={PAGE}", token),
        Scenario(
            "create", "api", _post(CLIENTS, b'{"name":"Anna Bench"}', token), 201, _get("/create")
        ),
        Scenario("full page", "bff", _get("/clients/", cookie=_cookies(stack))),
    ]


def _read(name: str, path: str, token: str, probe: str | None = None) -> Scenario:
    request = _get(path, authorization=f"Bearer {token}")
    return Scenario(name, "api", request, probe=_get(probe) if probe else None)


def _get(path: str, **headers: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "host: localhost"]
    lines += [f"{name}: {text}" for name, text in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _post(path: str, body: bytes, token: str) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _token(stack: Stack) -> str:
    answer = httpx.post(
        f"{_url(stack.api)}/api/v1/auth/login", json={"email": EMAIL, "password": stack.password}
    )
    return str(answer.raise_for_status().json()["access_token"])


def _cookies(stack: Stack) -> str:
    """Signs in as a browser does."""
    origin = _url(stack.bff)
    with httpx.Client(base_url=origin, headers={"Origin": origin}) as browser:
        form = browser.get("/login/").raise_for_status().text
        (token,) = set(re.findall(r'name="csrf_token" value="([^"]+)"', form))
        fields = {"csrf_token": token, "email": EMAIL, "password": stack.password, "next": "/"}
        answer = browser.post("/login/", data=fields)
        if not answer.is_redirect:
            answer.raise_for_status()
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies.jar)


def _url(served: Served) -> str:
    return f"http://localhost:{served.port}"
