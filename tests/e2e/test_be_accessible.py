"""Every page and every state of one, in the light and in the dark, for everybody."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import Api
from tests.e2e.board import handle, press
from tests.e2e.conftest import Open, sign_in
from tests.support.chromium import Watch, findings_in_both_themes, odds

pytestmark = pytest.mark.e2e

PARTS = 4  # of the pages, so that none of the tests runs into its time limit
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


@pytest.mark.sweep
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page(page: Page, ids: dict[str, str], part: int) -> None:
    found: dict[str, list[str]] = {}
    for address in PAGES[part::PARTS]:
        page.goto(address.format(**ids))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        found[address] = [*findings_in_both_themes(page), *odds(page)]

    assert {name: each for name, each in found.items() if each} == {}


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

    sign_in(page, "nobody@foyer.test", "whatever it is")

    expect(page.get_by_role("alert")).to_be_visible()
    assert findings_in_both_themes(page) == []


def test_a_form_that_was_refused(page: Page, ids: dict[str, str], watch: Watch) -> None:
    watch.refusals.add(422)
    page.goto(f"/deals/{ids['deal']}")
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_role("textbox", name="Amount").fill("a lot")
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
    handle(page, slow).focus()
    press(page, "Space", "ArrowRight")
    olga.patch(f"deals/{slow['id']}", json={"title": "Changed meanwhile"})
    press(page, "Space")
    expect(page.get_by_text("has changed “Changed meanwhile” meanwhile.")).to_be_visible()
    assert findings_in_both_themes(page) == []
