"""Editing a deal."""

from tests.support.builders import activity_of, make_client, make_deal
from tests.support.pages import pointers
from tests.support.people import People, SignedIn

DEALS = "/api/v1/deals"


async def test_absence_keeps_and_null_clears(api: SignedIn) -> None:
    deal = await make_deal(api, expected_close_date="2030-01-31", external_id="7")
    body = {"title": "Bigger roof", "expected_close_date": None}

    answer = await api.patch(f"{DEALS}/{deal['id']}", json=body)

    times = {"updated_at": answer.json()["updated_at"], "version": 2}
    assert (answer.status_code, answer.json()) == (200, deal | body | times)


async def test_it_writes_what_was_before_and_after(api: SignedIn) -> None:
    deal = await make_deal(api, title="Roof", amount="10.00")

    await api.patch(f"{DEALS}/{deal['id']}", json={"amount": "12.5", "title": "Roof"})

    latest = (await activity_of(api, deal["id"]))[0]
    assert latest["payload"]["changes"] == {"amount": ["10.00", "12.50"]}


async def test_the_same_amount_in_other_digits_is_no_news(api: SignedIn) -> None:
    deal = await make_deal(api, amount="10.00")

    answer = await api.patch(f"{DEALS}/{deal['id']}", json={"amount": "10"})

    assert answer.json()["version"] == 1
    assert len(await activity_of(api, deal["id"])) == 1


async def test_a_stale_edit_answers_the_current_record(api: SignedIn) -> None:
    deal = await make_deal(api)
    url = f"{DEALS}/{deal['id']}"
    current = (await api.patch(url, json={"title": "First"})).json()

    answer = await api.patch(url, json={"title": "Second"}, headers={"If-Match": '"1"'})

    assert (answer.status_code, answer.json()["current"]) == (412, current)


async def test_it_can_change_its_client(api: SignedIn) -> None:
    deal, other = await make_deal(api), await make_client(api, name="Other")

    answer = await api.patch(f"{DEALS}/{deal['id']}", json={"client_id": other["id"]})

    assert (answer.json()["client_id"], answer.json()["client_name"]) == (other["id"], "Other")


async def test_a_status_is_not_edited_but_moved(api: SignedIn) -> None:
    deal = await make_deal(api)

    answer = await api.patch(f"{DEALS}/{deal['id']}", json={"status": "WON"})

    assert (answer.status_code, pointers(answer.json())) == (400, ["/status"])


async def test_only_a_lost_one_has_a_reason(api: SignedIn) -> None:
    lost, won = await make_deal(api, status="LOST"), await make_deal(api, status="WON")

    kept = await api.patch(f"{DEALS}/{lost['id']}", json={"lost_reason": "too dear"})
    refused = await api.patch(f"{DEALS}/{won['id']}", json={"lost_reason": "too dear"})

    assert kept.json()["lost_reason"] == "too dear"
    assert (refused.status_code, pointers(refused.json())) == (400, ["/lost_reason"])


async def test_a_colleague_may_not(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in()
    deal = await make_deal(api)

    answer = await ann.patch(f"{DEALS}/{deal['id']}", json={"title": "Mine"})

    assert answer.status_code == 403


async def test_its_owner_may(signed_in: People) -> None:
    ann = await signed_in()
    deal = await make_deal(ann)

    answer = await ann.patch(f"{DEALS}/{deal['id']}", json={"title": "Mine"})

    assert answer.json()["title"] == "Mine"


async def test_a_trashed_one_is_restored_first(api: SignedIn) -> None:
    deal = await make_deal(api)
    await api.delete(f"{DEALS}/{deal['id']}")

    answer = await api.patch(f"{DEALS}/{deal['id']}", json={"title": "New"})

    assert (answer.status_code, answer.json()["trashed_id"]) == (409, deal["id"])
