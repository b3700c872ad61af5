import asyncpg

from tests.bff.browser import HTMX, ORIGIN, Browser
from tests.support.builders import make_client, make_deal
from tests.support.bulk import add_clients
from tests.support.people import SignedIn

NEW, EDIT = "form[action='/deals/new/']", "form[action$='/edit/']"


async def test_a_deal_is_opened_for_a_client(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api, name="Grace Hopper")
    page = await ada.open(f"/clients/{client['id']}")
    form = await ada.open(page.one("a[href^='/deals/new/?client=']").attrs["href"])

    deal = await ada.submit(
        form, NEW, title="Renewal", amount="1,250.50", currency="USD",
        expected_close_date="2030-01-31",
    )  # fmt: skip

    assert deal.one("h1").text == "Renewal"
    for text in ("$1,250.50", "Grace Hopper", "Jan 31, 2030"):
        assert text in deal.text
    assert "Renewal" in (await ada.open(f"/clients/{client['id']}")).text


async def test_a_column_of_the_board_takes_a_new_deal(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api, name="Grace Hopper", company="Navy")
    await make_client(api, name="Alan Turing")
    board = await ada.open("/deals/board/")
    form = await ada.part(board.one("#board-IN_PROGRESS > header a").attrs["href"])

    found = await ada.part("/deals/clients/?client_id_search=grace", target="ul#client-list")
    option = found.one("[role=option]")
    fields = form.fields(NEW) | {
        "client_id": option.attrs["data-value"],
        "client_id_search": option.text,
        "title": "Renewal",
        "amount": "90",
    }
    sent = await ada.send(
        "/deals/new/", fields, HTMX | {"hx-current-url": f"{ORIGIN}/deals/board/"}
    )

    assert option.text == "Grace Hopper · Navy"
    assert sent.headers["hx-location"] == "/deals/board/"
    [deal] = (await api.get("/api/v1/deals", params={"client": client["id"]})).json()["items"]
    assert (deal["title"], deal["status"]) == ("Renewal", "IN_PROGRESS")


async def test_a_choice_of_clients_says_that_there_are_more_or_none(
    ada: Browser, api: SignedIn, database: asyncpg.Connection
) -> None:
    await add_clients(database, api.user_id, 11, name="Navy")
    form = await ada.open("/deals/new/")

    offered = await ada.part("/deals/clients/?client_id_search=navy")
    many = await ada.submit(form, NEW, client_id_search="navy", find="client_id")
    none = await ada.submit(form, NEW, client_id_search="xyz", find="client_id")

    assert offered.all("[role=option]")[-1].text == "And more: type on"
    assert "And more: type on" in many.one("[data-combobox]").text
    assert "No clients found" in none.one("[data-combobox]").text


async def test_a_client_is_found_without_scripts(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api, name="Grace Hopper")
    await make_client(api, name="Alan Turing")
    form = await ada.open("/deals/new/")

    found = await ada.submit(
        form, NEW, title="Renewal", amount="90", client_id_search="grace", find="client_id"
    )
    deal = await ada.submit(found, NEW, client_id=client["id"])

    names = [option.text for option in found.all("select[name=client_id] option")]
    assert names == ["—", "Grace Hopper"]
    assert deal.one("h1").text == "Renewal"


async def test_a_deal_without_a_client_is_refused(ada: Browser) -> None:
    page = await ada.submit(await ada.open("/deals/new/"), NEW, title="Renewal", amount="1")

    assert page.status == 422
    assert page.one("#field-client_id-error").text == "Please fill this in."


async def test_amounts_that_are_none_are_told(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api)
    form = await ada.open(f"/deals/new/?client={client['id']}")

    for amount in ("", "-1", "NaN", "abc", "12,50", "1e5", "9" * 20):
        page = await ada.submit(form, NEW, title="Renewal", amount=amount)
        assert page.status == 422
        assert page.has("#field-amount-error"), amount
        assert page.fields(NEW)["amount"] == amount


async def test_edited_without_touching_the_rest(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api, amount="100.00", expected_close_date="2030-01-31")
    form = await ada.open(f"/deals/{deal['id']}/edit/")

    await ada.submit(form, EDIT, amount="200", expected_close_date="")

    saved = (await api.get(f"/api/v1/deals/{deal['id']}")).json()
    assert (saved["amount"], saved["expected_close_date"]) == ("200.00", None)
    assert saved["title"] == deal["title"]


async def test_deleted_and_undone(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api, title="Renewal")
    page = await ada.open(f"/deals/{deal['id']}")

    board = await ada.submit(page, "form[action$='/delete/']")
    assert (board.path, board.has(".kanban-card")) == ("/deals/board/", False)
    back = await ada.submit(board, "form[action$='/restore/']")

    assert "Renewal is back." in back.text


async def test_the_form_says_for_whom_and_why_not(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api, name="Grace Hopper")
    form = await ada.open(f"/deals/new/?client={client['id']}")
    assert form.one("#field-client_id").attrs["value"] == "Grace Hopper"
    await api.delete(f"/api/v1/clients/{client['id']}")

    page = await ada.submit(form, NEW, title="Renewal", amount="1")

    assert page.one("#field-client_id").attrs["value"] == "Grace Hopper"
    assert "in the trash" in page.one("#field-client_id-error").text


async def test_amounts_are_shown_as_they_are_typed(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api, amount="1250.50")
    await ada.send("/language/", {"locale": "ru", "csrf_token": await ada.token()})
    form = await ada.open(f"/deals/{deal['id']}/edit/")
    assert form.fields(EDIT)["amount"] == "1250,50"

    page = await ada.submit(form, EDIT)

    assert page.status == 200
    assert (await api.get(f"/api/v1/deals/{deal['id']}")).json()["version"] == deal["version"]
