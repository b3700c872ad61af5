"""Answering a reminder: by its link, for which nobody signs in, and from the inbox."""

from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest

from backend.core.db import connect
from backend.notifications.reminder_links import Link, Links
from backend.reminders.service import remind
from backend.settings import Settings
from tests.bff.browser import TOAST, Browser, Page
from tests.support.builders import activity_of, inbox_of, make_task
from tests.support.people import Json, SignedIn

DONE, SNOOZE = "form[action='/reminder/done/']", "form[action='/reminder/snooze/']"
INBOX = "/notifications/"


def link_to(settings: Settings, task: Json, person: SignedIn) -> str:
    link = Link(UUID(task["id"]), UUID(person.user_id), datetime.now(UTC))
    return f"/reminder/?token={Links(settings.secret_key).give(link)}"


async def reminded(settings: Settings, api: SignedIn, *titles: str) -> list[Json]:
    at = datetime(2031, 3, 3, 12, tzinfo=UTC)
    tasks = [await make_task(api, title=title, remind_at=at.isoformat()) for title in titles]

    async def nobody() -> None: ...

    async with connect(settings.database_url, pool_size=2) as database:
        late = at.replace(hour=18) if len(titles) > 1 else at
        await remind(database, nobody, now=late)
    return tasks


def said(page: Page) -> str:
    return " ".join(page.one(".card").text.split())


async def test_a_link_shows_the_task_and_does_it(
    guest: Browser, api: SignedIn, settings: Settings
) -> None:
    task = await make_task(api, title="Call", remind_at="2031-03-03T12:00:00Z")
    page = await guest.open(link_to(settings, task, api))
    assert (await api.get(f"/api/v1/tasks/{task['id']}")).json()["status"] == "TODO"

    done = await guest.submit(page, DONE)

    assert page.headers["referrer-policy"] == "strict-origin"
    assert "Mar 3, 2031" in said(page)
    assert "Done: Call" in said(done)
    assert not done.has(DONE)
    assert (await activity_of(api, task["id"]))[0]["user_id"] == api.user_id
    again = await guest.open(page.path)
    assert "This task is done already." in said(again)


async def test_later_is_said_on_the_persons_clock_and_in_their_language(
    guest: Browser, api: SignedIn, settings: Settings
) -> None:
    await api.patch("/api/v1/me", json={"locale": "ru", "time_zone": "Asia/Tokyo"})
    task = await make_task(api)
    page = await guest.open(link_to(settings, task, api))

    later = await guest.submit(page, SNOOZE, until="morning")

    assert later.one("html").attrs["lang"] == "ru"
    assert "Вам напомнят" in said(later)
    assert "09:00" in said(later)


async def test_a_link_of_nobody_says_so(guest: Browser, api: SignedIn, settings: Settings) -> None:
    task = await make_task(api)
    good = link_to(settings, task, api)

    answers = [await guest.open(path) for path in ("/reminder/", "/reminder/?token=x", good + "A")]
    await api.delete(f"/api/v1/tasks/{task['id']}")
    gone = await guest.open(good)

    assert [answer.status for answer in (*answers, gone)] == [404] * 4
    assert "or not a whole one" in said(answers[0])
    assert "not yours any more" in said(gone)


async def test_a_link_says_what_stands_in_the_way(
    guest: Browser, api: SignedIn, settings: Settings
) -> None:
    task = await make_task(api)
    page = await guest.open(link_to(settings, task, api))
    await api.post(f"/api/v1/tasks/{task['id']}/complete")

    late = await guest.submit(page, SNOOZE, until="1h")
    unknown = await guest.submit(page, SNOOZE, until="soon")

    assert "This task is done already" in said(late)
    assert unknown.status == 400


async def test_from_the_inbox_a_task_is_done_and_read(
    ada: Browser, api: SignedIn, settings: Settings
) -> None:
    (task,) = await reminded(settings, api, "Call")
    inbox = await ada.open(INBOX)
    assert "Reminder: Call" in inbox.one(".notices").text

    done = await ada.submit(inbox, ".notices form[action$='/done/']")

    assert "Undo" in done.one(TOAST).text
    assert not done.has(".notices")
    assert (await api.get(f"/api/v1/tasks/{task['id']}")).json()["status"] == "DONE"


async def test_from_the_inbox_one_is_reminded_later(
    ada: Browser, api: SignedIn, settings: Settings
) -> None:
    (task,) = await reminded(settings, api, "Call")
    inbox = await ada.open(INBOX)

    later = await ada.submit(inbox, ".notices form[action$='/snooze/']", until="1h")

    assert "You will be reminded" in later.one(TOAST).text
    now = (await api.get(f"/api/v1/tasks/{task['id']}")).json()["remind_at"]
    assert now != task["remind_at"]
    assert (await inbox_of(api))[0]["read_at"] is not None


async def test_what_cannot_be_done_any_more_is_told(
    ada: Browser, api: SignedIn, settings: Settings
) -> None:
    (task,) = await reminded(settings, api, "Call")
    inbox = await ada.open(INBOX)
    await api.delete(f"/api/v1/tasks/{task['id']}")

    told = [
        await ada.submit(inbox, f".notices form[action$='/{verb}/']", until="1h")
        for verb in ("done", "snooze")
    ]

    assert all("trash" in page.one(TOAST).text for page in told)


async def test_those_that_waited_lead_to_the_day(
    ada: Browser, api: SignedIn, settings: Settings
) -> None:
    await reminded(settings, api, "Call", "Write", "Visit")
    inbox = await ada.open(INBOX)

    page = await ada.submit(inbox, ".notices form[action$='/open/']")

    assert "Reminder: Call and 2 more tasks" in inbox.one(".notices").text
    assert "Call · Write · Visit" in inbox.one(".notices").text
    assert not inbox.has(".notices form[action$='/done/']")
    assert page.path == "/today/"


DIGEST = """
    INSERT INTO notifications (user_id, type, entity_type, entity_uuid, payload)
    VALUES ($1, 'digest', 'digest', uuidv7(), $2)
"""
QUIET_DAY = (
    '{"name": "2026-11-25", "day": "2026-11-25", "won": {"count": 0, "sums": []},'
    ' "lost": {"count": 0, "sums": []}, "new_clients": 0, "new_deals": 0, "overdue": 0,'
    ' "today": 0, "stepless": 0}'
)
GOOD_DAY = QUIET_DAY.replace(
    '"won": {"count": 0, "sums": []}',
    '"won": {"count": 2, "sums": [{"currency": "EUR", "amount": "150.50"}]}',
).replace('"today": 0', '"today": 3')


@pytest.mark.parametrize(
    ("payload", "detail"),
    [
        (GOOD_DAY, "won: 2 (€150.50) · tasks for today: 3"),
        (QUIET_DAY, "Nothing new, and nothing to do."),
    ],
)
async def test_a_digest_is_read_in_the_inbox(
    ada: Browser, api: SignedIn, database: asyncpg.Connection, payload: str, detail: str
) -> None:
    await database.execute(DIGEST, api.user_id, payload)

    inbox = await ada.open(INBOX)
    page = await ada.submit(inbox, ".notices form[action$='/open/']")

    assert "How things stand after Wednesday, November 25, 2026" in inbox.text
    assert detail in inbox.text
    assert page.path == "/dashboard/"
