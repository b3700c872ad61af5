"""Every page and every state of one, in the light and in the dark, for everybody."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import Api
from tests.e2e.board import move_by_menu
from tests.e2e.conftest import ADA, Open
from tests.support.chromium import Watch, findings_in_both_themes
from tests.support.people import Json
from tests.support.stack import Stack

pytestmark = pytest.mark.e2e

PAGES = [
    "/clients/",
    "/clients/?search=nobody",
    "/clients/trash/",
    "/views/new/?page=clients&search=roof",
    "/clients/new/",
    "/clients/{client}",
    "/clients/{client}/edit/",
    "/clients/{trashed_client}",
    "/clients/{client}/merge/",
    "/clients/{client}/merge/{other}/",
    "/deals/board/",
    "/deals/",
    "/deals/?client={client}&amount_min=5",
    "/deals/trash/",
    "/deals/new/?client={client}",
    "/deals/{deal}",
    "/deals/{deal}/lose/",
    "/deals/{deal}/edit/",
    "/deals/{trashed_deal}",
    "/activity/",
    "/activity/?record={deal}",
    "/notifications/",
    "/search/?q=grace",
    "/keys/",
    "/imports/",
    "/imports/new/",
    "/imports/{import}/columns/",
    "/imports/{imported}/result/",
    "/exports/",
    "/exports/new/",
    "/settings/profile/",
    "/settings/sessions/",
    "/settings/notifications/",
    "/settings/tokens/",
    "/settings/users/",
    "/settings/users/new/",
    "/settings/webhooks/",
    "/settings/webhooks/new/",
    "/settings/webhooks/{webhook}",
    "/settings/system/",
    "/today/",
    "/tasks/",
    "/tasks/?search=nothing",
    "/tasks/new/",
    "/tasks/{task}",
    "/tasks/{task}/edit/",
    "/tasks/calendar/",
    "/tasks/calendar/?view=week",
    "/tasks/calendar/?view=agenda",
    "/tasks/calendar/feed/",
    "/dashboard/",
    "/reports/forecast/",
    "/reports/results/",
    "/reports/comparison/",
]


@pytest.fixture
def ids(foyer: Stack, olga: Api) -> dict[str, str]:  # noqa: ARG001  # emptied before
    """Of some records in every state."""
    client = olga.make_client(
        name="Grace Hopper", email="grace@navy.example", phone="+1 555 0100", notes="COBOL\nlives"
    )
    for status, due in (("NEW", "2026-01-05"), ("IN_PROGRESS", "2099-01-05"), ("LOST", None)):
        step = olga.make_deal(client_id=client["id"], status=status)
        fields = {"client_id": client["id"], "deal_id": step["id"], "due_date": due}
        olga.made("tasks", {"title": "Call"} | fields)
    deal = olga.make_deal(client_id=client["id"], expected_close_date="2027-01-31")
    olga.patch(f"deals/{deal['id']}", json={"amount": "250.00", "description": "It compiles."})
    near = {"client_id": client["id"], "due_date": str(date.today())}  # noqa: DTZ011  # any near day
    ada = next(user["id"] for user in olga.read("users")["items"] if user["email"] == ADA)
    task = olga.made("tasks", {"title": "Call Grace", "assigned_to": ada} | near)
    olga.made("tasks", {"title": "Wrote to Grace", "assigned_to": ada, "status": "DONE"} | near)
    return settled(olga) | {
        "client": client["id"],
        "other": olga.make_client(name="Grace Hoper", phone="+1 555 0199")["id"],
        "deal": deal["id"],
        "task": task["id"],
        "trashed_client": trashed(olga, "clients", olga.make_client()),
        "trashed_deal": trashed(olga, "deals", olga.make_deal(client_id=client["id"])),
    }


def settled(olga: Api) -> dict[str, str]:
    """What the settings have to show, and imports at two of their steps."""
    olga.made("exports", {"entity": "clients"})
    webhook = olga.made("webhooks", {"url": "https://example.com/", "events": ["deal.*"]})
    olga.made(f"webhooks/{webhook['id']}/test", {}, status=202)
    imports = [upload(olga, b'Name,Stage,Amount\nAcme,Won,"1,234"\n') for _ in range(2)]
    orders = {"mapping": {"client": "Name", "title": "Name", "status": "Stage"}}
    olga.made(f"imports/{imports[1]}/start", orders, status=202)
    return {"webhook": webhook["id"], "import": imports[0], "imported": imports[1]}


def upload(olga: Api, content: bytes) -> str:
    files = {"file": ("deals.csv", content)}
    return str(olga.post("imports", data={"entity": "deals"}, files=files).json()["id"])


def trashed(api: Api, kind: str, record: Json) -> str:
    assert api.delete(f"{kind}/{record['id']}").status_code == 204
    return str(record["id"])


def test_every_page(page: Page, ids: dict[str, str]) -> None:
    for address in PAGES:
        page.goto(address.format(**ids))

        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert findings_in_both_themes(page) == [], address


def test_pages_without_records(page: Page) -> None:
    for address in ("/clients/", "/deals/board/", "/deals/", "/deals/trash/"):
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
    expect(page.get_by_role("textbox", name="Phone")).to_be_focused()


def asks_for_a_reason(page: Page) -> None:
    page.goto("/deals/board/")
    page.get_by_role("button", name="to another column").first.click()
    page.get_by_role("button", name="Lost", exact=True).first.click()
    expect(page.get_by_role("heading", name="Why was it lost?")).to_be_visible()


def opens_more_filters(page: Page) -> None:
    page.goto("/deals/board/")
    page.get_by_role("button", name="More").last.click()
    expect(page.get_by_label("Amount from")).to_be_visible()


def picks_a_client(page: Page) -> None:
    page.goto("/deals/")
    page.get_by_role("button", name="Client").click()
    page.locator("#picker-search").fill("grace")
    expect(page.locator("#client-picker-found a").first).to_be_visible()


def asks_for_the_next_step(page: Page) -> None:
    page.goto("/tasks/")
    page.get_by_role("button", name="Complete “Call Grace”").click()
    expect(page.get_by_label("Next step with Grace Hopper")).to_be_focused()


def opens_days(page: Page) -> None:
    page.goto("/tasks/")
    page.get_by_role("button", name="Put “Call Grace” off").click()
    expect(page.get_by_role("button", name="In 3 days")).to_be_visible()


def finds_client(page: Page) -> None:
    page.goto("/today/")
    page.get_by_role("combobox", name="Client").press_sequentially("grace")
    expect(page.get_by_role("option", name="Grace Hopper")).to_be_visible()


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
    asks_for_a_reason,
    opens_more_filters,
    picks_a_client,
    opens_days,
    asks_for_the_next_step,
    finds_client,
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
    expect(page.get_by_text("has changed “Changed meanwhile” meanwhile.")).to_be_visible()
    assert findings_in_both_themes(page) == []
