"""Putting a deal into the trash, and taking it out again."""

from tests.support.builders import activity_of, make_deal
from tests.support.pages import page_of
from tests.support.people import People, SignedIn

DEALS = "/api/v1/deals"


async def test_it_leaves_the_board(api: SignedIn) -> None:
    deal = await make_deal(api)

    answer = await api.delete(f"{DEALS}/{deal['id']}")

    column = (await page_of(api, f"{DEALS}/board"))["columns"][0]
    assert (answer.status_code, answer.content) == (204, b"")
    assert (column["count"], column["sums"], column["items"]) == (0, [], [])


async def test_restored_it_is_where_it_was(api: SignedIn) -> None:
    deals = [await make_deal(api) for _ in range(3)]
    await api.delete(f"{DEALS}/{deals[1]['id']}")

    answer = await api.post(f"{DEALS}/{deals[1]['id']}/restore")

    column = (await page_of(api, f"{DEALS}/board"))["columns"][0]
    assert (answer.status_code, answer.headers["etag"]) == (200, '"3"')
    assert [card["id"] for card in column["items"]] == [deal["id"] for deal in deals[::-1]]
    actions = [entry["action"] for entry in await activity_of(api, deals[1]["id"])]
    assert actions == ["restored", "deleted", "created"]


async def test_not_twice(api: SignedIn) -> None:
    deal = await make_deal(api)
    await api.delete(f"{DEALS}/{deal['id']}")

    answer = await api.delete(f"{DEALS}/{deal['id']}")

    assert answer.status_code == 404


async def test_not_when_someone_changed_it(api: SignedIn) -> None:
    deal = await make_deal(api)
    await api.patch(f"{DEALS}/{deal['id']}", json={"title": "Newer"})

    answer = await api.delete(f"{DEALS}/{deal['id']}", headers={"If-Match": '"1"'})

    assert (answer.status_code, answer.json()["current"]["title"]) == (412, "Newer")


async def test_only_by_its_owner(api: SignedIn, signed_in: People) -> None:
    deal = await make_deal(api)
    ann = await signed_in()

    deleted = await ann.delete(f"{DEALS}/{deal['id']}")
    restored = await ann.post(f"{DEALS}/{deal['id']}/restore")

    assert (deleted.status_code, restored.status_code) == (403, 403)


async def test_only_the_trashed_are_restored(api: SignedIn) -> None:
    deal = await make_deal(api)

    answer = await api.post(f"{DEALS}/{deal['id']}/restore")

    assert answer.status_code == 409
