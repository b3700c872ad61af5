"""Writing a note on a client or a deal, and the follow-up that it leads to."""

from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from tests.support.builders import activity_of, make_client, make_deal, make_user, news_of
from tests.support.pages import pointers
from tests.support.people import Json, People, SignedIn

NOTES = "/api/v1/notes"
NOBODY = "0199f000-0000-7000-8000-000000000000"
MAKERS: dict[str, Callable[[SignedIn], Awaitable[Json]]] = {
    "client": make_client,
    "deal": make_deal,
}
REFUSED: list[tuple[Json, str]] = [
    ({"text": ""}, "/text"),
    ({"text": " \n"}, "/text"),
    ({"text": "x" * 10_001}, "/text"),
    ({"text": "a\u0000b"}, "/text"),
    ({"entity_type": "task"}, "/entity_type"),
    ({"entity_uuid": NOBODY}, "/entity_uuid"),
    ({"colour": "red"}, "/colour"),
    ({"follow_up": {"title": ""}}, "/follow_up/title"),
    ({"follow_up": {"title": "Call", "due_date": "soon"}}, "/follow_up/due_date"),
    ({"follow_up": {"title": "Call", "assigned_to": NOBODY}}, "/follow_up/assigned_to"),
]


def on(kind: str, record: Json, **more: object) -> Json:
    return {"entity_type": kind, "entity_uuid": record["id"], "text": "Rang them"} | more


@pytest.mark.parametrize("kind", MAKERS)
async def test_it_is_an_entry_in_the_records_log(api: SignedIn, kind: str) -> None:
    record = await MAKERS[kind](api)

    answer = await api.post(NOTES, json=on(kind, record, text=" Wants a discount\nof 5 % "))

    assert answer.status_code == 201, answer.text
    note = answer.json()
    entry = (await activity_of(api, record["id"]))[0]
    assert (entry["id"], entry["action"]) == (note["id"], "noted")
    assert entry["payload"]["text"] == note["text"] == "Wants a discount\nof 5 %"
    assert entry["payload"]["name"] == record.get("title", record.get("name"))
    assert note["follow_up"] is None
    assert (await api.get(answer.headers["location"])).json() == entry


async def test_the_record_keeps_its_version(api: SignedIn) -> None:
    client = await make_client(api)

    await api.post(NOTES, json=on("client", client))

    assert (await api.get(f"/api/v1/clients/{client['id']}")).json()["version"] == 1


async def test_a_follow_up_is_a_task_of_the_same_deal(api: SignedIn) -> None:
    deal = await make_deal(api)
    follow_up = {"title": "Send the offer", "due_date": "2026-12-01"}

    answer = await api.post(NOTES, json=on("deal", deal, follow_up=follow_up))

    task = answer.json()["follow_up"]
    assert (task["client_id"], task["deal_id"]) == (deal["client_id"], deal["id"])
    assert (task["title"], task["due_date"]) == ("Send the offer", "2026-12-01")
    assert task["assigned_to"] == api.user_id
    assert (await api.get(f"/api/v1/tasks/{task['id']}")).json() == task


async def test_note_and_follow_up_are_there_together_or_not_at_all(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    client = await make_client(api)
    retired = await make_user(api)
    await api.patch(f"/api/v1/users/{retired['id']}", json={"is_active": False})
    count = "SELECT (SELECT count(*) FROM activity_log) + (SELECT count(*) FROM outbox)"
    before = await database.fetchval(count)
    follow_up = {"title": "Call", "assigned_to": retired["id"]}

    answer = await api.post(NOTES, json=on("client", client, follow_up=follow_up))

    assert (answer.status_code, pointers(answer.json())) == (400, ["/follow_up/assigned_to"])
    assert await database.fetchval(count) == before


async def test_its_news_name_the_record_and_tell_nothing_of_it(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    client = await make_client(api)

    await api.post(NOTES, json=on("client", client, text="Secret"))

    news = await database.fetch("SELECT payload FROM outbox WHERE topic = 'client.noted'")
    assert [client["id"] in each["payload"] for each in news] == [True]
    assert "Secret" not in news[0]["payload"]


@pytest.mark.parametrize("kind", MAKERS)
async def test_who_owns_the_record_hears_of_what_an_admin_notes(
    api: SignedIn, signed_in: People, database: asyncpg.Connection, kind: str
) -> None:
    bob = await signed_in(name="Bob")
    record = await MAKERS[kind](bob)

    await api.post(NOTES, json=on(kind, record))

    news = await news_of(database, f"{kind}.noted")
    parents = [f"client:{record['client_id']}"] if kind == "deal" else []
    assert (news["owners"], news["of"]) == ([bob.user_id], parents)


async def test_the_same_request_twice_writes_one_note(api: SignedIn) -> None:
    client = await make_client(api)
    headers = {"Idempotency-Key": "note-1"}

    first = await api.post(NOTES, json=on("client", client), headers=headers)
    second = await api.post(NOTES, json=on("client", client), headers=headers)

    assert first.json() == second.json()
    assert [e["action"] for e in await activity_of(api, client["id"])] == ["noted", "created"]


@pytest.mark.parametrize(("wrong", "pointer"), REFUSED, ids=lambda each: str(each)[:40])
async def test_what_is_wrong_is_pointed_at(api: SignedIn, wrong: Json, pointer: str) -> None:
    client = await make_client(api)

    answer = await api.post(NOTES, json=on("client", client) | wrong)

    assert (answer.status_code, pointers(answer.json())) == (400, [pointer])


async def test_only_who_may_change_the_record_may_note_on_it(
    api: SignedIn, signed_in: People
) -> None:
    client = await make_client(api)
    other = await signed_in(name="Bob")

    answer = await other.post(NOTES, json=on("client", client))

    assert answer.status_code == 403


async def test_nothing_is_noted_on_what_is_in_the_trash(api: SignedIn) -> None:
    deal = await make_deal(api)
    await api.delete(f"/api/v1/deals/{deal['id']}")

    answer = await api.post(NOTES, json=on("deal", deal))

    assert (answer.status_code, answer.json()["trashed_id"]) == (409, deal["id"])


async def test_a_note_is_no_edit_that_could_be_undone(api: SignedIn) -> None:
    client = await make_client(api)
    note = (await api.post(NOTES, json=on("client", client))).json()

    answer = await api.post(f"/api/v1/activity/{note['id']}/undo")

    assert answer.status_code == 409
