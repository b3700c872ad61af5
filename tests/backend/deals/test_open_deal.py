"""Opening a deal."""

from decimal import Decimal

import asyncpg
import pytest

from tests.support.builders import activity_of, make_client, make_deal
from tests.support.pages import page_of, pointers
from tests.support.people import People, SignedIn

DEALS = "/api/v1/deals"


async def test_answers_201_with_its_address_and_version(api: SignedIn) -> None:
    client = await make_client(api, name="Acme")

    answer = await api.post(DEALS, json={"client_id": client["id"], "title": "Roof"})

    assert answer.status_code == 201
    assert answer.headers["location"] == f"{DEALS}/{answer.json()['id']}"
    assert answer.headers["etag"] == '"1"'
    assert (await api.get(answer.headers["location"])).json() == answer.json()


async def test_a_bare_one_is_new_and_worth_nothing(api: SignedIn) -> None:
    client = await make_client(api, name="Acme")

    deal = await make_deal(api, client_id=client["id"], title="Roof", amount="0")

    shown = ("status", "amount", "currency", "client_name", "owner_id", "closed_at")
    assert [deal[name] for name in shown] == ["NEW", "0.00", "EUR", "Acme", api.user_id, None]


async def test_it_is_written_down_whole(api: SignedIn) -> None:
    client = await make_client(api, name="Acme")

    deal = await make_deal(api, client_id=client["id"], title="Roof", amount="1250.50")

    (entry,) = await activity_of(api, deal["id"])
    assert (entry["action"], entry["user_id"]) == ("created", api.user_id)
    assert (entry["payload"]["name"], entry["payload"]["client_name"]) == ("Roof", "Acme")
    assert entry["payload"]["changes"]["amount"] == [None, "1250.50"]


@pytest.mark.parametrize("status", ["WON", "LOST"])
async def test_opened_closed_it_says_when(api: SignedIn, status: str) -> None:
    deal = await make_deal(api, status=status)

    assert deal["closed_at"] == deal["created_at"]


async def test_it_stands_on_top_of_its_column(api: SignedIn) -> None:
    made = [await make_deal(api) for _ in range(4)]

    column = (await page_of(api, f"{DEALS}/board"))["columns"][0]

    assert [card["id"] for card in column["items"]] == [deal["id"] for deal in made[::-1]]


@pytest.mark.parametrize(
    ("amount", "kept"),
    [("0", "0.00"), ("0.1", "0.10"), ("007", "7.00"), ("999999999999.99", "999999999999.99")],
)
async def test_an_amount_is_kept_to_the_cent(
    api: SignedIn, database: asyncpg.Connection, amount: str, kept: str
) -> None:
    deal = await make_deal(api, amount=amount)

    assert deal["amount"] == kept
    assert await database.fetchval("SELECT amount FROM deals") == Decimal(kept)


@pytest.mark.parametrize(
    "amount",
    [
        *("NaN", "sNaN", "Infinity", "-1", "1e3", "1e99999", "1_000", "1.005", "1,5", "", " 1"),
        *("1000000000000", "１２３", "٣", "1\n", "0x10", ".5", "5.", 12, 1.5, None, True, [], {}),
    ],
)
async def test_an_amount_is_a_plain_decimal(api: SignedIn, amount: object) -> None:
    client = await make_client(api)

    answer = await api.post(
        DEALS, json={"client_id": client["id"], "title": "Roof", "amount": amount}
    )

    assert (answer.status_code, pointers(answer.json())) == (400, ["/amount"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("currency", "eur"),
        ("currency", "EURO"),
        ("currency", "EUR\n"),
        ("status", "new"),
        ("status", "MAYBE"),
        ("expected_close_date", "2026-02-30"),
        ("expected_close_date", "2026-01-01T00:00:00Z"),
        ("expected_close_date", "tomorrow"),
        ("lost_reason", "too dear"),
        ("client_id", "0199f000-0000-7000-8000-000000000000"),
        ("owner_id", "0199f000-0000-7000-8000-000000000000"),
        ("rank", "V"),
        ("closed_at", "2026-01-01T00:00:00Z"),
        ("version", 2),
    ],
)
async def test_refuses_a_field_that_does_not_fit(api: SignedIn, field: str, value: str) -> None:
    client = await make_client(api)
    body = {"client_id": client["id"], "title": "Roof"} | {field: value}

    answer = await api.post(DEALS, json=body)

    assert (answer.status_code, pointers(answer.json())) == (400, [f"/{field}"])


async def test_not_for_a_client_in_the_trash(api: SignedIn) -> None:
    client = await make_client(api)
    await api.delete(f"/api/v1/clients/{client['id']}")

    answer = await api.post(DEALS, json={"client_id": client["id"], "title": "Roof"})

    assert (answer.status_code, pointers(answer.json())) == (400, ["/client_id"])


async def test_for_a_colleagues_client(api: SignedIn, signed_in: People) -> None:
    client = await make_client(api)
    ann = await signed_in()

    deal = await make_deal(ann, client_id=client["id"])

    assert deal["owner_id"] == ann.user_id


async def test_a_twin_in_the_trash_is_named(api: SignedIn) -> None:
    trashed = await make_deal(api, external_id="7")
    await api.delete(f"{DEALS}/{trashed['id']}")
    body = {"client_id": trashed["client_id"], "title": "Roof", "external_id": "7"}

    answer = await api.post(DEALS, json=body)

    assert (answer.status_code, answer.json()["trashed_id"]) == (409, trashed["id"])


async def test_two_may_not_share_an_external_id(api: SignedIn) -> None:
    deal = await make_deal(api, external_id="7")
    body = {"client_id": deal["client_id"], "title": "Roof", "external_id": "7"}

    answer = await api.post(DEALS, json=body)

    assert (answer.status_code, pointers(answer.json())) == (409, ["/external_id"])
