"""The system's page tells an admin what needs them, and lets them decide."""

import re
from pathlib import Path

import asyncpg
import pytest

from bff.settings_pages.system import job_name
from tests.backend.system.test_decide_on_dead_letters import DIED
from tests.bff.browser import TOAST, Browser
from tests.support.builders import make_client
from tests.support.people import SignedIn
from tests.support.post import SOME_MAILS

LATE = (
    "INSERT INTO job_runs (name, every_seconds, last_success_at, duration_ms, last_failure_at,"
    " last_error) VALUES"
    " ('keys.forget', 3600, now() - interval '4 hours', 25, now(), 'OSError(''full'')'),"
    " ('relay', 1, now(), 3, NULL, NULL)"
)


async def test_what_is_wrong_is_named(
    ada: Browser, api: SignedIn, database: asyncpg.Connection
) -> None:
    await make_client(api)
    await database.execute(LATE)
    await database.execute("UPDATE outbox SET last_error = 'LookupError()', attempts = 3")

    page = await ada.open("/settings/system/")

    alert = page.one(".alert").text
    assert "No worker runs" in alert
    assert "These jobs are late: Keys of repeated requests." in alert
    assert "OSError('full')" in page.one("[id='job-keys.forget']").text
    assert "Well" in page.one("#job-relay").text
    assert "client.created" in page.one("#stuck").text
    assert "PostgreSQL" in page.text


async def test_mails_that_were_given_up_are_sent_again(
    ada: Browser, api: SignedIn, database: asyncpg.Connection
) -> None:
    await database.execute(SOME_MAILS, api.user_id)
    page = await ada.open("/settings/system/")
    assert "No mail server is set, and 2 mails wait." in page.one(".alert").text
    assert "550 No" in page.one("#dead-mail").text

    told = await ada.submit(page, "form[action$='/send-again/']")

    assert "1 mail is tried again." in told.one(TOAST).text
    assert not told.has("#dead-mail")
    assert "No mail server is set, and 3 mails wait." in told.one(".alert").text


@pytest.mark.parametrize(
    ("verb", "news", "state"),
    [("send-again", "On its way again.", "WAITING"), ("leave", "Left at that.", "DROPPED")],
)
async def test_a_mail_that_may_have_been_sent_is_decided_on(
    ada: Browser, api: SignedIn, database: asyncpg.Connection, verb: str, news: str, state: str
) -> None:
    await database.execute(SOME_MAILS.replace("DEAD", "IN_DOUBT"), api.user_id)
    page = await ada.open("/settings/system/")
    assert "Some mails may have been sent" in page.one(".alert").text
    assert "@localhost>" in page.one("#doubtful-mail").text

    told = await ada.submit(page, f"form[action$='/in-doubt/{verb}/']")

    assert news in told.one(TOAST).text
    assert not told.has("#doubtful-mail")
    assert await database.fetchval("SELECT state FROM mails ORDER BY id DESC LIMIT 1") == state
    bad = await ada.submit(page, f"form[action$='/in-doubt/{verb}/']", ids="x")
    assert bad.status == 400


LETTERS = "/settings/system/dead-letters/"
BACKEND = Path(__file__).parents[3] / "backend"


def test_every_job_has_a_name_for_people() -> None:
    sources = "".join(path.read_text("utf-8") for path in BACKEND.rglob("*.py"))
    names = set(re.findall(r'(?:Chore|Rounds)\(\s*"([a-z.]+)"', sources))

    assert len(names) > 20
    assert {name for name in names if job_name(name) == name} == set()


async def test_a_dead_letter_is_sent_on_again(ada: Browser, database: asyncpg.Connection) -> None:
    await database.execute(DIED, "mail.send", 1)
    system = await ada.open("/settings/system/")
    assert "mail.send" in system.one("#dead").text
    page = await ada.open(LETTERS)
    assert "OSError()" in page.one("#letter").text

    after = await ada.submit(page, "#letter form[action$='/redrive/']")

    assert "on its way again" in after.one(TOAST).text
    assert "No event is dead" in after.text
    alive = "SELECT dead_at IS NULL FROM outbox WHERE topic = 'mail.send'"
    assert await database.fetchval(alive)


async def test_all_of_a_topic_are_given_up_and_counted(
    ada: Browser, database: asyncpg.Connection
) -> None:
    await database.execute(DIED, "mail.send", 3)
    await database.execute(DIED, "deal.moved", 1)
    page = await ada.open(f"{LETTERS}?topic=mail.send")

    after = await ada.submit(page, "form[action$='dead-letters/give-up/']")

    assert "3 events were given up." in after.one(TOAST).text
    assert "deal.moved" in after.one("#letter").text
    assert await database.fetchval("SELECT count(*) FROM outbox WHERE topic = 'mail.send'") == 0
