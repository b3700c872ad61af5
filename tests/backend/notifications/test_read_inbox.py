"""Reading one's inbox."""

from uuid import uuid4

import asyncpg
import pytest

from backend.core.db import connect
from backend.notifications.jobs import forget_notifications
from backend.settings import Settings
from tests.support.builders import inbox_of, make_client
from tests.support.pages import page_of, pointers, walk
from tests.support.people import People, SignedIn

INBOX = "/api/v1/notifications"
MISSING = "0199f000-0000-7000-8000-000000000000"
MANY = """
    INSERT INTO notifications (user_id, type, entity_type, entity_uuid, payload, read_at)
    SELECT $1, 'import_ended', 'import', uuidv7(), '{"name": "export.csv"}',
        CASE WHEN n <= $3 THEN now() END
    FROM generate_series(1, $2) AS n
"""


async def given(api: SignedIn, ann: SignedIn, count: int) -> list[str]:
    """The names of clients that Ann is given, one after the other."""
    return [(await make_client(api, owner_id=ann.user_id))["name"] for _ in range(count)]


async def test_a_cursor_walks_it_newest_first(api: SignedIn, ann: SignedIn) -> None:
    names = await given(api, ann, 5)

    walked = await walk(ann, INBOX, limit=2)

    assert [told["payload"]["name"] for told in walked] == names[::-1]


async def test_it_is_nobody_elses(api: SignedIn, ann: SignedIn) -> None:
    await given(api, ann, 1)
    (told,) = await inbox_of(ann)

    answers = [await api.post(f"{INBOX}/{id_}/read") for id_ in (told["id"], MISSING)]

    assert await inbox_of(api) == []
    assert [answer.status_code for answer in answers] == [404, 404]
    assert (await inbox_of(ann))[0]["read_at"] is None


async def test_one_is_read_once(api: SignedIn, ann: SignedIn) -> None:
    await given(api, ann, 2)
    latest, _ = await inbox_of(ann)

    first = await ann.post(f"{INBOX}/{latest['id']}/read")
    again = await ann.post(f"{INBOX}/{latest['id']}/read")

    assert (first.status_code, first.json()) == (200, again.json())
    assert first.json() == latest | {"read_at": first.json()["read_at"]}
    page = await page_of(ann, INBOX)
    assert (page["unread_count"], page["unread_count_is_exact"]) == (1, True)


async def test_the_unread_and_the_read_alone(api: SignedIn, ann: SignedIn) -> None:
    names = await given(api, ann, 3)
    await ann.post(f"{INBOX}/{(await inbox_of(ann))[1]['id']}/read")

    found = {
        unread: [told["payload"]["name"] for told in await walk(ann, INBOX, unread=unread, limit=1)]
        for unread in (True, False)
    }

    assert found == {True: [names[2], names[0]], False: [names[1]]}


async def test_all_that_was_seen_is_read_and_nothing_since(api: SignedIn, ann: SignedIn) -> None:
    await given(api, ann, 2)
    seen = await inbox_of(ann)
    (since,) = await given(api, ann, 1)

    answer = await ann.post(f"{INBOX}/read-all", json={"until": seen[0]["id"]})

    assert (answer.status_code, answer.json()) == (200, {"marked": 2})
    unread = (await page_of(ann, INBOX, unread=True))["items"]
    assert [told["payload"]["name"] for told in unread] == [since]


async def test_an_earlier_id_reads_nothing_later(api: SignedIn, ann: SignedIn) -> None:
    await given(api, ann, 1)

    answer = await ann.post(f"{INBOX}/read-all", json={"until": MISSING})

    assert (answer.status_code, answer.json()) == (200, {"marked": 0})
    assert (await inbox_of(ann))[0]["read_at"] is None


async def test_nobody_elses_is_read(api: SignedIn, ann: SignedIn, signed_in: People) -> None:
    bob = await signed_in()
    await given(api, bob, 1)
    await given(api, ann, 1)

    answer = await ann.post(f"{INBOX}/read-all", json={"until": (await inbox_of(ann))[0]["id"]})

    assert answer.json() == {"marked": 1}
    assert (await inbox_of(bob))[0]["read_at"] is None


async def test_an_id_that_says_no_time_is_refused(ann: SignedIn) -> None:
    answer = await ann.post(f"{INBOX}/read-all", json={"until": str(uuid4())})

    assert (answer.status_code, pointers(answer.json())) == (400, ["/until"])


async def test_an_empty_page_still_counts(ann: SignedIn, database: asyncpg.Connection) -> None:
    await database.execute(MANY, ann.user_id, 3, 0)

    page = await page_of(ann, INBOX, unread=False)

    assert (page["items"], page["unread_count"]) == ([], 3)


async def test_more_than_a_thousand_unread_are_not_counted_out(
    ann: SignedIn, database: asyncpg.Connection
) -> None:
    await database.execute(MANY, ann.user_id, 1_100, 0)

    page = await page_of(ann, INBOX, limit=1)

    assert (page["unread_count"], page["unread_count_is_exact"]) == (1_000, False)


async def test_a_page_costs_one_query(api: SignedIn, ann: SignedIn, queries: list[str]) -> None:
    await given(api, ann, 1)
    queries.clear()

    await page_of(ann, INBOX, unread=True)

    assert len(queries) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [("unread", "perhaps"), ("limit", "201"), ("offset", "1"), ("cursor", "nonsense")],
)
async def test_a_parameter_that_does_not_fit_is_refused(
    api: SignedIn, name: str, value: str
) -> None:
    answer = await api.get(INBOX, params={name: value})

    assert (answer.status_code, pointers(answer.json())) == (400, [f"?{name}"])


async def test_what_was_read_long_ago_goes(
    ann: SignedIn, settings: Settings, database: asyncpg.Connection
) -> None:
    await database.execute(MANY, ann.user_id, 3, 2)
    await database.execute(
        "UPDATE notifications SET read_at = now() - interval '91 days' WHERE id ="
        " (SELECT min(id::text)::uuid FROM notifications)"
    )
    await database.execute("UPDATE notifications SET created_at = now() - interval '1 year'")

    async with connect(settings.database_url, pool_size=1) as connection:
        await forget_notifications(connection)

    assert [told["read_at"] is None for told in await inbox_of(ann)] == [True, False]
