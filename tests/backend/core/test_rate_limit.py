"""So many requests a minute for each user."""

import pytest
from litestar import Litestar
from msgspec.structs import replace

from backend.app import create_app
from backend.settings import Settings
from tests.support.apps import running
from tests.support.people import People, SignedIn, people_of

ME = "/api/v1/me"
LIMIT = 20


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, rate_limit=LIMIT)


async def ask(person: SignedIn, times: int) -> list[int]:
    return [(await person.get(ME)).status_code for _ in range(times)]


async def test_the_limit_gets_through_and_no_more(api: SignedIn) -> None:
    answers = await ask(api, LIMIT + 5)  # signing in has asked once already

    assert answers == [200] * (LIMIT - 1) + [429] * 6


async def test_two_processes_share_it(
    backend_app: Litestar, settings: Settings, signed_in: People, api: SignedIn
) -> None:
    async with running(create_app(settings)) as other:
        elsewhere = await signed_in.at(other, api.user["email"])
        answers = [
            status for _ in range(LIMIT) for p in (api, elsewhere) for status in await ask(p, 1)
        ]

    assert backend_app is not other
    assert answers.count(200) == LIMIT - 2  # signing in has asked twice


async def test_everybody_has_their_own(api: SignedIn, signed_in: People) -> None:
    await ask(api, LIMIT)

    ann = await signed_in()

    assert await ask(ann, 1) == [200]


async def test_headers_say_how_it_stands(api: SignedIn) -> None:
    answer = await api.get(ME)

    assert answer.headers["ratelimit-limit"] == str(LIMIT)
    assert answer.headers["ratelimit-remaining"] == str(LIMIT - 2)
    assert 0 < int(answer.headers["ratelimit-reset"]) <= 60
    assert "retry-after" not in answer.headers


async def test_too_many_says_when_to_come_back(api: SignedIn) -> None:
    await ask(api, LIMIT)

    answer = await api.get(ME)

    assert answer.headers["content-type"] == "application/problem+json"
    assert 0 < int(answer.headers["retry-after"]) <= 60
    assert answer.headers["ratelimit-remaining"] == "0"


async def test_without_redis_each_process_counts_for_itself(settings: Settings) -> None:
    app = create_app(replace(settings, redis_url="redis://127.0.0.1:1/0"))
    async with running(app), people_of(app) as people:
        api = await people(role="ADMIN")

        assert await ask(api, LIMIT) == [200] * (LIMIT - 1) + [429]


async def test_health_is_never_limited(api: SignedIn) -> None:
    await ask(api, LIMIT)

    assert (await api.get("/healthz")).status_code == 200
