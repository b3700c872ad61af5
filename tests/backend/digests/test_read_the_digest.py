"""How things stand, told once a day to those who want it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from backend.core.db import Database, connect
from backend.digests import service
from backend.settings import Settings
from tests.support.builders import inbox_of, make_client, make_deal, make_task
from tests.support.nights import NIGHTS, moments_round
from tests.support.people import Json, People, SignedIn

Tell = Callable[..., Awaitable[int]]
SETTINGS = "/api/v1/notifications/settings"
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
async def connection(settings: Settings) -> AsyncIterator[Database]:
    async with connect(settings.database_url, pool_size=4) as connected:
        yield connected


@pytest.fixture
def tell(connection: Database) -> Tell:
    async def nobody() -> None: ...

    async def look(now: datetime, *, everyone_sees_all: bool = True) -> int:
        return await service.tell_digests(
            connection, nobody, everyone_sees_all=everyone_sees_all, now=now
        )

    return look


@pytest.fixture
async def ann(signed_in: People) -> SignedIn:
    return await wanting(await signed_in(name="Ann"))


async def wanting(person: SignedIn, zone: str = "UTC", hour: int = 7) -> SignedIn:
    await person.patch(SETTINGS, json={"digest": {"inbox": True}})
    await person.patch("/api/v1/me", json={"time_zone": zone, "digest_hour": hour})
    return person


async def digests_of(person: SignedIn) -> list[Json]:
    """Newest first."""
    inbox = await inbox_of(person)
    return [one["payload"] for one in inbox if one["type"] == "digest"]


@pytest.mark.parametrize("hour", [0, 2, 7, 23])
@pytest.mark.parametrize(("name", "night"), NIGHTS)
def test_once_a_day_at_its_hour_in_every_night(name: str, night: date, hour: int) -> None:
    zone = ZoneInfo(name)
    told: dict[date, datetime] = {}

    for moment in moments_round(night, zone):
        day = service.due_day(moment, zone, hour)
        if day is not None and day not in told:
            told[day] = moment.astimezone(zone)

    days = sorted({m.astimezone(zone).date() for m in moments_round(night, zone)})
    assert set(days[1:-1]) <= told.keys() <= set(days)
    for day in days[1:-1]:
        assert told[day].date() == day
        # To the minute, but for an hour that clocks jump over.
        is_to_the_minute = (told[day].hour, told[day].minute) == (hour, 0)
        assert is_to_the_minute or (day == night and told[day].hour in {hour, hour + 1})


async def test_nobody_who_does_not_want_it(api: SignedIn, tell: Tell) -> None:
    assert await tell(datetime(2031, 3, 3, 12, tzinfo=UTC)) == 0
    assert await inbox_of(api) == []


async def test_at_ones_own_hour_and_once(ann: SignedIn, tell: Tell) -> None:
    await wanting(ann, "America/New_York", 18)
    due = datetime(2031, 3, 3, 23, tzinfo=UTC)  # 18:00 there

    counts = [await tell(due + wait) for wait in (-MINUTE, 0 * MINUTE, MINUTE, DAY - MINUTE, DAY)]

    assert counts == [0, 1, 0, 0, 1]
    assert [one["day"] for one in await digests_of(ann)] == ["2031-03-03", "2031-03-02"]


async def test_once_by_however_many_schedulers(
    ann: SignedIn, signed_in: People, tell: Tell
) -> None:
    people = [ann, *[await wanting(await signed_in()) for _ in range(4)]]
    now = datetime(2031, 3, 3, 8, tzinfo=UTC)

    counts = await asyncio.gather(*(tell(now) for _ in range(4)))

    assert sum(counts) == 5
    assert [len(await digests_of(person)) for person in people] == [1] * 5


async def test_late_on_the_same_day_and_not_for_days_gone_by(ann: SignedIn, tell: Tell) -> None:
    await tell(datetime(2031, 3, 3, 8, tzinfo=UTC))

    await tell(datetime(2031, 3, 9, 22, tzinfo=UTC))  # no worker ran for six days

    assert [one["day"] for one in await digests_of(ann)] == ["2031-03-08", "2031-03-02"]


async def test_once_though_the_clock_jumps_forward_and_back(ann: SignedIn, tell: Tell) -> None:
    now = datetime(2031, 3, 3, 8, tzinfo=UTC)

    for jump in (0 * DAY, 365 * DAY, 0 * DAY, -HOUR, DAY, -DAY, 2 * DAY, 365 * DAY):
        await tell(now + jump)

    days = sorted(one["day"] for one in await digests_of(ann))
    assert days == ["2031-03-01", "2031-03-02", "2031-03-03", "2031-03-04", "2032-03-01"]


async def test_it_says_how_things_stand(
    api: SignedIn, ann: SignedIn, tell: Tell, database: asyncpg.Connection
) -> None:
    now = datetime.now(UTC)  # once, for midnight may come any moment
    today = now.date()
    client = await make_client(api, owner_id=ann.user_id)
    of = {"client_id": client["id"], "owner_id": ann.user_id}
    for amount, currency, status in (
        *(("100.00", "EUR", "WON"), ("50.50", "EUR", "WON"), ("7.00", "USD", "WON")),
        *(("9.00", "EUR", "LOST"), ("1.00", "EUR", "NEW")),
    ):
        deal = await make_deal(api, amount=amount, currency=currency, **of)
        if status != "NEW":
            why = {"lost_reason": "Too expensive"} if status == "LOST" else {}
            await api.post(f"/api/v1/deals/{deal['id']}/move", json={"status": status} | why)
    mine = {"client_id": client["id"], "assigned_to": ann.user_id}
    for days in (-3, -1, 0, 1):
        await make_task(api, due_date=str(today + days * DAY), **mine)
    for table in ("deals", "clients"):
        await database.execute(f"UPDATE {table} SET created_at = $1", now - DAY)  # noqa: S608  # a name of our own
    closed = "UPDATE deals SET closed_at = $1 WHERE closed_at IS NOT NULL"
    await database.execute(closed, now - DAY)

    await wanting(ann, hour=0)
    await tell(now)

    (digest,) = await digests_of(ann)
    assert digest["day"] == str(today - DAY)
    assert digest["won"] == {
        "count": 3,
        "sums": [
            {"currency": "EUR", "amount": "150.50"},
            {"currency": "USD", "amount": "7.00"},
        ],
    }
    assert digest["lost"] == {"count": 1, "sums": [{"currency": "EUR", "amount": "9.00"}]}
    assert (digest["new_clients"], digest["new_deals"]) == (1, 5)
    assert (digest["overdue"], digest["today"], digest["stepless"]) == (2, 1, 1)


@pytest.mark.parametrize(("everyone", "count"), [(True, 1), (False, 0)])
async def test_of_what_one_may_see(
    api: SignedIn,
    ann: SignedIn,
    tell: Tell,
    database: asyncpg.Connection,
    everyone: bool,
    count: int,
) -> None:
    now = datetime.now(UTC)
    await make_client(api)
    await database.execute("UPDATE clients SET created_at = $1", now - DAY)
    await wanting(ann, hour=0)
    await wanting(api, hour=0)

    await tell(now, everyone_sees_all=everyone)

    seen = [(await digests_of(person))[0]["new_clients"] for person in (ann, api)]
    assert seen == [count, 1]
