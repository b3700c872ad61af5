from datetime import date

import pytest

from tests.bff.browser import HTMX, Browser
from tests.bff.tasks.days import in_days
from tests.support.builders import make_client, make_task, make_user
from tests.support.people import SignedIn

CALENDAR = "/tasks/calendar/"


async def test_a_month_shows_each_task_on_its_day(ada: Browser, api: SignedIn) -> None:
    client = await make_client(api)
    for number in range(5):
        await make_task(api, title=str(number), due_date="2030-02-14", client_id=client["id"])

    page = await ada.open(f"{CALENDAR}?day=2030-02-01")

    assert page.one(".calendar-bar h2").text == "February 2030"
    days = page.all(".calendar-items")
    assert len(days) % 7 == 0
    assert date.fromisoformat(days[0].attrs["data-day"]) <= date(2030, 2, 1)
    assert len(page.all(".calendar-items[data-day='2030-02-14'] .calendar-item")) == 3
    more = page.one(".calendar-more")
    assert more.text == "+2 more"
    whole = await ada.open(more.attrs["href"])
    assert len(whole.all(".check-row")) == 5


async def test_today_is_marked_and_the_week_begins_where_readers_say(
    ada: Browser, guest: Browser, api: SignedIn
) -> None:
    await make_task(api, title="Now", due_date=in_days(0))

    week = await ada.open(f"{CALENDAR}?view=week")
    await api.patch("/api/v1/me", json={"locale": "ru"})
    await guest.sign_in(api.user["email"])
    russian = await guest.open(f"{CALENDAR}?view=week")

    assert week.one("td[aria-current=date] .calendar-items").attrs["data-day"] == in_days(0)
    assert "Now" in week.one("td[aria-current=date]").text
    assert russian.all("th")[0].attrs["abbr"] == "понедельник"
    assert len(russian.all("td")) == 7


async def test_one_goes_from_month_to_month(ada: Browser) -> None:
    page = await ada.open(f"{CALENDAR}?day=2030-12-31")

    later = await ada.part(page.one("#calendar-chevron-right").attrs["hx-get"])
    earlier = await ada.open(page.one("#calendar-chevron-left").attrs["href"])

    assert later.one("h2").text == "January 2031"
    assert not later.has("h1")
    assert earlier.one(".calendar-bar h2").text == "November 2030"


@pytest.mark.parametrize("view", ["month", "week", "agenda"])
async def test_days_beyond_the_calendar_are_no_address_of_ours(ada: Browser, view: str) -> None:
    days = ("0001-01-01", "1899-12-31", "1900-01-01", "2200-12-31", "2201-01-01", "9999-12-31")

    shown = [(await ada.open(f"{CALENDAR}?view={view}&day={day}")).status for day in days]

    assert shown == [400, 400, 200, 200, 400, 400]


async def test_the_agenda_lists_the_days_that_have_something(ada: Browser, api: SignedIn) -> None:
    await make_task(api, title="Soon", due_date=in_days(2))
    await make_task(api, title="Far", due_date=in_days(20))

    page = await ada.open(f"{CALENDAR}?view=agenda")
    empty = await ada.open(f"{CALENDAR}?view=agenda&day=2035-01-01")

    assert [title.text for title in page.all(".check-title")] == ["Soon"]
    assert len(page.all(".check-group")) == 1
    assert "Nothing is due in these days" in empty.text


async def test_the_calendar_of_everybody(ada: Browser, api: SignedIn) -> None:
    bob = await make_user(api, full_name="Bob")
    await make_task(api, title="His", due_date=in_days(0), assigned_to=bob["id"])

    mine = await ada.open(CALENDAR)
    everybodys = await ada.open(f"{CALENDAR}?who=all")

    assert not mine.has(".calendar-item")
    assert "His" in everybodys.one(".calendar-item").text


async def test_a_task_is_put_on_another_day_in_place(ada: Browser, api: SignedIn) -> None:
    month, day = f"{CALENDAR}?day=2030-02-01", "2030-02-15"
    task = await make_task(api, title="Call", due_date="2030-02-14")
    page = await ada.open(month)
    here = {"hx-current-url": f"http://localhost:8000{month}", "hx-target": "div#calendar-view"}
    form = f"form[action='/tasks/{task['id']}/postpone/']"

    moved = await ada.send(
        f"/tasks/{task['id']}/postpone/", page.fields(form) | {"day": day}, HTMX | here
    )

    assert moved.has(f".calendar-items[data-day='{day}'] #calendar-{task['id']}")
