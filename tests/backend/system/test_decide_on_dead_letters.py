"""Events that failed at every try: an admin sees them, sends them on again, or lets them go."""

import asyncpg
import pytest

from backend.core.db import connect
from backend.core.relay import Event, Relay
from backend.settings import Settings
from backend.system import dead_letters
from tests.support.builders import activity_of
from tests.support.people import Json, People, SignedIn

LETTERS = "/api/v1/system/dead-letters"
DIED = (
    "INSERT INTO outbox (topic, payload, attempts, last_error, dead_at)"
    " SELECT $1, '{}', 36, 'OSError()', now() - make_interval(secs => n)"
    " FROM generate_series(1, $2) AS n"
)


async def letters(api: SignedIn, **params: str | int) -> list[Json]:
    """Newest first."""
    answer = await api.get(LETTERS, params=params)
    assert answer.status_code == 200, answer.text
    items: list[Json] = answer.json()["items"]
    return items


async def test_they_are_listed_by_topic(api: SignedIn, database: asyncpg.Connection) -> None:
    await database.execute(DIED, "mail.send", 3)
    await database.execute(DIED, "deal.moved", 2)

    found = await letters(api, topic="mail.send", sort="dead_at", limit=2)
    everything = await letters(api)
    outbox = (await api.get("/api/v1/system")).json()["outbox"]

    assert [(each["topic"], each["attempts"], each["error"]) for each in found] == [
        ("mail.send", 36, "OSError()")
    ] * 2
    assert found[0]["dead_at"] < found[1]["dead_at"]
    assert len(everything) == 5
    assert (outbox["dead"], outbox["failing"]) == (5, 0)
    assert [(t["topic"], t["count"]) for t in outbox["dead_topics"]] == [
        ("mail.send", 3),
        ("deal.moved", 2),
    ]


async def test_one_is_sent_on_again_and_the_log_says_by_whom(
    api: SignedIn, database: asyncpg.Connection, settings: Settings
) -> None:
    await database.execute(DIED, "mail.send", 1)
    [letter] = await letters(api)
    taken: list[Event] = []

    async def take(event: Event) -> None:
        taken.append(event)

    answer = await api.post(f"{LETTERS}/{letter['id']}/redrive")
    async with connect(settings.database_url, pool_size=2) as connection:
        await Relay(connection, {"*": take}).run()

    assert answer.status_code == 204
    assert [str(e.id) for e in taken if e.topic == "mail.send"] == [letter["id"]]
    assert await letters(api) == []
    [entry] = await activity_of(api, letter["id"])
    assert (entry["action"], entry["user_id"]) == ("redriven", api.user_id)
    assert entry["payload"]["changes"]["last_error"] == ["OSError()", None]
    assert (await api.post(f"{LETTERS}/{letter['id']}/redrive")).status_code == 404


async def test_one_is_given_up_for_good(api: SignedIn, database: asyncpg.Connection) -> None:
    await database.execute(DIED, "mail.send", 1)
    [letter] = await letters(api)

    answer = await api.delete(f"{LETTERS}/{letter['id']}")

    assert answer.status_code == 204
    assert await database.fetchval("SELECT count(*) FROM outbox WHERE topic = 'mail.send'") == 0
    [entry] = await activity_of(api, letter["id"])
    assert (entry["action"], entry["payload"]["name"]) == ("given_up", "mail.send")


async def test_all_of_a_topic_go_in_portions(
    api: SignedIn, database: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dead_letters, "PORTION", 3)
    await database.execute(DIED, "mail.send", 5)
    await database.execute(DIED, "deal.moved", 2)
    logged = "SELECT count(*), count(DISTINCT batch_id) FROM activity_log WHERE entity_type = $1"

    answers = [
        await api.post(f"{LETTERS}/redrive", json={"topic": "mail.send"}),
        await api.post(f"{LETTERS}/give-up", json={"topic": "mail.send"}),
        await api.post(f"{LETTERS}/give-up", json={"topic": "mail.send"}),
    ]

    said = [(each["count"], each["left"]) for each in (a.json() for a in answers)]
    assert said == [(3, 2), (2, 0), (0, 0)]
    assert {each["topic"] for each in await letters(api)} == {"deal.moved"}
    assert tuple(await database.fetchrow(logged, "dead_letter") or ()) == (5, 2)
    alive = "SELECT count(*) FROM outbox WHERE topic = 'mail.send' AND attempts = 0"
    assert await database.fetchval(alive) == 3


async def test_what_is_not_dead_is_no_dead_letter(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    alive = await database.fetchval(
        "INSERT INTO outbox (topic, payload) VALUES ('mail.send', '{}') RETURNING id"
    )

    assert (await api.delete(f"{LETTERS}/{alive}")).status_code == 404
    assert (await api.post(f"{LETTERS}/give-up", json={"topic": ""})).status_code == 400


async def test_they_are_for_admins_alone(
    api: SignedIn, signed_in: People, database: asyncpg.Connection
) -> None:
    await database.execute(DIED, "mail.send", 1)
    [letter] = await letters(api)
    someone = await signed_in()

    answers = [
        await someone.get(LETTERS),
        await someone.post(f"{LETTERS}/{letter['id']}/redrive"),
        await someone.delete(f"{LETTERS}/{letter['id']}"),
        await someone.post(f"{LETTERS}/redrive", json={"topic": "mail.send"}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert len(await letters(api)) == 1
