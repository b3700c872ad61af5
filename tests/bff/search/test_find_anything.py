"""The palette's answers, the page of results, and the list of keys."""

from tests.bff.browser import Browser, Page
from tests.bff.wire import Wire
from tests.support.builders import make_client, make_deal
from tests.support.people import SignedIn

OPTIONS = "/search/options/"


def offered(page: Page) -> dict[str, list[str]]:
    """Labels by their heading."""
    return {
        group.select_one(".palette-heading").text: [
            label.text for label in group.select(".palette-label")
        ]
        for group in page.all("[role=group]")
    }


async def test_commands_come_first_and_then_records(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api, name="Dealers United")
    await make_deal(api, client_id=client["id"], title="Big deal")

    found = await ada.part(f"{OPTIONS}?q=deal")

    groups = offered(found)
    assert [*groups] == ["Go to", "Create", "Records", "Search"]
    assert groups["Go to"] == ["Deals"]
    assert groups["Create"] == ["New deal"]
    assert {*groups["Records"]} == {"Dealers United", "Big deal"}
    assert found.one(f"#palette-client-{client['id']}").attrs["href"] == f"/clients/{client['id']}"


async def test_all_words_must_be_there(ada: Browser) -> None:
    found = await ada.part(f"{OPTIONS}?q=theme%20DARK")

    assert offered(found)["Appearance and account"] == ["Theme: dark"]


async def test_before_a_word_is_typed_it_offers_what_one_worked_on(
    ada: Browser, api: SignedIn
) -> None:
    await make_client(api, name="First")
    gone = await make_client(api, name="Gone")
    await make_client(api, name="Last")
    await api.delete(f"/api/v1/clients/{gone['id']}")

    found = await ada.part(OPTIONS)

    assert offered(found)["Worked on lately"] == ["Last", "First"]


async def test_without_the_backend_commands_still_work(ada: Browser, wire: Wire) -> None:
    await ada.open("/clients/")
    wire.is_cut = True

    found = await ada.part(f"{OPTIONS}?q=new")
    page = await ada.open("/search/?q=navy")

    assert "New client" in offered(found)["Create"]
    assert "The server cannot be reached." in found.text
    assert "The server cannot be reached" in page.text


async def test_the_page_of_results_needs_no_script(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api, name="Navy", company="Fleet")
    start = await ada.open("/clients/")

    empty = await ada.open(start.one("[data-palette]").attrs["href"])
    page = await ada.open("/search/?q=navy")
    nothing = await ada.open("/search/?q=zeppelin")

    assert "What are you looking for?" in empty.text
    assert page.one("a.row-link").attrs["href"] == f"/clients/{client['id']}"
    assert "Fleet" in page.text
    assert "Nothing found" in nothing.text


async def test_words_are_not_taken_for_marks(ada: Browser) -> None:
    found = await ada.part(f"{OPTIONS}?q=%3Cscript%3E%25_")

    assert found.status == 200
    assert "<script>" not in found.html


async def test_the_keys_are_listed_in_a_dialog_and_on_a_page(ada: Browser) -> None:
    dialog, page = await ada.part("/keys/"), await ada.open("/keys/")

    assert dialog.has("dialog[data-open]")
    for shown in (dialog, page):
        assert "Search and commands" in shown.text
        assert shown.one("main [role=switch], dialog [role=switch]").attrs["aria-checked"] == "true"


async def test_single_keys_can_be_turned_off(ada: Browser) -> None:
    page = await ada.submit(await ada.open("/keys/"), "main form")

    assert page.one("main [role=switch]").attrs["aria-checked"] == "false"
    assert ada.http.cookies["keys"] == "off"
