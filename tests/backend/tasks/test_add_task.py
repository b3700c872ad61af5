"""Adding a task."""

import pytest

from tests.support.builders import activity_of, make_client, make_deal, make_task, make_user
from tests.support.pages import pointers
from tests.support.people import People, SignedIn

TASKS = "/api/v1/tasks"
NOBODY = "0199f000-0000-7000-8000-000000000000"


async def test_answers_201_with_its_address_and_version(api: SignedIn) -> None:
    client = await make_client(api)

    answer = await api.post(TASKS, json={"client_id": client["id"], "title": "Call"})

    assert answer.status_code == 201
    assert answer.headers["location"] == f"{TASKS}/{answer.json()['id']}"
    assert answer.headers["etag"] == '"1"'
    assert (await api.get(answer.headers["location"])).json() == answer.json()


async def test_a_bare_one_is_to_do_for_whoever_adds_it(api: SignedIn) -> None:
    client = await make_client(api, name="Acme")

    task = await make_task(api, client_id=client["id"], title="Call")

    shown = ("status", "client_name", "deal_id", "deal_title", "assigned_to", "created_by")
    assert [task[name] for name in shown] == [
        *("TODO", "Acme", None, None),
        *(api.user_id, api.user_id),
    ]
    assert (task["assignee_name"], task["creator_name"]) == ("Ada Admin", "Ada Admin")


async def test_it_is_written_down_whole(api: SignedIn) -> None:
    client = await make_client(api, name="Acme")
    deal = await make_deal(api, client_id=client["id"], title="Roof")

    task = await make_task(
        api, client_id=client["id"], deal_id=deal["id"], title="Call", due_date="2030-01-31"
    )

    (entry,) = await activity_of(api, task["id"])
    assert (entry["entity_type"], entry["action"]) == ("task", "created")
    assert entry["payload"]["changes"]["due_date"] == [None, "2030-01-31"]
    names = {name: entry["payload"][name] for name in ("name", "client_name", "deal_title")}
    assert names == {"name": "Call", "client_name": "Acme", "deal_title": "Roof"}


async def test_a_day_is_the_same_day_everywhere(api: SignedIn) -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Midway"):
        await api.patch("/api/v1/me", json={"time_zone": zone})

        task = await make_task(api, due_date="2030-01-01")

        assert (await api.get(f"{TASKS}/{task['id']}")).json()["due_date"] == "2030-01-01"


async def test_a_moment_is_kept_in_utc(api: SignedIn) -> None:
    task = await make_task(api, remind_at="2030-01-01T09:00:00+03:00")

    assert task["remind_at"] == "2030-01-01T06:00:00Z"
    assert (await api.get(f"{TASKS}/{task['id']}")).json() == task


async def test_added_done_it_says_when(api: SignedIn) -> None:
    task = await make_task(api, status="DONE")

    assert task["completed_at"] == task["created_at"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("status", "done"),
        ("due_date", "2026-02-30"),
        ("due_date", "2026-01-01T00:00:00Z"),
        ("due_date", 5),
        ("remind_at", "2026-01-01"),
        ("remind_at", "2026-01-01T09:00:00"),
        ("remind_at", "9999-12-31T23:59:59-14:00"),
        ("remind_at", "0001-01-01T00:00:00+14:00"),
        ("client_id", NOBODY),
        ("deal_id", NOBODY),
        ("assigned_to", NOBODY),
        ("created_by", NOBODY),
        ("completed_at", "2026-01-01T00:00:00Z"),
    ],
)
async def test_refuses_a_field_that_does_not_fit(api: SignedIn, field: str, value: object) -> None:
    client = await make_client(api)
    body = {"client_id": client["id"], "title": "Call"} | {field: value}

    answer = await api.post(TASKS, json=body)

    assert (answer.status_code, pointers(answer.json())) == (400, [f"/{field}"])


async def test_its_deal_is_one_of_its_clients(api: SignedIn) -> None:
    client, deal = await make_client(api), await make_deal(api)
    body = {"client_id": client["id"], "deal_id": deal["id"], "title": "Call"}

    answer = await api.post(TASKS, json=body)

    assert (answer.status_code, pointers(answer.json())) == (400, ["/deal_id"])


async def test_not_for_what_lies_in_the_trash(api: SignedIn) -> None:
    deal = await make_deal(api)
    await api.delete(f"/api/v1/deals/{deal['id']}")
    body = {"client_id": deal["client_id"], "deal_id": deal["id"], "title": "Call"}

    for_the_deal = await api.post(TASKS, json=body)
    await api.delete(f"/api/v1/clients/{deal['client_id']}")
    for_the_client = await api.post(TASKS, json=body)

    assert pointers(for_the_deal.json()) == ["/deal_id"]
    assert pointers(for_the_client.json()) == ["/client_id"]


async def test_for_a_colleagues_deal(api: SignedIn, signed_in: People) -> None:
    deal = await make_deal(api)
    ann = await signed_in()

    task = await make_task(ann, client_id=deal["client_id"], deal_id=deal["id"])

    assert (task["assigned_to"], task["deal_title"]) == (ann.user_id, deal["title"])


async def test_an_admin_gives_it_to_someone(api: SignedIn) -> None:
    bob = await make_user(api, full_name="Bob")

    task = await make_task(api, assigned_to=bob["id"])

    assert (task["assignee_name"], task["created_by"]) == ("Bob", api.user_id)


async def test_a_user_gives_none_to_others(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in()
    client = await make_client(ann)
    body = {"client_id": client["id"], "title": "Call", "assigned_to": api.user_id}

    answer = await ann.post(TASKS, json=body)

    assert (answer.status_code, pointers(answer.json())) == (400, ["/assigned_to"])


async def test_a_twin_in_the_trash_is_named(api: SignedIn) -> None:
    trashed = await make_task(api, external_id="7")
    await api.delete(f"{TASKS}/{trashed['id']}")
    body = {"client_id": trashed["client_id"], "title": "Call", "external_id": "7"}

    answer = await api.post(TASKS, json=body)

    assert (answer.status_code, answer.json()["trashed_id"]) == (409, trashed["id"])


async def test_two_may_not_share_an_external_id(api: SignedIn) -> None:
    task = await make_task(api, external_id="7")
    body = {"client_id": task["client_id"], "title": "Call", "external_id": "7"}

    answer = await api.post(TASKS, json=body)

    assert (answer.status_code, pointers(answer.json())) == (409, ["/external_id"])


async def test_sent_twice_with_one_key_it_is_added_once(api: SignedIn) -> None:
    client = await make_client(api)
    body = {"client_id": client["id"], "title": "Call"}

    answers = [await api.post(TASKS, json=body, headers={"Idempotency-Key": "k"}) for _ in "12"]

    assert answers[0].content == answers[1].content
    assert answers[1].headers["idempotency-replayed"] == "true"
