"""Tasks at a real browser: ticked off, put off, planned, dragged; by keyboard where one may."""

import time
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import Api
from tests.e2e.conftest import ADA
from tests.support.chromium import drag
from tests.support.people import Json

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

DAY = 24 * 60 * 60


@pytest.fixture
def today(page: Page) -> date:
    """Where the browser is, Ada's own time zone; still so when the test ends."""
    if (left := DAY - time.time() % DAY) < 60:
        time.sleep(left)
    return date.fromisoformat(page.evaluate("new Date().toISOString().slice(0, 10)"))


def make_task(olga: Api, **fields: object) -> Json:
    """Ada's."""
    if "client_id" not in fields:
        fields["client_id"] = olga.make_client(name="Navy")["id"]
    return olga.made(
        "tasks", {"title": "Call Grace", "assigned_to": olga.person(ADA)["id"]} | fields
    )


def test_one_is_ticked_off_and_the_next_planned_without_leaving_the_keyboard(
    page: Page, olga: Api, today: date
) -> None:
    task = make_task(olga, due_date=str(today))
    page.goto("/tasks/")

    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Call Grace", exact=True)).to_be_focused()
    page.keyboard.press("x")
    title = page.get_by_label("Next step with Navy")
    expect(title).to_be_focused()
    page.keyboard.type("Send the offer")
    page.get_by_role("button", name="In 3 days").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Complete “Send the offer”")).to_be_focused()
    expect(page.get_by_label("Next step with Navy")).to_have_count(0)
    made = olga.read("tasks", status="TODO")["items"][0]
    assert made["due_date"] == str(today + timedelta(days=3))
    assert olga.read(f"tasks/{task['id']}")["status"] == "DONE"
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_role("button", name="Complete “Call Grace”")).to_be_focused()


def test_one_is_put_off_by_its_menu_and_stays_in_reach(page: Page, olga: Api, today: date) -> None:
    task = make_task(olga, due_date=str(today))
    page.goto("/tasks/")

    page.get_by_role("button", name="Put “Call Grace” off").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.locator("#group-TOMORROW").get_by_text("Call Grace")).to_be_visible()
    expect(page.get_by_role("button", name="Complete “Call Grace”")).to_be_focused()
    assert olga.read(f"tasks/{task['id']}")["due_date"] == str(today + timedelta(days=1))


def test_a_call_is_logged_by_keyboard_alone(page: Page, olga: Api, today: date) -> None:
    client = olga.make_client(name="Hopper Systems")
    olga.make_client(name="Other")
    page.goto("/today/")

    page.get_by_role("combobox", name="Client").focus()
    page.keyboard.type("hopp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Client")).to_have_value("Hopper Systems")
    page.keyboard.press("Tab")
    page.keyboard.type("Rang them")
    page.get_by_label("Follow up on").fill(str(today))
    page.keyboard.press("Enter")

    expect(page.get_by_text("Logged.")).to_be_visible()
    expect(page.get_by_text("Follow up: Rang them")).to_be_visible()
    (note,) = [each for each in olga.log_of(client["id"]) if each["action"] == "noted"]
    assert note["payload"]["text"] == "Rang them"


def test_a_task_is_dragged_to_another_day_of_the_calendar(page: Page, olga: Api) -> None:
    task = make_task(olga, due_date="2030-05-15")
    page.goto("/tasks/calendar/?day=2030-05-01")
    item, there = page.locator(".calendar-item"), page.locator("[data-day='2030-05-16']")

    drag(page, item, over=there, until=there.locator(".calendar-item"))

    expect(page.get_by_text("Call Grace: May 16, 2030")).to_be_visible()
    assert olga.read(f"tasks/{task['id']}")["due_date"] == "2030-05-16"
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-day='2030-05-15'] .calendar-item")).to_be_visible()


def test_one_walks_through_the_calendar_by_arrow_keys(page: Page, olga: Api) -> None:
    make_task(olga, due_date="2030-05-15")
    page.goto("/tasks/calendar/?day=2030-05-01")

    page.get_by_role("gridcell").first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator("td:has([data-day='2030-05-15'])")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Wednesday, May 15, 2030")).to_be_visible()


def test_pages_fit_on_a_phone(phone: Page, olga: Api) -> None:
    make_task(olga, title="A long title " * 8, due_date="2030-05-15")
    for address in ("/today/", "/tasks/", "/tasks/calendar/?day=2030-05-01", "/tasks/new/"):
        phone.goto(address)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, address
