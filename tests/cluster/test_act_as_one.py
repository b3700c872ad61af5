"""Nobody can tell that behind one address there are two."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest

from tests.cluster.twins import ADA, BOB, LIMIT, Twins
from tests.support.forms import filled

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow]

Answers: TypeAlias = list[httpx.Response]
PAGES = 20
TOKENS = (
    "SELECT count(*) FROM refresh_tokens JOIN users ON users.id = user_id WHERE users.email = $1"
)


async def test_twenty_pages_at_once_renew_the_token_once(twins: Twins) -> None:
    async with twins.browser(ADA) as browser:
        await twins.let_token_end_soon(browser)
        before = await twins.number(TOKENS, ADA)
        for pair in (twins.bffs, twins.backends):
            pair.led.clear()

        pages = await asyncio.gather(*(browser.get("/clients/") for _ in range(PAGES)))

    assert Counter((page.status_code, page.url.path) for page in pages) == {
        (200, "/clients/"): PAGES
    }
    assert await twins.number(TOKENS, ADA) == before + 1
    assert list(twins.bffs.led.values()) == [PAGES // 2] * 2
    assert len(twins.backends.led) == 2


async def test_who_signs_out_at_one_is_out_at_both(twins: Twins) -> None:
    async with twins.browser(ADA) as browser, twins.stranger(twins.stack.site.url) as thief:
        thief.cookies.update(dict(browser.cookies))
        before = [await thief.get("/clients/") for _ in range(2)]
        token = filled(before[0].text, "form[action='/logout/']")

        await browser.post("/logout/", data=token)
        after = [await thief.get("/clients/") for _ in range(4)]

    assert [page.url.path for page in before] == ["/clients/"] * 2
    assert [page.url.path for page in after] == ["/login/"] * 4


async def within_a_minute(burst: Callable[[], Awaitable[Answers]]) -> Answers:
    """One across two would spend some of the next one's limit: then the one after that counts."""
    if left_of_the_minute() < 20:
        await asyncio.sleep(left_of_the_minute())
    while True:
        left = left_of_the_minute()
        answers = await burst()
        if left_of_the_minute() <= left:
            return answers
        await asyncio.sleep(left_of_the_minute())


def left_of_the_minute() -> float:
    return 60 - time.time() % 60


async def test_one_limit_holds_for_both(twins: Twins) -> None:
    twins.backends.led.clear()

    async with twins.program(BOB) as program:
        answers = await within_a_minute(
            lambda: asyncio.gather(
                *(program.get("clients", params={"limit": 1}) for _ in range(2 * LIMIT))
            )
        )

    assert Counter(answer.status_code for answer in answers) == {200: LIMIT, 429: LIMIT}
    assert len(twins.backends.led) == 2


async def test_one_key_makes_one_record_at_both(twins: Twins) -> None:
    async def send(program: httpx.AsyncClient) -> httpx.Response:
        fields = {"name": "Grace Hopper"}
        return await program.post("clients", json=fields, headers={"Idempotency-Key": "once"})

    async with twins.program(ADA) as program:
        answers = await asyncio.gather(*(send(program) for _ in range(10)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await twins.number("SELECT count(*) FROM clients WHERE name = 'Grace Hopper'") == 1
