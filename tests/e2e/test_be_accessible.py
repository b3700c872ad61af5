"""Every page and every state of one, in the light and in the dark, for everybody."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import Api
from tests.e2e.board import move_by_menu
from tests.e2e.conftest import Open
from tests.support.chromium import Watch, findings_in_both_themes
from tests.support.people import Json
from tests.support.stack import Stack

pytestmark = pytest.mark.e2e

PAGES = [
    "/clients/",
    "/clients/?search=nobody",
    "/clients/new/",
    "/clients/{client}",
    "/clients/{client}/edit/",
    "/clients/{trashed_client}",
    "/clients/{client}/merge/",
    "/clients/{client}/merge/{other}/",
    "/deals/board/",
    "/deals/new/",
    "/deals/new/?client={client}",
    "/deals/{deal}",
    "/deals/{deal}/edit/",
    "/deals/{trashed_deal}",
]


@pytest.fixture
def ids(foyer: Stack, olga: Api) -> dict[str, str]:  # noqa: ARG001  # emptied before
    """Of some records in every state."""
    client = olga.make_client(
        name="Grace Hopper", email="grace@navy.example", phone="+1 555 0100", notes="COBOL\nlives"
    )
    for status in ("IN_PROGRESS", "WON", "LOST"):
        olga.make_deal(client_id=client["id"], status=status)
    deal = olga.make_deal(client_id=client["id"], expected_close_date="2027-01-31")
    olga.patch(f"deals/{deal['id']}", json={"amount": "250.00", "description": "It compiles."})
    return {
        "client": client["id"],
        "other": olga.make_client(name="Grace Hoper", phone="+1 555 0199")["id"],
        "deal": deal["id"],
        "trashed_client": trashed(olga, "clients", olga.make_client()),
        "trashed_deal": trashed(olga, "deals", olga.make_deal(client_id=client["id"])),
    }


def trashed(api: Api, kind: str, record: Json) -> str:
    assert api.delete(f"{kind}/{record['id']}").status_code == 204
    return str(record["id"])


def test_every_page(page: Page, ids: dict[str, str]) -> None:
    for address in PAGES:
        page.goto(address.format(**ids))

        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert findings_in_both_themes(page) == [], address


def test_pages_without_records(page: Page) -> None:
    for address in ("/clients/", "/deals/board/", "/deals/new/"):
        page.goto(address)
        assert findings_in_both_themes(page) == [], address


@pytest.mark.parametrize(("address", "status"), [("/nowhere", 404), ("/clients/?sort=no", 400)])
def test_pages_that_are_not_there(page: Page, watch: Watch, address: str, status: int) -> None:
    watch.refusals.add(status)
    page.goto(address)

    expect(page.get_by_role("link", name="To the start page")).to_be_visible()
    assert findings_in_both_themes(page) == []


def test_signing_in(open_window: Open, watch: Watch) -> None:
    watch.refusals.add(422)
    page = open_window()
    page.goto("/login/")
    assert findings_in_both_themes(page) == []

    page.get_by_label("E-mail").fill("nobody@foyer.test")
    page.get_by_label("Password").fill("whatever it is")
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_be_visible()
    assert findings_in_both_themes(page) == []


def opens_account_menu(page: Page) -> None:
    page.goto("/clients/")
    page.get_by_role("button", name="Ada Admin").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def opens_theme_menu(page: Page) -> None:
    page.goto("/clients/")
    page.get_by_role("button", name="Theme").click()
    expect(page.get_by_role("button", name="System")).to_be_visible()


def opens_card_menu(page: Page) -> None:
    page.goto("/deals/board/")
    page.get_by_role("button", name="to another column").first.click()
    expect(page.get_by_text("Move to").first).to_be_visible()


def opens_panel(page: Page) -> None:
    page.goto("/clients/")
    page.get_by_role("link", name="New client").click()
    expect(page.get_by_role("heading", name="New client")).to_be_visible()


def is_warned_of_a_duplicate(page: Page) -> None:
    page.goto("/clients/new/")
    page.get_by_label("Name").fill("Grace Hopper")
    expect(page.get_by_text("Is it one of these?")).to_be_visible()


def edits_a_fact(page: Page) -> None:
    page.goto("/clients/")
    page.get_by_role("link", name="Grace Hopper").click()
    page.get_by_role("link", name="Edit: Phone").click()
    expect(page.get_by_label("Phone")).to_be_focused()


def opens_choice(page: Page) -> None:
    page.goto("/deals/board/")
    page.get_by_role("link", name="New deal").click()
    expect(page.get_by_role("heading", name="For which client?")).to_be_visible()


def folds_sidebar(page: Page) -> None:
    page.goto("/clients/")
    page.get_by_role("button", name="Toggle sidebar").click()
    expect(page.locator(".shell")).to_have_attribute("data-collapsed", "")


def lifts_card(page: Page) -> None:
    page.goto("/deals/board/")
    page.locator(".card-handle").first.focus()
    page.keyboard.press("Space")
    expect(page.locator(".kanban-card[data-held]")).to_be_visible()


STATES: list[Callable[[Page], None]] = [
    opens_account_menu,
    opens_theme_menu,
    opens_card_menu,
    opens_panel,
    is_warned_of_a_duplicate,
    edits_a_fact,
    opens_choice,
    folds_sidebar,
    lifts_card,
]


@pytest.mark.usefixtures("ids")
def test_every_state(page: Page) -> None:
    for arrive in STATES:
        arrive(page)

        assert findings_in_both_themes(page) == [], arrive.__name__


def test_a_form_that_was_refused(page: Page, ids: dict[str, str], watch: Watch) -> None:
    watch.refusals.add(422)
    page.goto(f"/deals/{ids['deal']}")
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Amount").fill("a lot")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Please write an amount like 1250.50, zero or more.")).to_be_visible()
    assert findings_in_both_themes(page) == []


def test_good_news_and_bad(page: Page, olga: Api, ids: dict[str, str], watch: Watch) -> None:
    watch.refusals.add(409)
    page.goto(f"/clients/{ids['client']}")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert findings_in_both_themes(page) == []

    slow = olga.make_deal()
    page.goto("/deals/board/")
    olga.patch(f"deals/{slow['id']}", json={"title": "Changed meanwhile"})
    move_by_menu(page, slow, to="Won")
    expect(page.get_by_text("Somebody was faster.")).to_be_visible()
    assert findings_in_both_themes(page) == []
