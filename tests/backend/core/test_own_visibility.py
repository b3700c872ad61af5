"""Where the instance's visibility is ``own``, users see their own records, and nothing else."""

import pytest
from msgspec.structs import replace

from backend.settings import Settings
from tests.support.builders import activity_of, make_client, make_deal, make_task
from tests.support.pages import page_of, pointers, walk
from tests.support.people import Json, People, SignedIn

MISSING = "0199f000-0000-7000-8000-000000000000"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, visibility="own")


@pytest.fixture
async def ann(signed_in: People) -> SignedIn:
    return await signed_in(name="Ann")


def without_id(problem: Json) -> Json:
    return {name: value for name, value in problem.items() if name != "request_id"}


@pytest.mark.parametrize("path", ["clients", "deals"])
async def test_lists_and_totals_hold_ones_own(api: SignedIn, ann: SignedIn, path: str) -> None:
    hers = await make_deal(ann, title="Needle", external_id="needle")
    await make_client(ann, name="Needle")
    await make_deal(api, title="Needle", client_id=(await make_client(api, name="Needle"))["id"])

    everything = await walk(ann, f"/api/v1/{path}")

    assert {record["owner_id"] for record in everything} == {ann.user_id}
    for params in ({}, {"search": "needle"}, {"count": "exact", "search": "needle"}):
        page = await page_of(ann, f"/api/v1/{path}", **params)
        seen = [record["owner_id"] for record in page["items"]]
        assert (set(seen), page["total"]) == ({ann.user_id}, len(seen))
    assert (await page_of(ann, f"/api/v1/{path}", owner=api.user_id))["total"] == 0
    assert hers["owner_id"] == ann.user_id


async def test_the_board_counts_ones_own(api: SignedIn, ann: SignedIn) -> None:
    hers = await make_deal(ann, amount="5.00")
    await make_deal(api, amount="100.00")

    column = (await page_of(ann, "/api/v1/deals/board"))["columns"][0]
    foreign = (await page_of(ann, "/api/v1/deals/board", owner=api.user_id))["columns"][0]

    assert [card["id"] for card in column["items"]] == [hers["id"]]
    assert (column["count"], column["sums"]) == (1, [{"currency": "EUR", "amount": "5.00"}])
    assert (foreign["count"], foreign["sums"], foreign["items"]) == (0, [], [])


@pytest.mark.parametrize(
    ("method", "kind", "verb", "body"),
    [
        ("GET", "clients", "", None),
        ("PATCH", "clients", "", {"name": "x"}),
        ("DELETE", "clients", "", None),
        ("POST", "clients", "/restore", None),
        ("GET", "deals", "", None),
        ("PATCH", "deals", "", {"title": "x"}),
        ("DELETE", "deals", "", None),
        ("POST", "deals", "/restore", None),
        ("POST", "deals", "/move", {"status": "WON"}),
        ("GET", "tasks", "", None),
        ("PATCH", "tasks", "", {"title": "x"}),
        ("DELETE", "tasks", "", None),
        ("POST", "tasks", "/complete", None),
        ("POST", "tasks", "/reopen", None),
        ("POST", "tasks", "/restore", None),
    ],
)
async def test_anothers_record_is_not_there_at_all(
    api: SignedIn, ann: SignedIn, method: str, kind: str, verb: str, body: Json | None
) -> None:
    make = {"clients": make_client, "deals": make_deal, "tasks": make_task}[kind]
    foreign = await make(api)

    answers = [
        await ann.request(
            method, f"/api/v1/{kind}/{where}{verb}", json=body, headers={"If-Match": '"99"'}
        )
        for where in (foreign["id"], MISSING)
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert without_id(answers[0].json()) == without_id(answers[1].json())


async def test_an_admin_sees_everything(api: SignedIn, ann: SignedIn) -> None:
    hers = await make_deal(ann)

    assert (await api.get(f"/api/v1/deals/{hers['id']}")).status_code == 200
    assert (await page_of(api, "/api/v1/deals"))["total"] == 1


async def test_no_deal_for_anothers_client(api: SignedIn, ann: SignedIn) -> None:
    foreign = await make_client(api)

    answers = [
        await ann.post("/api/v1/deals", json={"client_id": client_id, "title": "Roof"})
        for client_id in (foreign["id"], MISSING)
    ]

    assert [pointers(answer.json()) for answer in answers] == [["/client_id"]] * 2
    assert without_id(answers[0].json()) == without_id(answers[1].json())


async def test_no_card_below_anothers(api: SignedIn, ann: SignedIn) -> None:
    foreign, hers = await make_deal(api), await make_deal(ann)

    answers = [
        await ann.post(f"/api/v1/deals/{hers['id']}/move", json={"status": "NEW", "after": after})
        for after in (foreign["id"], MISSING)
    ]

    assert [answer.status_code for answer in answers] == [409, 409]


async def test_anothers_trash_is_not_named(api: SignedIn, ann: SignedIn) -> None:
    trashed = await make_client(api, external_id="7")
    await api.delete(f"/api/v1/clients/{trashed['id']}")

    answer = await ann.post("/api/v1/clients", json={"name": "Mine", "external_id": "7"})

    assert answer.status_code == 201


async def test_the_feed_tells_of_ones_own(api: SignedIn, ann: SignedIn) -> None:
    hers, foreign = await make_deal(ann), await make_deal(api)
    await api.patch(f"/api/v1/deals/{hers['id']}", json={"title": "By the admin"})

    told = {entry["entity_uuid"] for entry in await walk(ann, "/api/v1/activity")}

    assert [entry["action"] for entry in await activity_of(ann, hers["id"])] == [
        "updated",
        "created",
    ]
    assert foreign["id"] not in told
    assert await activity_of(ann, foreign["id"]) == []
    by_admin = await walk(ann, "/api/v1/activity", user_id=api.user_id)
    assert {entry["entity_uuid"] for entry in by_admin} == {hers["id"]}
