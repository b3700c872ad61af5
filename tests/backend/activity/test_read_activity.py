"""Reading the change log."""

from datetime import datetime, timedelta

import asyncpg
import pytest

from tests.backend.imports.steps import table, uploaded
from tests.support.builders import activity_of, make_client, make_deal
from tests.support.pages import page_of, pointers, walk
from tests.support.people import People, SignedIn

ACTIVITY = "/api/v1/activity"


async def test_the_newest_comes_first(api: SignedIn) -> None:
    client = await make_client(api, name="Acme")
    await api.patch(f"/api/v1/clients/{client['id']}", json={"name": "Acme GmbH"})

    first, second, *_ = (await page_of(api, ACTIVITY))["items"]

    assert (first["action"], second["action"]) == ("updated", "created")
    assert (first["entity_type"], first["entity_uuid"]) == ("client", client["id"])
    assert (first["user_id"], first["user_name"]) == (api.user_id, "Ada Admin")


async def test_an_entry_names_its_request(api: SignedIn) -> None:
    headers = {"X-Request-ID": "from-the-browser-1"}

    answer = await api.post("/api/v1/clients", json={"name": "Acme"}, headers=headers)

    (entry,) = await activity_of(api, answer.json()["id"])
    assert entry["request_id"] == "from-the-browser-1"


async def test_what_the_system_did_has_no_user(api: SignedIn) -> None:
    (entry,) = await activity_of(api, api.user_id)

    assert (entry["action"], entry["user_id"], entry["user_name"]) == ("created", None, None)


async def test_filters_narrow_together(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in()
    deal = await make_deal(ann)
    await make_deal(api)

    page = await page_of(api, ACTIVITY, entity_type="deal", user_id=ann.user_id)

    assert [entry["entity_uuid"] for entry in page["items"]] == [deal["id"]]


async def test_since_a_moment(api: SignedIn) -> None:
    before, after = await make_client(api), await make_client(api)
    moment = (await activity_of(api, after["id"]))[0]["created_at"]

    page = await page_of(api, ACTIVITY, since=moment, entity_type="client")
    later = datetime.fromisoformat(moment) + timedelta(microseconds=1)

    assert [entry["entity_uuid"] for entry in page["items"]] == [after["id"]] != [before["id"]]
    assert (await page_of(api, ACTIVITY, since=later.isoformat()))["items"] == []


async def test_a_cursor_walks_every_entry_once(api: SignedIn) -> None:
    made = [(await make_client(api))["id"] for _ in range(7)]

    seen = [entry["entity_uuid"] for entry in await walk(api, ACTIVITY, limit=3)]

    assert seen == [*reversed(made), api.user_id]


async def test_it_reads_well_after_the_record_is_gone(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    deal = await make_deal(api, title="Roof")
    await database.execute("DELETE FROM deals")
    await database.execute("DELETE FROM clients")

    (entry,) = await activity_of(api, deal["id"])

    assert entry["payload"]["name"] == "Roof"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("entity_type", "secret"),
        ("entity_uuid", "7"),
        ("user_id", "me"),
        ("since", "yesterday"),
        ("since", "2026-01-01T00:00:00"),
        ("since", "2026-02-30T00:00:00Z"),
        ("since", "0.5"),
        ("limit", "0"),
        ("limit", "201"),
        ("offset", "1"),
        ("cursor", "nonsense"),
    ],
)
async def test_a_parameter_that_does_not_fit_is_refused(
    api: SignedIn, name: str, value: str
) -> None:
    answer = await api.get(ACTIVITY, params={name: value})

    assert (answer.status_code, pointers(answer.json())) == (400, [f"?{name}"])


async def test_an_import_is_told_of_to_its_maker_and_to_admins_alone(
    api: SignedIn, signed_in: People
) -> None:
    """Whatever the visibility: the import itself is not there for others either."""
    ann, bob = await signed_in(), await signed_in()
    made = await uploaded(ann, table("Name", ["Acme"]))

    told = {who.user_id: await activity_of(who, made["id"]) for who in (api, ann, bob)}

    assert len(told[api.user_id]) == len(told[ann.user_id]) == 1
    assert told[bob.user_id] == []


async def test_how_somebody_looks_at_a_list_is_told_to_them_alone(
    api: SignedIn, signed_in: People
) -> None:
    ann = await signed_in()
    said = {"page": "clients", "name": "Hers", "query": {"search": "secret"}}
    view = (await ann.post("/api/v1/views", json=said)).json()
    (entry,) = await activity_of(ann, view["id"])

    by_admin = await api.get(f"{ACTIVITY}/{entry['id']}")
    listed = await page_of(api, ACTIVITY, entity_type="view")

    assert (by_admin.status_code, listed["items"]) == (404, [])


async def test_a_page_costs_one_query(api: SignedIn, queries: list[str]) -> None:
    for _ in range(2):
        await make_client(api)
    queries.clear()

    await page_of(api, ACTIVITY, limit=2)

    assert len(queries) == 1


async def test_a_page_that_two_months_do_not_fill_costs_two(
    api: SignedIn, database: asyncpg.Connection, queries: list[str]
) -> None:
    await database.execute(
        "INSERT INTO activity_log (id, entity_type, entity_uuid, action, payload) VALUES "
        "(uuidv7(interval '-100 days'), 'client', uuidv7(), 'created', '{}')"
    )
    queries.clear()

    page = await page_of(api, ACTIVITY, limit=2)

    assert (len(page["items"]), page["next_cursor"], len(queries)) == (2, None, 2)
