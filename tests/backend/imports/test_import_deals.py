"""Importing deals: whom they are for, how they stand, and what they come to."""

from typing import Any

import asyncpg
import pytest
from msgspec.structs import replace

from backend.settings import Settings
from tests.backend.imports.steps import all_of, counts, imported, reasons, table
from tests.support.builders import activity_of, make_client, make_deal, make_user
from tests.support.people import Json, People, SignedIn

pytestmark = pytest.mark.usefixtures("worker")


async def import_deals(api: SignedIn, header: str, rows: list[str], **orders: Any) -> Json:
    return await imported(api, table(header, rows), entity="deals", **orders)


async def test_every_field_arrives(api: SignedIn) -> None:
    client = await make_client(api, name="Acme")
    lena = await make_user(api, full_name="Lena Ott")
    header = (
        "Client;Title;Amount;Currency;Status;Owner;Description;Expected close date;Closed at;"
        "Lost reason;External ID;Created at"
    )
    row = "acme;Roof;1 234,50;usd;lost;Lena Ott;Long;31.12.2026;2026-03-04;Price;D-1;2026-01-02"

    view = await import_deals(api, header, [row])

    assert counts(view) == {"created": 1}
    (deal,) = await all_of(api, "deals")
    kept = {"client_id": client["id"], "title": "Roof", "amount": "1234.50", "currency": "USD"}
    kept |= {"status": "LOST", "owner_id": lena["id"], "description": "Long", "version": 1}
    kept |= {"expected_close_date": "2026-12-31", "closed_at": "2026-03-04T00:00:00Z"}
    kept |= {"lost_reason": "Price", "external_id": "D-1", "created_at": "2026-01-02T00:00:00Z"}
    assert deal.items() >= kept.items()
    (entry,) = await activity_of(api, deal["id"])
    assert entry["payload"].items() >= {"name": "Roof", "client_name": "Acme"}.items()


async def test_what_the_file_leaves_out_is_filled(api: SignedIn) -> None:
    await make_client(api, name="Acme")

    await import_deals(api, "Client,Title,Amount", ["Acme,Roof,"])

    (deal,) = await all_of(api, "deals")
    assert (deal["amount"], deal["currency"], deal["status"]) == ("0.00", "EUR", "NEW")
    assert (deal["owner_id"], deal["closed_at"]) == (api.user_id, None)


async def test_a_second_run_changes_nothing(api: SignedIn) -> None:
    await make_client(api, name="Acme")
    rows = ["Acme,Roof,500.0,Won,D-1,2017-05-06", "Acme,Wall,7,In_Progress,D-2,", ",Door,1,,D-3,"]
    header = "Client,Title,Amount,Stage,External ID,Close date"
    await import_deals(api, header, rows)
    before = await all_of(api, "deals")

    view = await import_deals(api, header, rows)

    assert counts(view) == {"unchanged": 2, "rejected": 1}
    assert await all_of(api, "deals") == before


async def test_clients_are_found_by_external_id_then_by_name(api: SignedIn) -> None:
    by_name = await make_client(api, name="Acme")
    by_id = await make_client(api, name="Other", external_id="Blue")
    await make_client(api, name="Blue")
    for _ in range(2):
        await make_client(api, name="Twin")
    trashed = await make_client(api, name="Gone")
    await api.delete(f"/api/v1/clients/{trashed['id']}")

    rows = ["ACME,1", "Blue,2", ",3", "Nobody,4", "Twin,5", "Gone,6", "Acme,"]
    view = await import_deals(api, "Account,Title", rows)

    deals = await all_of(api, "deals")
    assert [deal["client_id"] for deal in deals] == [by_name["id"], by_id["id"]]
    assert await reasons(api, view) == [
        "The row names no client",
        "No client is called Nobody",
        "2 clients are called Twin",
        "No client is called Gone",
        "The row has no title",
    ]


async def test_closing_says_when_and_reopening_forgets_it(api: SignedIn) -> None:
    await make_client(api, name="Acme")
    header = "Client,Title,Status,External ID,Close date"

    await import_deals(
        api, header, ["Acme,Roof,New,D-1,2020-01-01", "Acme,Wall,Won,D-2,", "Acme,Door,Won,D-3,"]
    )
    before = {deal["external_id"]: deal for deal in await all_of(api, "deals")}
    await import_deals(
        api, header, ["Acme,,Lost,D-1,2020-01-01", "Acme,,Won,D-2,", "Acme,,In Progress,D-3,"]
    )

    after = {deal["external_id"]: deal for deal in await all_of(api, "deals")}
    assert before["D-1"]["closed_at"] is None
    assert after["D-1"]["closed_at"] == "2020-01-01T00:00:00Z"
    assert after["D-2"]["closed_at"] == before["D-2"]["closed_at"] is not None
    assert after["D-3"]["closed_at"] is None


async def test_only_a_lost_deal_has_a_reason(api: SignedIn) -> None:
    await make_client(api, name="Acme")
    header = "Client,Title,Status,Lost reason,External ID"
    await import_deals(api, header, ["Acme,Roof,Lost,Price,D-1"])

    view = await import_deals(api, header, ["Acme,Wall,Won,Price,D-2", "Acme,,Won,,D-1"])

    assert await reasons(api, view) == ["Only a lost deal has a reason for it"]
    (deal,) = await all_of(api, "deals")
    assert (deal["status"], deal["lost_reason"]) == ("WON", "")


async def test_cells_that_can_be_read_in_two_ways_are_rejected(api: SignedIn) -> None:
    await make_client(api, name="Acme")
    rows = ['Acme,A,"1,234",,', "Acme,B,,Maybe,", "Acme,C,,,03/04/2026", "Acme,D,-1,,"]

    formats = {"Amount": {"decimal": None}, "Expected close date": {"date_order": None}}
    header = "Client,Title,Amount,Stage,Expected close date"
    view = await import_deals(api, header, rows, formats=formats)

    assert await reasons(api, view) == [
        "Amount: “1,234” is not an amount of zero or more, such as 1250.00",
        "Stage: “Maybe” is not a status: NEW, IN_PROGRESS, WON or LOST",
        "Expected close date: “03/04/2026” is not a date such as 2026-11-23",
        "Amount: “-1” is not an amount of zero or more, such as 1250.00",
    ]


async def test_days_begin_at_midnight_where_the_importer_is(api: SignedIn) -> None:
    await make_client(api, name="Acme")
    await api.patch("/api/v1/me", json={"time_zone": "Europe/Berlin"})

    await import_deals(api, "Client,Title,Created at", ["Acme,Roof,2026-07-01"])

    (deal,) = await all_of(api, "deals")
    assert deal["created_at"] == "2026-06-30T22:00:00Z"


async def test_the_board_shows_the_newest_on_top(api: SignedIn) -> None:
    await make_client(api, name="Acme")
    rows = ["Acme,B,2026-02-01", "Acme,C,2025-01-01", "Acme,A,2026-03-01"]

    await import_deals(api, "Client,Title,Created at", rows)

    column = (await api.get("/api/v1/deals/board")).json()["columns"][0]
    assert [card["title"] for card in column["items"]] == ["A", "B", "C"]


async def test_the_boards_totals_are_those_of_a_recount(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    await make_client(api, name="Acme")
    header = "Client,Title,Amount,Stage,External ID,Currency"
    stages = ["New", "Won", "Lost", "In progress"]
    rows = [
        f"Acme,Deal {n},{n}.5,{stages[n % 4]},D-{n},{'USD' if n % 3 else 'EUR'}" for n in range(600)
    ]
    await import_deals(api, header, rows)
    moved = [row.replace("New", "Won").replace("USD", "PLN") for row in rows[::2]]

    view = await import_deals(api, header, moved)

    assert sum(counts(view).values()) == 300
    recount = (
        "SELECT status, currency, count(*), sum(amount) FROM deals GROUP BY 1, 2 ORDER BY 1, 2"
    )
    totals = (
        "SELECT status, currency, sum(count), sum(amount) FROM deal_totals "
        "GROUP BY 1, 2 HAVING sum(count) > 0 ORDER BY 1, 2"
    )
    assert await database.fetch(totals) == await database.fetch(recount)


async def test_a_trashed_twin_is_to_be_restored(api: SignedIn) -> None:
    client = await make_client(api, name="Acme")
    deal = await make_deal(api, client_id=client["id"], external_id="D-1")
    await api.delete(f"/api/v1/deals/{deal['id']}")

    view = await import_deals(api, "Client,Title,External ID", ["Acme,Roof,D-1"])

    assert await reasons(api, view) == ["Such a deal is in the trash; restore it"]


async def test_without_an_external_id_every_row_is_a_new_deal(api: SignedIn) -> None:
    await make_client(api, name="Acme")

    view = await import_deals(api, "Client,Title", ["Acme,Roof", "Acme,Roof"])

    assert counts(view) == {"created": 2}


class TestWhereOnesOwnIsAllOneSees:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, visibility="own")

    async def test_the_clients_of_others_stay_unknown(
        self, api: SignedIn, signed_in: People
    ) -> None:
        ann = await signed_in(name="Ann")
        await make_client(api, name="Secret", external_id="S-1")

        view = await import_deals(ann, "Client,Title", ["Secret,Roof", "S-1,Roof"])

        assert await reasons(ann, view) == [
            "No client is called Secret",
            "No client is called S-1",
        ]
