"""The backend goes away under an open page, and comes back."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import Api
from tests.e2e.board import cards_of, expect_header, handle, press
from tests.support.chromium import Watch, findings_in_both_themes
from tests.support.people import Json
from tests.support.stack import Stack

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def deal(foyer: Stack, olga: Api) -> Json:  # noqa: ARG001  # which has emptied the database
    return olga.make_deal(title="Compiler", client_id=olga.make_client(name="Grace Hopper")["id"])


def test_what_was_seen_before_is_shown_with_its_time_and_cannot_be_changed(
    page: Page, foyer: Stack, deal: Json, watch: Watch
) -> None:
    watch.refusals.add(503)
    page.goto("/clients/")

    with foyer.without_backend():
        page.goto("/clients/")
        banner = page.get_by_text("The server cannot be reached. What you see is from")
        expect(banner).to_be_visible()
        expect(page.get_by_role("link", name="Grace Hopper")).to_be_visible()
        expect(page.get_by_role("button", name="New client")).to_be_disabled()
        assert findings_in_both_themes(page) == []
        page.goto(f"/deals/{deal['id']}")
        expect(page.get_by_role("heading", name="The server cannot be reached")).to_be_visible()
        assert findings_in_both_themes(page) == []

    expect(page.get_by_role("heading", name="Compiler", level=1)).to_be_visible()  # by itself
    page.goto("/clients/")
    expect(banner).to_have_count(0)
    expect(page.get_by_role("link", name="New client")).to_be_visible()


def test_a_move_that_nobody_received_is_taken_back_and_told(
    page: Page, foyer: Stack, olga: Api, watch: Watch
) -> None:
    watch.refusals.add(503)
    page.goto("/deals/board/")
    deal = olga.make_deal(title="Compiler")
    expect(handle(page, deal)).to_be_visible()  # its news have come, so nothing is looked at anew

    with foyer.without_backend():
        handle(page, deal).focus()
        press(page, "Space", "ArrowRight", "Space")
        expect(page.get_by_text("The server cannot be reached.")).to_be_visible()

    expect(cards_of(page, "NEW")).to_contain_text(["Compiler"])
    expect_header(page, "NEW", "1", "€100")
    [created] = olga.log_of(deal["id"])
    assert created["action"] == "created"
