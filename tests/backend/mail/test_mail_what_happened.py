"""What people are mailed of, in their language, and what they are spared."""

from datetime import date
from email.message import EmailMessage

import asyncpg
import pytest
from litestar import Litestar

from backend.core.i18n import speak
from backend.mail.letter import Told
from backend.mail.letters import LETTERS
from backend.notifications.models import NotificationType
from backend.settings import Settings
from backend.worker import running_worker
from tests.support.builders import inbox_of, make_client, make_deal, make_task
from tests.support.mailbox import Mailbox
from tests.support.people import Json, SignedIn, add_person
from tests.support.post import Post, mailing
from tests.support.waiting import until

SETTINGS = "/api/v1/notifications/settings"
HOME = "https://crm.foyer.test"


def part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found is not None
    return str(found.get_content())


async def test_a_task_that_one_gets(
    api: SignedIn, ann: SignedIn, post: Post, mailbox: Mailbox
) -> None:
    client = await make_client(api, name="Acme & Sons <Ltd>")
    due = {"due_date": "2030-01-31", "client_id": client["id"]}
    task = await make_task(api, title="Call", assigned_to=ann.user_id, **due)

    await post.run()

    (mail,) = mailbox.mails
    assert mailbox.envelopes[0].rcpt_tos == ["ann@foyer.test"]
    assert mail["Subject"] == "Ada Admin gave you the task Call"
    for kind in ("plain", "html"):
        assert f"{HOME}/tasks/{task['id']}" in part(mail, kind)
        assert "Jan 31, 2030" in part(mail, kind)
    assert "Client: Acme & Sons <Ltd>" in part(mail, "plain")
    assert "Acme &amp; Sons &lt;Ltd&gt;" in part(mail, "html")
    assert [each["state"] for each in await post.kept()] == ["SENT"]


async def test_the_worker_sends_all_that_there_is_to_send(
    api: SignedIn, ann: SignedIn, settings: Settings, mailbox: Mailbox
) -> None:
    await make_task(api, title="Call", assigned_to=ann.user_id)
    await api.post(f"/api/v1/users/{ann.user_id}/invitation")
    await api.post("/api/v1/auth/password-reset", json={"email": "ann@foyer.test"})

    async with running_worker(mailing(settings, mailbox)):
        await until(lambda: len(mailbox.mails) >= 3)

    assert {mail["Subject"] for mail in mailbox.mails} == {
        "Ada Admin gave you the task Call",
        "Ada Admin invites you to Foyer",
        "A new password for Foyer",
    }


async def test_in_the_language_of_the_reader(
    api: SignedIn, ann: SignedIn, post: Post, mailbox: Mailbox
) -> None:
    await ann.patch("/api/v1/me", json={"locale": "ru", "time_zone": "Asia/Tokyo"})
    await make_task(api, title="Смета", due_date="2030-01-31", assigned_to=ann.user_id)

    await post.run()

    (mail,) = mailbox.mails
    assert mail["Subject"] == "Ada Admin: вам поручена задача «Смета»"
    assert "Срок: 31 янв. 2030" in part(mail, "plain")
    assert '<html lang="ru">' in part(mail, "html")


async def test_many_at_once_are_one_mail(
    api: SignedIn, ann: SignedIn, post: Post, mailbox: Mailbox
) -> None:
    ids = [(await make_deal(api))["id"] for _ in range(3)]
    orders = {"ids": ids, "action": "assign", "owner_id": ann.user_id}
    await api.post("/api/v1/deals/bulk", json=orders)

    await post.run()

    (mail,) = mailbox.mails
    assert mail["Subject"] == "Ada Admin gave you 3 deals"
    assert f"{HOME}/deals/" in part(mail, "plain")
    assert len(await inbox_of(ann)) == 3


@pytest.mark.parametrize(("inbox", "mail"), [(True, False), (False, True), (False, False)])
async def test_where_one_wants_it(
    api: SignedIn, ann: SignedIn, post: Post, mailbox: Mailbox, *, inbox: bool, mail: bool
) -> None:
    await ann.patch(SETTINGS, json={"client_assigned": {"inbox": inbox, "mail": mail}})
    await make_client(api, owner_id=ann.user_id)

    await post.run()

    page = (await ann.get("/api/v1/notifications")).json()
    assert (len(page["items"]), page["unread_count"], len(mailbox.mails)) == (inbox, inbox, mail)


async def test_not_whoever_has_changed_their_mind_meanwhile(
    api: SignedIn, ann: SignedIn, post: Post, mailbox: Mailbox
) -> None:
    mailbox.answers.append("451 Later")
    await make_client(api, owner_id=ann.user_id)
    await post.run()
    await ann.patch(SETTINGS, json={"client_assigned": {"mail": False}})

    await post.send_at_once()

    assert mailbox.mails == []
    (kept,) = await post.kept()
    assert (kept["state"], kept["wait"]) == ("DROPPED", None)
    assert kept["last_error"] == "Its reader wants no such mails any more"


async def test_nobody_who_is_shut_off(
    api: SignedIn, ann: SignedIn, post: Post, mailbox: Mailbox
) -> None:
    await make_client(api, owner_id=ann.user_id)
    await api.patch(f"/api/v1/users/{ann.user_id}", json={"is_active": False})

    await post.run()

    assert mailbox.mails == []
    assert (await post.kept())[0]["state"] == "DROPPED"


async def test_no_news_of_a_week_ago(
    api: SignedIn, ann: SignedIn, post: Post, mailbox: Mailbox, database: asyncpg.Connection
) -> None:
    mailbox.answers.append("451 Later")
    await make_client(api, owner_id=ann.user_id)
    await post.run()
    await database.execute("UPDATE mails SET created_at = now() - interval '8 days'")

    await post.send_at_once()

    assert mailbox.mails == []
    assert (await post.kept())[0]["last_error"] == "Nobody could send it for a week"


async def test_a_letter_that_cannot_be_written_waits_and_says_why(
    api: SignedIn, ann: SignedIn, post: Post, mailbox: Mailbox, database: asyncpg.Connection
) -> None:
    mailbox.answers.append("451 Later")
    await make_client(api, owner_id=ann.user_id)
    await post.run()
    await database.execute("UPDATE mails SET payload = payload || '{\"payload\": {}}'")

    await post.send_at_once()

    (kept,) = await post.kept()
    assert (kept["state"], kept["last_error"]) == ("WAITING", "KeyError('name')")
    assert kept["wait"].total_seconds() > 60


CLOSED: Json = {"count": 2, "sums": [{"currency": "EUR", "amount": "1250.00"}]}
FIGURES = ("new_clients", "new_deals", "overdue", "today", "stepless")
OF_TYPES: dict[NotificationType, Json] = {
    NotificationType.DIGEST: {"day": "2030-01-31", "won": CLOSED, "lost": CLOSED}
    | dict.fromkeys(FIGURES, 3),
    NotificationType.SYSTEM_ALARM: {"name": "errors", "state": "raised", "count": 21, "minutes": 5},
}


@pytest.mark.parametrize("locale", ["en", "ru"])
@pytest.mark.parametrize("type", NotificationType)
async def test_each_type_of_notification_has_a_letter(type: NotificationType, locale: str) -> None:
    speak(locale, "Europe/Moscow")
    payload = {"name": "Acme", "text": "Look", "due_date": str(date(2030, 1, 31)), "created": 5}
    payload |= {"reason": "It answered 410 Gone", "error": "It answered 404 Not Found"}
    payload |= OF_TYPES.get(type, {})
    told = Told(name="Ann", email="", payload=payload, person="", url=HOME, home=HOME)

    letter = LETTERS[type](told)

    assert letter.subject
    assert all(letter.paragraphs)
    assert letter.links[0].url.startswith(HOME)


async def test_nobody_who_was_never_there(
    backend_app: Litestar, anonymous: SignedIn, post: Post, mailbox: Mailbox
) -> None:
    await add_person(backend_app, email="ann@foyer.test")
    for email in ("nobody@foyer.test", "ann@foyer.test"):
        await anonymous.post("/api/v1/auth/password-reset", json={"email": email})

    await post.run()

    (mail,) = mailbox.mails
    assert (mail["To"], mail["Subject"]) == ("ann@foyer.test", "A new password for Foyer")
    assert mail["List-Unsubscribe"] is None
