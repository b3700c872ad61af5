"""Where the visibility is ``own``: a task is there for whoever does it and whoever made it."""

import pytest
from msgspec.structs import replace

from backend.settings import Settings
from tests.support.builders import activity_of, make_deal, make_task
from tests.support.pages import page_of, pointers
from tests.support.people import Json, People, SignedIn

TASKS = "/api/v1/tasks"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, visibility="own")


@pytest.fixture
async def ann(signed_in: People) -> SignedIn:
    return await signed_in(name="Ann")


async def seen_by(who: SignedIn, **params: object) -> tuple[set[str], int]:
    page = await page_of(who, TASKS, **params)
    return {task["title"] for task in page["items"]}, page["total"]


@pytest.fixture
async def tasks(api: SignedIn, ann: SignedIn, signed_in: People) -> dict[str, Json]:
    """One that Ann does for another, one that another does for Ann, one that is not hers."""
    bob = await signed_in(name="Bob")
    given = await make_task(ann, title="given away")
    await api.patch(f"{TASKS}/{given['id']}", json={"assigned_to": bob.user_id})
    made = [
        given,
        await make_task(api, title="given to Ann", assigned_to=ann.user_id),
        await make_task(api, title="foreign"),
    ]
    return {task["title"]: task for task in made}


@pytest.mark.usefixtures("tasks")
@pytest.mark.parametrize(
    "params", [{}, {"search": "g"}, {"count": "exact", "search": "g"}, {"status": "TODO"}]
)
async def test_lists_and_totals_hold_both_kinds(ann: SignedIn, params: Json) -> None:
    assert await seen_by(ann, **params) == ({"given away", "given to Ann"}, 2)


@pytest.mark.usefixtures("tasks")
async def test_a_filter_widens_nothing(api: SignedIn, ann: SignedIn) -> None:
    assert await seen_by(ann, assigned_to=ann.user_id) == ({"given to Ann"}, 1)
    assert await seen_by(ann, assigned_to=api.user_id) == (set(), 0)


async def test_both_people_read_and_change_it(ann: SignedIn, tasks: dict[str, Json]) -> None:
    statuses = {
        title: [
            (await ann.get(f"{TASKS}/{task['id']}")).status_code,
            (await ann.post(f"{TASKS}/{task['id']}/complete")).status_code,
        ]
        for title, task in tasks.items()
    }

    assert statuses == {"given away": [200] * 2, "given to Ann": [200] * 2, "foreign": [404] * 2}


async def test_the_feed_tells_of_both_kinds(ann: SignedIn, tasks: dict[str, Json]) -> None:
    told = {title: len(await activity_of(ann, task["id"])) for title, task in tasks.items()}

    assert told == {"given away": 2, "given to Ann": 1, "foreign": 0}


async def test_no_task_on_anothers_deal(api: SignedIn, ann: SignedIn) -> None:
    foreign, hers = await make_deal(api), await make_deal(ann)

    answers = [
        await ann.post(TASKS, json={"client_id": client, "deal_id": foreign["id"], "title": "Call"})
        for client in (foreign["client_id"], hers["client_id"])
    ]

    assert [pointers(answer.json()) for answer in answers] == [["/client_id"], ["/deal_id"]]
    assert answers[1].json()["detail"] == "There is no such deal"


async def test_anothers_trash_is_not_named(api: SignedIn, ann: SignedIn) -> None:
    trashed = await make_task(api, external_id="7")
    await api.delete(f"{TASKS}/{trashed['id']}")

    task = await make_task(ann, external_id="7")

    assert task["external_id"] == "7"
