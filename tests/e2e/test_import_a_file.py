"""An import in a browser: the file, its columns, what would happen, what did, and back."""

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.api import Api
from tests.support.chromium import Watch

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
ROWS = b"Account,Phase,Title\nAcme,Won,Roof\nAcme,Prospecting,Wall\n,Won,Floor\n"


def test_from_the_file_to_its_undo(page: Page, olga: Api, watch: Watch) -> None:
    watch.refusals.add(422)
    olga.make_client(name="Acme")
    page.goto("/imports/")
    page.get_by_role("link", name="Import a file").first.click()
    page.get_by_role("radio", name="Deals").check()
    file = FilePayload(name="deals.csv", mimeType="text/csv", buffer=ROWS)
    page.locator("#field-file").set_input_files(file)
    page.get_by_role("button", name="Upload").click()

    phase = page.get_by_label("Field for Phase")
    phase.select_option("status")
    page.get_by_label("Prospecting").select_option("NEW")
    expect(page.get_by_label("Won")).to_have_value("WON")
    page.get_by_label("Field for Title").select_option("")
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("alert")).to_have_text("Choose the column for: Title.")
    expect(page.get_by_label("Prospecting")).to_have_value("NEW")
    page.get_by_label("Field for Title").select_option("title")
    page.get_by_role("button", name="Check the file").click()

    expect(page.get_by_text("The row names no client")).to_be_visible()
    page.get_by_role("button", name="Import 2 rows").click()
    expect(page.locator(".stat").first).to_have_text("New2")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download them").click()
    assert download.value.suggested_filename.startswith("rejected-")

    page.get_by_role("button", name="Undo this import").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Undo this import").click()
    expect(page.locator(".stat").first).to_have_text("In the trash2")


def test_the_choice_of_a_field_keeps_the_focus(page: Page) -> None:
    page.goto("/imports/new/?entity=deals")
    file = FilePayload(name="deals.csv", mimeType="text/csv", buffer=ROWS)
    page.locator("#field-file").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    phase = page.get_by_label("Field for Phase")

    phase.focus()
    phase.select_option("status")

    expect(page.get_by_label("Prospecting")).to_be_visible()
    expect(phase).to_be_focused()
