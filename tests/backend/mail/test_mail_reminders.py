"""Reminders and digests by mail."""

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from urllib.parse import unquote

import httpx

from backend.core.db import connect
from backend.digests.service import tell_digests
from backend.reminders.service import remind
from backend.settings import Settings
from tests.support.builders import activity_of, make_task
from tests.support.mailbox import Mailbox
from tests.support.people import SignedIn
from tests.support.post import Post

NOON = datetime(2031, 3, 3, 12, tzinfo=UTC)
TOKEN = re.compile(r"https://crm\.foyer\.test/reminder/\?token=(\S+)")


async def nobody() -> None: ...


async def reminded(settings: Settings, now: datetime) -> None:
    async with connect(settings.database_url, pool_size=2) as database:
        await remind(database, nobody, now=now)


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    text: str = part.get_content()
    return text


def of_reminders(mailbox: Mailbox) -> list[EmailMessage]:
    return [mail for mail in mailbox.mails if TOKEN.search(text_of(mail))]


async def test_a_reminder_brings_a_link_that_does_the_task(
    api: SignedIn,
    ann: SignedIn,
    anonymous: httpx.AsyncClient,
    settings: Settings,
    post: Post,
    mailbox: Mailbox,
) -> None:
    task = await make_task(api, title="Call", remind_at=NOON.isoformat(), assigned_to=ann.user_id)
    await reminded(settings, NOON)

    await post.run()

    (mail,) = of_reminders(mailbox)
    assert mail["Subject"] == "Reminder: Call"
    found = TOKEN.search(text_of(mail))
    assert found
    body = {"token": unquote(found[1])}
    answer = await anonymous.post("/api/v1/reminders/link/done", json=body)
    assert answer.json()["status"] == "DONE"
    assert (await activity_of(api, task["id"]))[0]["user_id"] == ann.user_id


async def test_those_that_waited_come_in_one_mail(
    api: SignedIn, ann: SignedIn, settings: Settings, post: Post, mailbox: Mailbox
) -> None:
    await ann.patch("/api/v1/me", json={"locale": "ru"})
    for title in ("Call", "Write"):
        await make_task(api, title=title, remind_at=NOON.isoformat(), assigned_to=ann.user_id)
    await reminded(settings, NOON + timedelta(days=1))

    await post.run()

    (mail,) = of_reminders(mailbox)
    assert mail["Subject"] == "Вас ждали 2 напоминания"
    assert len(set(TOKEN.findall(text_of(mail)))) == 2


async def test_a_digest_by_mail_alone(
    ann: SignedIn, settings: Settings, post: Post, mailbox: Mailbox
) -> None:
    await ann.patch("/api/v1/notifications/settings", json={"digest": {"mail": True}})
    await ann.patch("/api/v1/me", json={"digest_hour": 0})
    today = datetime.now(UTC)
    await make_task(ann, due_date=str(today.date()))
    async with connect(settings.database_url, pool_size=2) as database:
        await tell_digests(database, nobody, everyone_sees_all=True, now=today)

    await post.run()

    (mail,) = mailbox.mails
    assert str(mail["Subject"]).startswith("How things stand after ")
    assert "- Tasks for today: 1" in text_of(mail)
    assert (await ann.get("/api/v1/notifications")).json()["items"] == []
