"""A client in a browser: facts by the keyboard, files with their progress, duplicates."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.api import Api
from tests.support.chromium import Watch

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
DROP = """([name, text]) => {
    const files = new DataTransfer();
    files.items.add(new File([text], name));
    for (const kind of ["dragover", "drop"]) {
        const told = { dataTransfer: files, bubbles: true, cancelable: true };
        document.querySelector(".drop-zone").dispatchEvent(new DragEvent(kind, told));
    }
}"""


def test_facts_are_edited_by_keys_alone(page: Page, olga: Api, watch: Watch) -> None:
    watch.refusals.add(422)
    olga.make_client(email="taken@navy.example")
    client = olga.make_client(name="Grace", phone="+1 555 0100")
    page.goto(f"/clients/{client['id']}")
    edit = page.get_by_role("link", name="Edit: E-mail")

    edit.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="E-mail")).to_be_focused()
    page.keyboard.type("taken@navy.example")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Another client has this e-mail")).to_be_visible()
    expect(page.get_by_role("textbox", name="E-mail")).to_be_focused()
    page.get_by_role("textbox", name="E-mail").fill("grace@navy.example")
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="grace@navy.example", exact=True)).to_be_visible()
    expect(edit).to_be_focused()
    expect(page.get_by_role("link", name="Write to grace@navy.example")).to_be_visible()
    expect(page.get_by_role("list", name="History").get_by_text("changed this")).to_be_visible()

    page.get_by_text("+1 555 0100").locator("xpath=ancestor::dd").click(position={"x": 150, "y": 8})
    page.get_by_role("textbox", name="Phone").fill("thrown away")
    page.keyboard.press("Escape")
    expect(page.get_by_text("+1 555 0100")).to_be_visible()
    expect(page.get_by_role("link", name="Edit: Phone")).to_be_focused()


def test_two_facts_can_be_open_at_once_and_a_note_is_written_between(page: Page, olga: Api) -> None:
    client = olga.make_client(name="Grace")
    page.goto(f"/clients/{client['id']}")
    page.get_by_role("link", name="Edit: Company").click()
    page.get_by_role("textbox", name="Company").fill("Navy")
    page.get_by_role("link", name="Edit: Phone").click()
    page.get_by_role("textbox", name="Phone").fill("+1 555")

    page.locator("#fact-phone").get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="+1 555", exact=True)).to_be_visible()
    expect(page.get_by_role("textbox", name="Company")).to_have_value("Navy")
    page.locator("#fact-company").get_by_role("button", name="Save").click()
    expect(page.locator("#client-head")).to_contain_text("Navy · Owned by")

    page.get_by_label("Note", exact=True).fill("Wants an offer")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".timeline-text")).to_have_text("Wants an offer")
    expect(page.get_by_label("Note", exact=True)).to_be_focused()
    expect(page.get_by_label("Note", exact=True)).to_have_value("")


def test_files_are_chosen_and_dropped(page: Page, olga: Api, watch: Watch, tmp_path: Path) -> None:
    watch.refusals.add(422)
    client = olga.make_client(name="Grace")
    offer = tmp_path / "offer.pdf"
    offer.write_bytes(PDF)
    page.goto(f"/clients/{client['id']}")
    files = page.get_by_role("list", name="Files")

    page.locator("input[type=file]").set_input_files(offer)
    expect(files.get_by_role("link")).to_have_text(["offer.pdf"])
    page.evaluate(DROP, ["notes.txt", "Call her"])
    expect(files.get_by_role("link")).to_have_text(["notes.txt", "offer.pdf"])
    page.evaluate(DROP, ["tool.exe", "MZ"])
    told = page.locator(".uploads li")
    expect(told).to_contain_text("Files of this kind are not taken.")
    told.get_by_role("button", name="Dismiss").click()
    expect(told).to_have_count(0)

    with page.expect_download() as fetched:
        files.get_by_role("link", name="offer.pdf").click()
    assert fetched.value.path().read_bytes() == PDF
    page.get_by_role("button", name="Remove: offer.pdf").click()
    page.get_by_role("button", name="Remove for good").click()
    expect(files.get_by_role("link")).to_have_text(["notes.txt"])
    olga.edit(f"clients/{client['id']}", company="Navy")
    expect(page.locator("#client-head")).to_contain_text("Navy")
    expect(page.locator("#files-list")).to_be_focused()


def test_nobody_leaves_unasked_while_one_of_several_files_is_still_being_sent(
    page: Page, olga: Api
) -> None:
    client = olga.make_client(name="Grace")
    page.goto(f"/clients/{client['id']}")
    expect(page.get_by_text("No files yet.")).to_be_visible()
    sent: list[Route] = []

    def answer_the_first(route: Route) -> None:
        sent.append(route)
        if len(sent) == 1:
            route.continue_()

    page.route(f"**/files/client/{client['id']}/", answer_the_first)

    for name in ("offer.txt", "notes.txt"):
        page.evaluate(DROP, [name, name])

    files = page.get_by_role("list", name="Files").get_by_role("link")
    expect(files).to_have_text(["offer.txt"])
    expect(page.locator(".uploads > li")).to_contain_text(["notes.txt"])
    expect(page.locator("form[data-upload][data-dirty]")).to_be_attached()
    assert len(sent) == 2


def test_what_is_refused_is_told_though_the_answer_before_has_made_the_list_anew(
    page: Page, olga: Api
) -> None:
    client = olga.make_client(name="Grace")
    page.route("**/activity/**", lambda _: None)  # no news, which would have the list made anew
    page.goto(f"/clients/{client['id']}")
    files = page.get_by_role("list", name="Files").get_by_role("link")
    for name in ("offer.txt", "notes.txt"):
        page.evaluate(DROP, [name, name])
        expect(files.get_by_text(name)).to_be_visible()
    asked: list[Route] = []
    page.route("**/remove/", lambda route: asked.append(route))  # noqa: PLW0108  # it gets a name

    for name in ("offer.txt", "notes.txt"):
        page.get_by_role("button", name=f"Remove: {name}").click()
        page.get_by_role("button", name="Remove for good").click()
        expect(page.get_by_role("button", name="Remove for good")).to_have_count(0)
    while len(asked) < 2:
        page.wait_for_timeout(10)  # in which Playwright hands over what it has held
    first, second = asked
    first.continue_()
    expect(files).to_have_text(["notes.txt"])
    later = re.sub(r"version=\d+", "version=99", second.request.post_data or "")
    second.continue_(post_data=later)

    expect(page.locator("#files-list").get_by_role("alert")).to_be_visible()


def test_who_may_be_meant_is_named_while_one_types(page: Page, olga: Api) -> None:
    there = olga.make_client(name="Grace Hopper", company="Navy")
    page.goto("/clients/")
    page.get_by_role("link", name="New client").first.click()
    panel = page.get_by_role("dialog", name="New client")

    panel.get_by_label("Name").press_sequentially("Grace Hoper", delay=10)
    expect(panel.get_by_text("Is it one of these?")).to_be_visible()
    link = panel.get_by_role("link", name="Grace Hopper")
    expect(link).to_have_attribute("href", f"/clients/{there['id']}")
    expect(panel.get_by_label("Name")).to_have_value("Grace Hoper")
    panel.get_by_role("button", name="Create client").click()

    expect(page.get_by_role("heading", name="Grace Hoper", level=1)).to_be_visible()
    expect(page).to_have_url(re.compile(r"/clients/[0-9a-f-]{36}$"))
