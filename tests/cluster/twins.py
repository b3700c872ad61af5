"""What comes to the two addresses: browsers, programs, and looks behind them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx

from bff.gateway.accounts import TokenPair
from bff.redis import connect
from bff.seal import Sealer
from bff.session import Sessions
from tests.support.forms import filled
from tests.support.people import PASSWORD
from tests.support.proxy import Proxy
from tests.support.stack import Stack

ADA, BOB = "ada@foyer.test", "bob@foyer.test"
LIMIT = 119  # requests a minute; from 120 on a process keeps some for itself
# A new connection for each request, so that requests take turns at the two processes.
BY_TURNS = httpx.Limits(max_connections=20, max_keepalive_connections=0)


@dataclass(frozen=True)
class Twins:
    stack: Stack
    bffs: Proxy
    backends: Proxy

    def stranger(self, url: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=url,
            headers={"Origin": url},
            follow_redirects=True,
            limits=BY_TURNS,
            timeout=60,
        )

    @asynccontextmanager
    async def browser(self, email: str) -> AsyncGenerator[httpx.AsyncClient]:
        async with self.stranger(self.stack.site.url) as client:
            page = await client.get("/login/")
            fields = filled(page.text, "form[action='/login/']", email=email, password=PASSWORD)
            page = await client.post("/login/", data=fields)
            assert page.url.path == "/dashboard/", page.text
            yield client

    @asynccontextmanager
    async def program(self, email: str) -> AsyncGenerator[httpx.AsyncClient]:
        async with self.stranger(f"{self.stack.site.api_url}/api/v1") as client:
            answer = await client.post("auth/login", json={"email": email, "password": PASSWORD})
            assert answer.status_code == 200, answer.text
            client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
            yield client

    async def let_token_end_soon(self, browser: httpx.AsyncClient) -> None:
        """As if four minutes and a half had gone by."""
        async with connect(self.stack.site.redis_url) as redis:
            sessions = Sessions(redis, Sealer(self.stack.bff_secret))
            session = await sessions.find(browser.cookies[f"local-{self.bffs.port}-session"])
            assert session
            assert session.access
            pair = TokenPair(session.access.token, 30, session.refresh_token)
            await sessions.renew(session, pair)

    async def number(self, query: str, *values: object) -> Any:
        connection = await asyncpg.connect(self.stack.site.database_url)
        try:
            return await connection.fetchval(query, *values)
        finally:
            await connection.close()
