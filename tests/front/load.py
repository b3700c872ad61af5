"""People who read and write without a pause while programs are started anew."""

import asyncio
import os
import time
from collections import Counter
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from tests.front.house import House
from tests.support.forms import filled

PEOPLE = int(os.environ.get("ROLLING_PEOPLE", "3"))
ROUNDS = int(os.environ.get("ROLLING_ROUNDS", "0"))
PAUSE = 0.1  # seconds between two requests of somebody: nobody clicks faster
PATIENCE = 1800  # seconds, whatever happens


@dataclass
class Load:
    """What people did while it went on, and what became of it."""

    house: House
    answers: Counter[str] = field(default_factory=Counter)
    made: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    slowest: float = 0.0
    found: int = 0
    is_over: bool = False

    async def browse(self, browser: httpx.AsyncClient) -> None:
        """Reads lists, and adds a client by the form."""
        while not self.is_over:
            await self._do(browser, "GET", "/clients/")
            page = await self._do(browser, "GET", "/clients/new/")
            name = f"By form {uuid4()}"
            form = filled(page.text, "form[action='/clients/new/']", name=name)
            await self._do(browser, "POST", "/clients/new/", data=form)
            self.made.append(name)

    async def call(self, program: httpx.AsyncClient) -> None:
        while not self.is_over:
            name = f"By API {uuid4()}"
            await self._do(program, "POST", "/api/v1/clients", json={"name": name})
            self.made.append(name)
            await self._do(program, "GET", "/api/v1/clients?limit=20")

    async def _do(
        self, client: httpx.AsyncClient, method: str, path: str, **options: Any
    ) -> httpx.Response:
        await asyncio.sleep(PAUSE)
        started = time.monotonic()
        try:
            answer = await client.request(method, path, **options)
        except httpx.HTTPError as error:
            self.failed.append(f"{method} {path}: {error!r}")
            raise
        self.slowest = max(self.slowest, time.monotonic() - started)
        self.answers[f"{method} {path.partition('?')[0]} {answer.status_code}"] += 1
        if answer.status_code >= 400 or "cloud-off" in answer.text:
            self.failed.append(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
        return answer

    async def _people(self) -> None:
        """Signs in once, then comes back as many, each from an address of their own."""
        async with (
            self.house.browser() as first,
            self.house.program() as caller,
            AsyncExitStack() as stack,
        ):
            # A drill takes longer than a token of a sign-in is good for.
            body = {"name": "Rolling", "scopes": ["write"]}
            secret = (await caller.post("/api/v1/tokens", json=body)).json()["secret"]
            caller.headers["Authorization"] = f"Bearer {secret}"
            people = []
            for number in range(1, PEOPLE + 1):
                browser = self.house.stranger(
                    address=f"127.0.1.{number}", cookies=first.cookies, follow_redirects=True
                )
                program = self.house.stranger(address=f"127.0.2.{number}")
                program.headers["Authorization"] = f"Bearer {secret}"
                people.append(self.browse(await stack.enter_async_context(browser)))
                people.append(self.call(await stack.enter_async_context(program)))
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*people)
            found = await caller.get("/api/v1/clients?limit=1&search=By&count=exact")
            self.found = found.json()["total"]

    @contextmanager
    def going_on(self) -> Generator[None]:
        """In a thread: programs are started in the main one, with which they end."""
        with ThreadPoolExecutor(1) as thread:
            ended = thread.submit(asyncio.run, self._people())
            try:
                time.sleep(1)
                yield
            finally:
                self.is_over = True
                ended.result()
