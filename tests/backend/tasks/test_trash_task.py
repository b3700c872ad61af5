"""Putting a task into the trash, and taking it out again."""

from tests.support.builders import activity_of, make_task
from tests.support.pages import page_of
from tests.support.people import People, SignedIn

TASKS = "/api/v1/tasks"


async def test_it_leaves_the_list_for_the_trash(api: SignedIn) -> None:
    task = await make_task(api)

    answer = await api.delete(f"{TASKS}/{task['id']}")

    assert (answer.status_code, answer.content) == (204, b"")
    assert (await page_of(api, TASKS))["total"] == 0
    (trashed,) = (await page_of(api, TASKS, trashed=True))["items"]
    assert (trashed["id"], trashed["deleted_at"]) == (task["id"], trashed["updated_at"])


async def test_restored_it_is_as_it_was(api: SignedIn) -> None:
    task = await make_task(api, status="DONE")
    await api.delete(f"{TASKS}/{task['id']}")

    answer = await api.post(f"{TASKS}/{task['id']}/restore")

    changed = {"version": 3, "updated_at": answer.json()["updated_at"]}
    assert (answer.status_code, answer.json()) == (200, task | changed)
    actions = [entry["action"] for entry in await activity_of(api, task["id"])]
    assert actions == ["restored", "deleted", "created"]


async def test_not_twice(api: SignedIn) -> None:
    task = await make_task(api)
    await api.delete(f"{TASKS}/{task['id']}")

    answer = await api.delete(f"{TASKS}/{task['id']}")

    assert answer.status_code == 404


async def test_not_when_someone_changed_it(api: SignedIn) -> None:
    task = await make_task(api)
    await api.patch(f"{TASKS}/{task['id']}", json={"title": "Newer"})

    answer = await api.delete(f"{TASKS}/{task['id']}", headers={"If-Match": '"1"'})

    assert (answer.status_code, answer.json()["current"]["title"]) == (412, "Newer")


async def test_not_by_a_colleague(api: SignedIn, signed_in: People) -> None:
    task = await make_task(api)
    ann = await signed_in()

    deleted = await ann.delete(f"{TASKS}/{task['id']}")
    restored = await ann.post(f"{TASKS}/{task['id']}/restore")

    assert (deleted.status_code, restored.status_code) == (403, 403)


async def test_only_the_trashed_are_restored(api: SignedIn) -> None:
    task = await make_task(api)

    answer = await api.post(f"{TASKS}/{task['id']}/restore")

    assert answer.status_code == 409
