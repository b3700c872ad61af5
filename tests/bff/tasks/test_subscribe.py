"""The address at which a calendar program reads one's tasks: made, shown once, taken back."""

from urllib.parse import urlsplit

import pytest
from icalendar import Calendar

from tests.bff.browser import Browser
from tests.bff.tasks.days import in_days
from tests.support.builders import make_task
from tests.support.people import SignedIn

PAGE = "/tasks/calendar/feed/"
MAKE = f"form[action='{PAGE}']"
ADDRESS = "#feed-address"


async def address(browser: Browser) -> str:
    made = await browser.submit(await browser.open(PAGE), MAKE)
    return urlsplit(str(made.one(ADDRESS).attrs["value"])).path


async def test_a_program_reads_it_without_a_session(
    ada: Browser, guest: Browser, api: SignedIn
) -> None:
    due = in_days(0)
    await make_task(api, title="Call", due_date=due)

    answer = await guest.open(await address(ada))

    (event,) = Calendar.from_ical(answer.html).events
    assert str(event.start) == due
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["cache-control"] == "private, max-age=900"
    assert "set-cookie" not in answer.headers


async def test_its_address_is_shown_once(ada: Browser) -> None:
    made = await ada.submit(await ada.open(PAGE), MAKE)
    later = await ada.open(PAGE)

    assert made.one(ADDRESS).attrs["value"].startswith("http://localhost:8000/calendar/")
    assert not later.has(ADDRESS)
    assert "There is an address since" in later.text


async def test_a_revoked_address_is_good_for_nothing(ada: Browser, guest: Browser) -> None:
    path = await address(ada)

    page = await ada.submit(await ada.open(PAGE), f"form[action='{PAGE}revoke/']")
    again = await ada.submit(page, MAKE)

    assert (await guest.open(path)).status == 404
    assert "Nobody reads your calendar yet." in page.text
    assert again.has(ADDRESS)


@pytest.mark.parametrize("name", ["x.ics", "x" * 43 + ".ics", "x" * 43, "..%2Fx.ics"])
async def test_nothing_is_found_by_guessing(guest: Browser, name: str) -> None:
    assert (await guest.open(f"/calendar/{name}")).status == 404
