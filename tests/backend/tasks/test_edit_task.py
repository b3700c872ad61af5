"""Editing a task."""

import asyncio

import asyncpg

from tests.support.builders import activity_of, make_client, make_deal, make_task, make_user
from tests.support.pages import pointers
from tests.support.people import People, SignedIn

TASKS = "/api/v1/tasks"


async def test_absence_keeps_and_null_clears(api: SignedIn) -> None:
    deal = await make_deal(api)
    task = await make_task(
        api,
        client_id=deal["client_id"],
        deal_id=deal["id"],
        due_date="2030-01-31",
        remind_at="2030-01-31T09:00:00Z",
    )
    body = {"title": "Call again", "due_date": None, "remind_at": None, "deal_id": None}

    answer = await api.patch(f"{TASKS}/{task['id']}", json=body)

    others = {"deal_title": None, "updated_at": answer.json()["updated_at"], "version": 2}
    assert (answer.status_code, answer.json()) == (200, task | body | others)


async def test_it_writes_what_was_before_and_after(api: SignedIn) -> None:
    task = await make_task(api, due_date="2030-01-31")

    await api.patch(f"{TASKS}/{task['id']}", json={"due_date": "2030-02-01"})

    latest = (await activity_of(api, task["id"]))[0]
    assert latest["payload"]["changes"] == {"due_date": ["2030-01-31", "2030-02-01"]}


async def test_the_same_moment_in_another_zone_is_no_news(api: SignedIn) -> None:
    task = await make_task(api, remind_at="2030-01-31T09:00:00Z")
    body = {"remind_at": "2030-01-31T12:00:00+03:00"}

    answer = await api.patch(f"{TASKS}/{task['id']}", json=body)

    assert answer.json()["version"] == 1
    assert len(await activity_of(api, task["id"])) == 1


async def test_a_stale_edit_answers_the_current_record(api: SignedIn) -> None:
    task = await make_task(api)
    url = f"{TASKS}/{task['id']}"
    current = (await api.patch(url, json={"title": "First"})).json()

    answer = await api.patch(url, json={"title": "Second"}, headers={"If-Match": '"1"'})

    assert (answer.status_code, answer.json()["current"]) == (412, current)


async def test_two_at_once_are_both_kept(api: SignedIn) -> None:
    task = await make_task(api)
    url = f"{TASKS}/{task['id']}"

    await asyncio.gather(
        api.patch(url, json={"title": "Call"}), api.patch(url, json={"due_date": "2030-01-31"})
    )

    kept = (await api.get(url)).json()
    assert (kept["title"], kept["due_date"], kept["version"]) == ("Call", "2030-01-31", 3)


async def test_it_goes_to_another_client_and_deal(api: SignedIn) -> None:
    task, deal = await make_task(api), await make_deal(api, title="Roof")
    body = {"client_id": deal["client_id"], "deal_id": deal["id"]}

    answer = await api.patch(f"{TASKS}/{task['id']}", json=body)

    assert answer.json() | body | {"deal_title": "Roof"} == answer.json()
    assert answer.json()["version"] == 2


async def test_it_does_not_leave_its_deals_client_alone(api: SignedIn) -> None:
    deal, other = await make_deal(api), await make_client(api)
    task = await make_task(api, client_id=deal["client_id"], deal_id=deal["id"])

    answer = await api.patch(f"{TASKS}/{task['id']}", json={"client_id": other["id"]})

    assert (answer.status_code, pointers(answer.json())) == (400, ["/deal_id"])


async def test_it_follows_its_deal_to_another_client(api: SignedIn) -> None:
    deal, other = await make_deal(api), await make_client(api, name="Other")
    task = await make_task(api, client_id=deal["client_id"], deal_id=deal["id"])

    await api.patch(f"/api/v1/deals/{deal['id']}", json={"client_id": other["id"]})

    followed = (await api.get(f"{TASKS}/{task['id']}")).json()
    assert (followed["client_id"], followed["client_name"]) == (other["id"], "Other")


async def test_a_status_is_edited_too(api: SignedIn) -> None:
    task = await make_task(api)
    url = f"{TASKS}/{task['id']}"

    begun = await api.patch(url, json={"status": "IN_PROGRESS"})
    done = await api.patch(url, json={"status": "DONE"})
    renamed = await api.patch(url, json={"status": "DONE", "title": "Called"})
    again = await api.patch(url, json={"status": "IN_PROGRESS"})

    assert begun.json()["completed_at"] is None
    assert done.json()["completed_at"] == renamed.json()["completed_at"] is not None
    assert again.json()["completed_at"] is None
    actions = [entry["action"] for entry in await activity_of(api, task["id"])]
    assert actions == ["reopened", "updated", "completed", "updated", "created"]


async def test_only_its_two_people_and_admins_change_it(api: SignedIn, signed_in: People) -> None:
    ann, bob, cid = await signed_in(), await signed_in(), await signed_in()
    task = await make_task(ann)
    url = f"{TASKS}/{task['id']}"
    await api.patch(url, json={"assigned_to": bob.user_id})

    answers = [await who.patch(url, json={"title": who.user_id}) for who in (ann, bob, api, cid)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 403]


async def test_only_an_admin_hands_it_over(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in()
    bob = await make_user(api)
    task = await make_task(ann)
    body = {"assigned_to": bob["id"]}

    refused = await ann.patch(f"{TASKS}/{task['id']}", json=body)
    handed = await api.patch(f"{TASKS}/{task['id']}", json=body)
    taken = await ann.patch(f"{TASKS}/{task['id']}", json={"assigned_to": ann.user_id})

    assert (refused.status_code, pointers(refused.json())) == (400, ["/assigned_to"])
    assert handed.json()["assignee_name"] == bob["full_name"]
    assert taken.json()["assigned_to"] == ann.user_id


async def test_a_trashed_one_is_restored_first(api: SignedIn) -> None:
    task = await make_task(api)
    await api.delete(f"{TASKS}/{task['id']}")

    answer = await api.patch(f"{TASKS}/{task['id']}", json={"title": "New"})

    assert (answer.status_code, answer.json()["trashed_id"]) == (409, task["id"])


async def test_the_totals_are_what_a_recount_says(
    api: SignedIn, signed_in: People, database: asyncpg.Connection
) -> None:
    ann, bob = await signed_in(), await signed_in()
    made = [await make_task(who) for who in (ann, ann, bob, api)]
    urls = [f"{TASKS}/{task['id']}" for task in made]

    await api.patch(urls[0], json={"assigned_to": bob.user_id})
    await api.patch(urls[1], json={"status": "DONE"})
    await api.delete(urls[2])

    kept = await database.fetch(
        "SELECT status, assigned_to, created_by, count FROM task_totals WHERE count <> 0"
    )
    counted = await database.fetch(
        "SELECT status, assigned_to, created_by, count(*) FROM tasks WHERE deleted_at IS NULL"
        " GROUP BY status, assigned_to, created_by"
    )
    assert sorted(map(tuple, kept)) == sorted(map(tuple, counted))
    assert len(kept) == 3
