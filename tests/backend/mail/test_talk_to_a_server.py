"""Conversations with mail servers, good and bad."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path

import asyncpg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from msgspec.structs import replace

from backend.mail import smtp
from backend.settings import Settings
from tests.support.builders import make_client
from tests.support.mailbox import Mailbox
from tests.support.people import SignedIn
from tests.support.post import Post, mailing, posting

PASSWORD = "pa ss/word?"
QUOTED = "crm:pa%20ss%2Fword%3F@"


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1, and a server's side that shows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")])
    now = datetime.now(UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    public, both = folder / "ca.pem", folder / "server.pem"
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    public.write_bytes(certificate.public_bytes(encoding))
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain)
    both.write_bytes(private + public.read_bytes())
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(both)
    return public, context


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
async def test_encrypted_and_signed_in(
    api: SignedIn,
    ann: SignedIn,
    settings: Settings,
    database: asyncpg.Connection,
    certified: tuple[Path, ssl.SSLContext],
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
) -> None:
    public, context = certified
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    side = {"starttls" if scheme == "smtp" else "tls": context}
    await make_client(api, owner_id=ann.user_id)

    async with Mailbox().listening(password=PASSWORD, **side) as mailbox:
        url = f"{scheme}://{QUOTED}127.0.0.1:{mailbox.port}"
        async with posting(replace(mailing(settings, mailbox), smtp=url), database) as post:
            await post.run()

        assert mailbox.logins == [("crm", PASSWORD)]
        assert len(mailbox.mails) == 1


async def test_no_password_goes_out_in_clear_nor_to_a_stranger(
    api: SignedIn,
    ann: SignedIn,
    settings: Settings,
    database: asyncpg.Connection,
    certified: tuple[Path, ssl.SSLContext],
) -> None:
    await make_client(api, owner_id=ann.user_id)

    async with (
        Mailbox().listening() as plain,
        Mailbox().listening(password=PASSWORD, starttls=certified[1]) as stranger,
    ):
        for mailbox in (plain, stranger):
            url = f"smtp://{QUOTED}127.0.0.1:{mailbox.port}"
            async with posting(replace(mailing(settings, mailbox), smtp=url), database) as post:
                await post.run()
                await post.send_at_once()

            (kept,) = await post.kept()
            assert (mailbox.logins, mailbox.mails, kept["state"]) == ([], [], "WAITING")


async def test_a_wrong_password_is_the_operators_to_mend(
    api: SignedIn,
    ann: SignedIn,
    settings: Settings,
    database: asyncpg.Connection,
    certified: tuple[Path, ssl.SSLContext],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The mails wait, and nothing that is kept or logged holds the password."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certified[0]))
    await make_client(api, owner_id=ann.user_id)

    async with Mailbox().listening(password="another", starttls=certified[1]) as mailbox:
        url = f"smtp://{QUOTED}127.0.0.1:{mailbox.port}"
        async with posting(replace(mailing(settings, mailbox), smtp=url), database) as post:
            await post.run()

    (kept,) = await post.kept()
    assert kept["state"] == "WAITING"
    assert "535" in kept["last_error"]
    assert PASSWORD not in kept["last_error"]


def test_what_a_server_repeats_is_hidden() -> None:
    server = smtp.MailServer.of(f"smtp://{QUOTED}mail.test")

    said = server.hide(f"502 AUTH PLAIN AGNybQBwYSBzcy93b3JkPw== {PASSWORD} cGEgc3Mvd29yZD8=")

    assert said == "502 AUTH PLAIN [hidden] [hidden] [hidden]"
    assert PASSWORD not in repr(server)


async def test_not_now_is_tried_again(
    api: SignedIn, ann: SignedIn, post: Post, mailbox: Mailbox
) -> None:
    mailbox.answers.append("451 Try again later")
    await make_client(api, owner_id=ann.user_id)

    await post.run()
    (kept,) = await post.kept()
    assert (kept["state"], kept["last_error"]) == ("WAITING", "451 Try again later")
    assert 20 < kept["wait"].total_seconds() < 40
    await post.send_at_once()

    assert len(mailbox.mails) == 1
    (kept,) = await post.kept()
    assert (kept["state"], kept["attempts"], kept["last_error"]) == ("SENT", 2, None)


@pytest.mark.parametrize("at", ["RCPT", "DATA"])
async def test_never_is_the_end_of_it_in_the_servers_words(
    api: SignedIn, ann: SignedIn, post: Post, mailbox: Mailbox, at: str
) -> None:
    said = "550 5.1.1 No such mailbox here"
    if at == "RCPT":
        mailbox.refuses["ann@foyer.test"] = said
    else:
        mailbox.answers.append(said)
    await make_client(api, owner_id=ann.user_id)

    await post.run()
    await post.send_at_once()

    (kept,) = await post.kept()
    assert (kept["state"], kept["attempts"], kept["last_error"]) == ("DEAD", 1, said)


async def test_one_that_is_given_up_is_sent_when_an_admin_says_so(
    api: SignedIn, ann: SignedIn, post: Post, mailbox: Mailbox
) -> None:
    mailbox.answers.append("550 No")
    await make_client(api, owner_id=ann.user_id)
    await post.run()

    again = await api.post("/api/v1/mails/send-again")
    await post.send()

    assert again.json() == {"count": 1}
    assert len(mailbox.mails) == 1


async def test_a_server_that_says_nothing_is_left_after_a_while(
    api: SignedIn, ann: SignedIn, post: Post, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it has the mail: it waits."""
    monkeypatch.setattr(smtp, "DEADLINE", 0.3)
    mailbox.gates["RCPT"].shut()
    await make_client(api, owner_id=ann.user_id)

    await post.run()

    (kept,) = await post.kept()
    assert (kept["state"], kept["attempts"]) == ("WAITING", 1)
    assert "did not take it in 0.3 seconds" in kept["last_error"]


async def test_lines_of_a_dot_come_through(mailbox: Mailbox) -> None:
    """As RFC 5321, 4.5.2 says: a line's first dot is doubled on the way."""
    server = smtp.MailServer.of(f"smtp://127.0.0.1:{mailbox.port}?starttls=never")
    message = b"Subject: Dots\r\n\r\n.\r\n..two\r\n.three\r\nend."

    async def at_once() -> None: ...

    client = await smtp.send(server, "crm@foyer.test", "ann@foyer.test", message, hand_over=at_once)
    await smtp.leave(client)

    assert mailbox.envelopes[0].content == message + b"\r\n"


async def test_after_a_day_in_vain_it_is_given_up(
    api: SignedIn, ann: SignedIn, settings: Settings, database: asyncpg.Connection
) -> None:
    """Nobody listens; the waits grow to more than a day in all."""
    gone = Mailbox()
    gone.port = 1
    await make_client(api, owner_id=ann.user_id)
    waits: list[float] = []

    async with posting(mailing(settings, gone), database) as post:
        await post.run()
        while (kept := (await post.kept())[0])["state"] == "WAITING":
            waits.append(kept["wait"].total_seconds())
            await post.send_at_once()

    assert kept["state"] == "DEAD"
    assert sum(waits) > 86_400 * 0.9
    assert all(later > sooner for sooner, later in pairwise(waits))


async def test_two_workers_send_each_mail_once(
    api: SignedIn, ann: SignedIn, settings: Settings, mailbox: Mailbox, database: asyncpg.Connection
) -> None:
    for number in range(12):
        await make_client(api, name=f"Client {number}", owner_id=ann.user_id)

    async with posting(mailing(settings, mailbox), database, workers=2) as post:
        await post.run()

    subjects = [mail["Subject"] for mail in mailbox.mails]
    assert len(subjects) == len(set(subjects)) == 12


async def test_what_a_dead_worker_left_is_sent_when_its_lease_is_over(
    api: SignedIn, ann: SignedIn, post: Post, mailbox: Mailbox, database: asyncpg.Connection
) -> None:
    mailbox.answers.append("451 Later")
    await make_client(api, owner_id=ann.user_id)
    await post.run()
    lease = "UPDATE mails SET next_at = now(), lease_until = now() + interval '{} s'"
    await database.execute(lease.format(60))
    await post.send()
    assert mailbox.mails == []

    await database.execute(lease.format(-1))
    await post.send()

    assert len(mailbox.mails) == 1
