"""The gallery in a browser: what it tells of its previews, and a playground that is played with."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.chromium import findings
from tests.ui_components.server import Site

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

# A preview is a part of a page: rules for whole pages do not apply to it.
WHOLE_PAGE = {"region", "page-has-heading-one", "landmark-one-main", "landmark-unique"}


def test_the_gallery_itself_is_accessible(quiet_page: Page, site: Site) -> None:
    for path in ("/gallery/", "/gallery/badge"):
        quiet_page.goto(site.url + path)
        # Axe looks into the previews, too, and cannot while the gallery's own is looking at one.
        expect(quiet_page.locator("[data-axe]", has_text="not looked at")).to_have_count(0)
        assert findings(quiet_page, besides=WHOLE_PAGE) == []


def test_the_gallery_tells_what_axe_finds(quiet_page: Page, site: Site) -> None:
    quiet_page.goto(f"{site.url}/gallery/badge")

    verdicts = quiet_page.locator("[data-axe]")
    expect(verdicts.first).to_have_text("Accessibility: nothing found")
    expect(verdicts.first).to_have_attribute("data-tone", "success")


def test_the_playground_follows_its_knobs(quiet_page: Page, site: Site) -> None:
    quiet_page.goto(f"{site.url}/gallery/switch")
    playground = quiet_page.locator("#playground")

    playground.get_by_label("error").fill("No address")
    playground.get_by_label("on", exact=True).check()

    expect(playground.locator("code")).to_contain_text("on=True")
    expect(playground.locator("code")).to_contain_text("error='No address'")
    expect(playground.get_by_label("on", exact=True)).to_be_focused()
    expect(quiet_page).to_have_url(re.compile("error=No\\+address"))
    frame = playground.frame_locator("iframe")
    expect(frame.get_by_role("switch")).to_be_checked()
    expect(playground.locator("[data-axe]")).to_have_text("Accessibility: nothing found")


def test_a_knob_turned_while_an_answer_is_on_its_way_counts(quiet_page: Page, site: Site) -> None:
    quiet_page.goto(f"{site.url}/gallery/switch")
    playground = quiet_page.locator("#playground")
    playground.get_by_label("on", exact=True).evaluate(
        "box => document.addEventListener('htmx:after:request', () => box.click(), {once: true})"
    )

    playground.get_by_label("error").fill("No address")

    expect(playground.locator("code")).to_contain_text("on=True")


# Looks for ever at the playground as it first is, and tells of it.
ENDLESS = """window.axe = { run: async () => {
    const { pathname, search } = location;
    if (!pathname.endsWith("/playground") || search.includes("error")) return { violations: [] };
    parent.document.documentElement.dataset.looks = "";
    await new Promise(() => {});
} };"""


def test_a_preview_that_gives_way_while_it_is_looked_at_holds_up_nobody(
    quiet_page: Page, site: Site
) -> None:
    quiet_page.route("**/axe.*.js", lambda route: route.fulfill(body=ENDLESS))
    quiet_page.goto(f"{site.url}/gallery/switch")
    expect(quiet_page.locator("html[data-looks]")).to_be_attached()

    quiet_page.locator("#playground").get_by_label("error").fill("No address")

    verdict = quiet_page.locator("#playground [data-axe]")
    expect(verdict).to_have_text("Accessibility: nothing found")


def test_the_gallery_logs_what_an_example_asks_its_server(quiet_page: Page, site: Site) -> None:
    quiet_page.goto(f"{site.url}/gallery/form#sent")
    frame = quiet_page.frame_locator('iframe[title="form: Sent"]')

    frame.get_by_label("E-mail").fill("ann@example.com")
    frame.get_by_role("button", name="Send me news").click()

    expect(frame.get_by_text("News goes to ann@example.com.")).to_be_visible()
    entry = quiet_page.locator("#sent [data-log] li")
    expect(entry).to_contain_text("GET /gallery/form/sent/saved?email=ann%40example.com")
    expect(entry).to_contain_text("answered 200")
    expect(entry).to_contain_text("into #news by outerHTML")
