"""Completing a task, and taking that back."""

from tests.support.builders import activity_of, make_task
from tests.support.people import People, SignedIn

TASKS = "/api/v1/tasks"


async def test_it_is_done_now(api: SignedIn) -> None:
    task = await make_task(api, status="IN_PROGRESS")

    answer = await api.post(f"{TASKS}/{task['id']}/complete")

    done = answer.json()
    assert (answer.status_code, answer.headers["etag"], done["status"]) == (200, '"2"', "DONE")
    assert done["completed_at"] == done["updated_at"]


async def test_a_second_time_changes_nothing(api: SignedIn) -> None:
    task = await make_task(api)
    done = await api.post(f"{TASKS}/{task['id']}/complete")

    again = await api.post(f"{TASKS}/{task['id']}/complete")

    assert (again.status_code, again.json()) == (200, done.json())
    actions = [entry["action"] for entry in await activity_of(api, task["id"])]
    assert actions == ["completed", "created"]


async def test_reopened_it_is_to_do(api: SignedIn) -> None:
    task = await make_task(api, status="DONE")

    answer = await api.post(f"{TASKS}/{task['id']}/reopen")

    reopened = answer.json()
    assert (reopened["status"], reopened["completed_at"]) == ("TODO", None)
    assert (await activity_of(api, task["id"]))[0]["action"] == "reopened"


async def test_what_is_not_done_stays_as_it_is(api: SignedIn) -> None:
    task = await make_task(api, status="IN_PROGRESS")

    answer = await api.post(f"{TASKS}/{task['id']}/reopen")

    assert (answer.status_code, answer.json()) == (200, task)


async def test_not_when_someone_changed_it(api: SignedIn) -> None:
    task = await make_task(api)
    await api.patch(f"{TASKS}/{task['id']}", json={"title": "Newer"})

    for verb in ("complete", "reopen"):
        answer = await api.post(f"{TASKS}/{task['id']}/{verb}", headers={"If-Match": '"1"'})

        assert (answer.status_code, answer.json()["current"]["title"]) == (412, "Newer")


async def test_not_by_a_colleague(api: SignedIn, signed_in: People) -> None:
    task = await make_task(api)
    ann = await signed_in()

    answers = [await ann.post(f"{TASKS}/{task['id']}/{verb}") for verb in ("complete", "reopen")]

    assert [answer.status_code for answer in answers] == [403, 403]


async def test_not_in_the_trash(api: SignedIn) -> None:
    task = await make_task(api)
    await api.delete(f"{TASKS}/{task['id']}")

    for verb in ("complete", "reopen"):
        answer = await api.post(f"{TASKS}/{task['id']}/{verb}")

        assert (answer.status_code, answer.json()["trashed_id"]) == (409, task["id"])
