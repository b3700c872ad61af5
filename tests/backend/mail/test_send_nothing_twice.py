"""A mail that a server may have taken is nobody's to send again but an admin's."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial

import asyncpg
import pytest
from msgspec.structs import replace

from backend.mail import jobs, smtp
from backend.settings import Settings
from tests.backend.jobs.steps import worker_process
from tests.support.builders import make_client
from tests.support.mailbox import Mailbox
from tests.support.people import Json, SignedIn
from tests.support.post import Post, mailing, posting
from tests.support.proxy import proxied
from tests.support.waiting import until_found

pytestmark = pytest.mark.slow

NOTED = "SELECT true FROM mails WHERE state = 'IN_DOUBT'"
OVER = "UPDATE mails SET lease_until = now() - interval '1 s'"
MAILS = "/api/v1/mails"


@pytest.fixture
async def given(api: SignedIn, ann: SignedIn) -> None:
    """Something that Ann is mailed of."""
    await make_client(api, name="Acme", owner_id=ann.user_id)


async def in_doubt(api: SignedIn) -> list[Json]:
    mail = (await api.get("/api/v1/system")).json()["mail"]
    assert mail["in_doubt_count"] == len(mail["in_doubt"])
    listed: list[Json] = mail["in_doubt"]
    return listed


@asynccontextmanager
async def sending(post: Post, mailbox: Mailbox, gate: str) -> AsyncGenerator[None]:
    """While the server keeps a worker waiting at the gate; afterwards that one has ended."""
    mailbox.gates[gate].shut()
    await post.begin()
    under_way = [task for task in asyncio.all_tasks() if task.get_name().startswith("mail ")]
    await reached(mailbox, gate)
    yield
    mailbox.gates[gate].open()
    await asyncio.gather(*under_way)


async def reached(mailbox: Mailbox, gate: str) -> None:
    async with asyncio.timeout(90):
        await mailbox.gates[gate].reached.wait()


@pytest.mark.usefixtures("given")
async def test_a_worker_that_dies_before_the_answer_leaves_it_in_doubt(
    api: SignedIn, settings: Settings, post: Post, mailbox: Mailbox, database: asyncpg.Connection
) -> None:
    mailbox.gates["END"].shut()
    wanted = mailing(settings, mailbox)
    further = {
        "CRM_SMTP": wanted.smtp,
        "CRM_MAIL_FROM": wanted.mail_from,
        "CRM_PUBLIC_URL": wanted.public_url,
    }
    with worker_process(settings, **further) as process:
        await reached(mailbox, "END")
        process.kill()
        await asyncio.to_thread(process.communicate)
    mailbox.gates["END"].open()
    assert await in_doubt(api) == []  # by its lease, its worker is still at it
    await database.execute(OVER)

    await post.send_at_once()

    assert len(mailbox.mails) == 1
    (mail,) = await in_doubt(api)
    assert mail["error"] == "Its worker ended before the mail server's answer was noted"
    assert mail["email"] == "ann@foyer.test"
    # The API of this test was not told of an address of ours.
    told = mailbox.mails[0]["Message-ID"].replace("@foyer.test>", "@localhost>")
    assert mail["message_id"] == told


@pytest.mark.usefixtures("given")
async def test_what_no_server_has_whole_is_sent_by_another_worker(
    settings: Settings, post: Post, mailbox: Mailbox, database: asyncpg.Connection
) -> None:
    mailbox.gates["RCPT"].shut()
    async with posting(mailing(settings, mailbox), database) as stopped:
        await stopped.begin()
        await reached(mailbox, "RCPT")
    mailbox.gates["RCPT"].open()
    await database.execute(OVER)

    await post.send()

    assert len(mailbox.mails) == 1
    assert [(kept["state"], kept["attempts"]) for kept in await post.kept()] == [("SENT", 2)]


@pytest.mark.usefixtures("given")
@pytest.mark.parametrize(
    ("answer", "verdict", "why"),
    [
        ("cut", smtp.VERDICT, "The mail server cut the connection instead of an answer"),
        ("hang", 0.3, "The mail server gave no answer in 0.3 seconds"),
    ],
)
async def test_a_server_without_an_answer_leaves_it_in_doubt(
    api: SignedIn,
    post: Post,
    mailbox: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    verdict: float,
    why: str,
) -> None:
    monkeypatch.setattr(smtp, "VERDICT", verdict)
    mailbox.answers.append(answer)
    await post.run()

    await post.send_at_once()

    assert len(mailbox.mails) <= 1
    assert [mail["error"] for mail in await in_doubt(api)] == [why]


@pytest.mark.usefixtures("given")
async def test_whoever_lost_the_lease_hands_nothing_over(
    post: Post, mailbox: Mailbox, database: asyncpg.Connection
) -> None:
    async with sending(post, mailbox, "RCPT"):
        await database.execute("UPDATE mails SET attempts = attempts + 1")  # another's
        await database.execute(OVER)
    await post.send()

    assert len(mailbox.mails) == 1
    assert [kept["attempts"] for kept in await post.kept()] == [3]


@pytest.mark.usefixtures("given")
async def test_the_answer_is_noted_when_the_database_is_back(
    post: Post, mailbox: Mailbox, database: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "NOTE_EVERY", 0.1)
    async with sending(post, mailbox, "END"):
        await database.execute("ALTER TABLE mails RENAME TO away")
        mailbox.gates["END"].open()
        await asyncio.sleep(0.3)
        await database.execute("ALTER TABLE away RENAME TO mails")

    assert len(mailbox.mails) == 1
    assert [kept["state"] for kept in await post.kept()] == ["SENT"]


@pytest.mark.usefixtures("given")
async def test_a_worker_that_is_stopped_waits_for_the_answer(
    settings: Settings, mailbox: Mailbox, database: asyncpg.Connection
) -> None:
    async with posting(mailing(settings, mailbox), database) as post:
        mailbox.gates["END"].shut()
        await post.begin()
        await reached(mailbox, "END")
        asyncio.get_running_loop().call_later(jobs.PATIENCE + 0.3, mailbox.gates["END"].open)

    assert [kept["state"] for kept in await post.kept()] == ["SENT"]


@pytest.mark.usefixtures("given")
async def test_a_worker_that_is_stopped_waits_for_the_database_to_say_that_it_may(
    settings: Settings, mailbox: Mailbox, database: asyncpg.Connection
) -> None:
    """Else what no server has whole were in doubt."""
    async with proxied(settings.database_url) as (proxy, url):
        far = replace(mailing(settings, mailbox), database_url=url)
        async with posting(far, database) as post:
            mailbox.gates["RCPT"].shut()
            await post.begin()
            await reached(mailbox, "RCPT")
            proxy.keep_answers_from(b"COMMIT")
            mailbox.gates["RCPT"].open()
            await until_found(partial(database.fetchval, NOTED))
            asyncio.get_running_loop().call_later(jobs.PATIENCE + 0.3, proxy.give_answers)

    assert [kept["state"] for kept in await post.kept()] == ["SENT"]


@pytest.mark.usefixtures("given")
async def test_an_admin_sends_it_again_or_leaves_it_at_that(
    api: SignedIn, ann: SignedIn, post: Post, mailbox: Mailbox
) -> None:
    await make_client(api, name="Bolt", owner_id=ann.user_id)
    mailbox.answers.extend(["cut", "cut"])
    await post.run()
    late, early = (mail["id"] for mail in await in_doubt(api))

    sent = await api.post(f"{MAILS}/in-doubt/send-again", json={"ids": [early]})
    left = await api.post(f"{MAILS}/in-doubt/leave", json={"ids": [late, early]})
    await post.send()

    assert (sent.json(), left.json()) == ({"count": 1}, {"count": 1})
    ids = [mail["Message-ID"] for mail in mailbox.mails]
    assert (len(ids), len(set(ids))) == (3, 2)
    assert [kept["state"] for kept in await post.kept()] == ["SENT", "DROPPED"]
    assert await in_doubt(api) == []
    entries = (await api.get("/api/v1/activity?entity_type=dead_letter")).json()["items"]
    assert {entry["entity_uuid"]: entry["action"] for entry in entries} == {
        early: "redriven",
        late: "given_up",
    }


@pytest.mark.parametrize("ids", [[], ["x"], None])
async def test_nothing_is_decided_of_nothing(api: SignedIn, ids: object) -> None:
    answer = await api.post(f"{MAILS}/in-doubt/leave", json={"ids": ids})

    assert answer.status_code == 400
