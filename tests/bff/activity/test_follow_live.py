"""The live stream: each browser hears of what its person may see, once, and never waits long."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from litestar import Litestar
from msgspec.structs import replace
from redis.asyncio import Redis

from backend.accounts import gate
from bff import events
from bff.app import create_app
from bff.gateway.accounts import Role
from bff.redis import connect
from bff.session import Profile, Sessions
from bff.settings import Settings
from tests.bff.activity.stream import PATIENCE, following, tell
from tests.bff.browser import Browser
from tests.bff.conftest import UNHURRIED, SignIn
from tests.bff.wire import Wire
from tests.support.apps import running
from tests.support.people import SignedIn
from tests.support.proxy import proxied
from tests.support.waiting import until

pytestmark = pytest.mark.slow

CHANGES = "/activity/changes/"


@pytest.fixture
async def bff_app(bff_settings: Settings, wire: Wire, redis_url: str) -> AsyncIterator[Litestar]:  # noqa: ARG001  # which empties Redis
    """One of its own, whose heart beats fast: the others' are used to other streams."""
    app = create_app(bff_settings, transport=wire, patience=UNHURRIED, beat=0.05)
    async with running(app) as started:
        await until(lambda: started.state.events.position is not None)
        yield started


@pytest.fixture
async def place(bff_app: Litestar, redis: Redis) -> str:
    """Where a page of now would stand."""
    told = await tell(redis, "client", id="0")
    await until(lambda: str(bff_app.state.events.position) == told)
    return told


async def test_a_change_is_told_by_names_alone(
    bff_app: Litestar, ada: Browser, redis: Redis
) -> None:
    async with following(bff_app, ada) as heard:
        await heard.next("hello")
        await tell(redis, "deal", id="7", by="5", of="client:3")
        change = await heard.change()

    assert change.pop("at").endswith("-0")
    assert change == {"kind": "deal", "id": "7", "verb": "moved", "by": "5", "of": ["client:3"]}


async def test_it_is_neither_packed_nor_held_back_on_its_way(
    bff_app: Litestar, ada: Browser
) -> None:
    async with following(bff_app, ada) as heard:
        await heard.next("beat")

    assert (heard.status, heard.headers["content-type"]) == (
        200,
        "text/event-stream; charset=utf-8",
    )
    assert "content-encoding" not in heard.headers
    assert heard.headers["x-accel-buffering"] == "no"
    assert "no-store" in heard.headers["cache-control"]


@pytest.mark.parametrize("header", [True, False], ids=["Last-Event-ID", "the page's place"])
async def test_it_goes_on_where_it_was_cut_off(
    bff_app: Litestar, ada: Browser, redis: Redis, place: str, header: bool
) -> None:
    for deal in ("1", "2"):
        await tell(redis, "deal", id=deal)

    where = {"last_id": place, "after": "1-0"} if header else {"after": place}
    async with following(bff_app, ada, **where) as heard:
        missed = [await heard.change(), await heard.change()]

    assert [change["id"] for change in missed] == ["1", "2"]


async def test_who_missed_too_much_is_told_to_look_at_everything(
    bff_app: Litestar, ada: Browser, redis: Redis, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "WAITING", 3)
    async with following(bff_app, ada, after=place) as slow:
        await slow.next("beat")
        async with redis.pipeline() as pipeline:
            for _ in range(20):
                pipeline.xadd(events.STREAM, {"topic": "deal.moved", "kind": "deal", "id": "1"})
            last = (await pipeline.execute())[-1].decode()
        told = await slow.next("resync")

    assert told["id"] <= last


async def test_a_place_from_before_what_is_remembered_means_everything(
    bff_app: Litestar, ada: Browser, place: str
) -> None:
    later = f"{int(place.partition('-')[0]) + 60_000}-0"

    async with following(bff_app, ada, last_id=later) as heard:
        told = await heard.next("resync")

    assert told["id"] == place


async def test_what_is_not_for_somebody_does_not_reach_them(
    bff_app: Litestar, at_work: SignIn, redis: Redis
) -> None:
    ann = await at_work(email="ann@foyer.test")

    async with following(bff_app, ann) as heard:
        await heard.next("hello")
        await tell(redis, "deal", id="secret", **{"for": "ADMIN 0192"})
        await tell(redis, "deal", id="open")
        change = await heard.change()

    assert change["id"] == "open"


async def test_an_admin_hears_what_is_for_admins(
    bff_app: Litestar, ada: Browser, api: SignedIn, redis: Redis
) -> None:
    async with following(bff_app, ada) as heard:
        await heard.next("hello")
        await tell(redis, "export", id="of another", **{"for": "0192"})
        await tell(redis, "export", id="mine", **{"for": api.user_id})
        await tell(redis, "deal", id="theirs", **{"for": "ADMIN 0192"})
        told = [await heard.change(), await heard.change()]

    assert [change["id"] for change in told] == ["mine", "theirs"]


async def test_it_ends_with_the_session(bff_app: Litestar, ada: Browser) -> None:
    async with following(bff_app, ada) as heard:
        await heard.next("hello")
        await ada.sign_out()
        await heard.next("bye")
        await heard.end()


async def test_it_ends_with_the_session_however_much_there_is_to_tell(
    bff_app: Litestar, ada: Browser, redis: Redis
) -> None:
    async def chatter() -> None:
        while not heard.has_ended.is_set():  # a cancellation may be lost in Redis' answer
            await tell(redis, "deal", id="7")

    async with asyncio.TaskGroup() as group, following(bff_app, ada) as heard:
        await heard.next("hello")
        group.create_task(chatter())
        await ada.sign_out()
        await heard.next("bye")
        await heard.end()


async def test_it_ends_with_a_session_that_another_device_has_ended(
    bff_app: Litestar, ada: Browser, api: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "FRESH", 0.0)  # what the API believes for four seconds
    async with following(bff_app, ada) as heard:
        await heard.next("hello")
        await api.delete("/api/v1/me/sessions")
        await heard.next("bye")
        await heard.end()


async def test_it_does_not_keep_a_session_awake(
    bff_app: Litestar, ada: Browser, sessions: Sessions, redis: Redis
) -> None:
    (key,) = [key async for key in redis.scan_iter("foyer:session:*")]
    await redis.expire(key, 100)

    async with following(bff_app, ada) as heard:
        await heard.next("beat")
        await heard.next("beat")

        assert await redis.ttl(key) <= 100
    assert await sessions.is_alive(ada.cookie("session"))


async def test_whose_own_account_changed_comes_back_and_is_asked_again(
    bff_app: Litestar, ada: Browser, api: SignedIn, redis: Redis
) -> None:
    async with following(bff_app, ada) as heard:
        await heard.next("hello")
        await tell(redis, "user", id=api.user_id)
        await heard.change()
        await heard.end()


async def test_a_stranger_is_told_not_to_come_back(bff_app: Litestar, guest: Browser) -> None:
    async with following(bff_app, guest) as heard:
        await heard.end()

    assert heard.status == 204
    assert (await guest.open(CHANGES)).status == 204


async def test_a_session_has_only_so_many(
    bff_app: Litestar, ada: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "OF_A_SESSION", 1)
    async with following(bff_app, ada) as first:
        await first.next("hello")
        async with following(bff_app, ada) as second:
            await second.end()
        assert (second.status, second.headers["retry-after"]) == (429, "60")

    async with following(bff_app, ada) as third:
        await third.next("hello")  # the first one's place is free again


async def test_it_comes_through_a_restart_of_redis(
    bff_settings: Settings, ada: Browser, wire: Wire, redis: Redis
) -> None:
    """What came meanwhile nobody knows, so everything is looked at again."""
    async with proxied(bff_settings.redis_url) as (proxy, url):
        settings = replace(bff_settings, redis_url=url)
        app = create_app(settings, transport=wire, patience=UNHURRIED, beat=0.05)
        async with running(app), following(app, ada) as heard:
            await heard.next("beat")
            proxy.shut()
            await asyncio.sleep(0.15)  # longer than the pause before it tries again
            proxy.reopen()
            await heard.next("resync")
            await tell(redis, "deal", id="7")
            change = await heard.change()

    assert change["id"] == "7"


async def test_who_came_before_any_answer_of_redis_looks_at_everything(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As at a start beside a Redis that is away: what was told meanwhile nobody has heard."""
    monkeypatch.setattr(events, "PAUSES", (0.01,))
    ada = Profile(UUID(int=1), "ada@foyer.test", "Ada", Role.ADMIN, "en", "UTC")
    async with proxied(redis_url) as (proxy, url):
        proxy.shut()
        live = events.Events(connect(url, patience=events.BLOCK + 2))
        async with live.running():
            with live.subscription("session", ada) as subscriber:
                proxy.reopen()
                told = await subscriber.take(PATIENCE)

    assert told == [events.Resync(events.START)]


async def test_who_cannot_be_streamed_to_asks(
    bff_app: Litestar, ada: Browser, redis: Redis, place: str
) -> None:
    await tell(redis, "deal", id="7")

    async with following(bff_app, ada, after=place) as heard:
        await heard.change()  # so it has been read
    news = (await ada.open(f"{CHANGES}?after={place}")).response.json()
    nothing = (await ada.open(f"{CHANGES}?after={news['at']}")).response.json()

    assert ([event["id"] for event in news["events"]], news["missed"]) == (["7"], False)
    assert nothing == {"at": news["at"], "events": [], "missed": False}


async def test_a_page_says_where_it_stands(bff_app: Litestar, ada: Browser, redis: Redis) -> None:
    async with following(bff_app, ada) as heard:
        await heard.next("hello")
        await tell(redis, "deal", id="7")
        at = (await heard.change())["at"]

    page = await ada.open("/clients/")

    assert page.one(".shell").attrs["data-live-position"] == at
    assert page.one("#clients").attrs["data-live"] == "client import"
