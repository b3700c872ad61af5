"""Names and addresses that would rather be something else."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.policy import default

import pytest

from backend.core.i18n import speak
from backend.mail.letter import Letter, Line, Link, Section
from backend.mail.paper import Envelope, NoAddress, address_of, mail_of
from tests.support.builders import make_client, make_user
from tests.support.mailbox import Mailbox
from tests.support.people import SignedIn
from tests.support.post import Post

HOSTILE = [
    "Acme\r\nBcc: everyone@foyer.test",
    "Acme\nBcc: everyone@foyer.test",
    "Acme\u2028Bcc: everyone@foyer.test",
    "Acme\x85Bcc: everyone@foyer.test",
    "=?utf-8?q?Acme=0d=0aBcc=3a_everyone=40foyer=2etest?=",
    "\u202egnp.exe Acme",
    '<script>alert("Acme")</script>',
    "Acme " * 500,
]
ENVELOPE = Envelope(
    sender=Address("Foyer", addr_spec="crm@foyer.test"),
    recipient="ann@foyer.test",
    message_id="<1.2@foyer.test>",
    date=datetime(2026, 11, 26, tzinfo=UTC),
    unsubscribe=f"https://crm.foyer.test/unsubscribe/?type=task_assigned&token={'x' * 64}",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_adds_no_header_and_no_markup(name: str) -> None:
    speak("ru", "UTC")
    lines = [Line(name, name, "https://crm.foyer.test/")]
    letter = Letter(
        subject=name,
        paragraphs=[name],
        sections=[Section(name, lines)],
        links=[Link(name, "https://crm.foyer.test/?a=1&b=2")],
        note=name,
    )

    sent = mail_of(letter, ENVELOPE).as_bytes()

    head, _, _ = sent.partition(b"\r\n\r\n")
    assert b"\nbcc" not in head.lower()
    assert all(len(line) <= 998 for line in sent.split(b"\r\n"))
    mail = message_from_bytes(sent, policy=default)
    assert set(mail.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version"),
        *("List-Unsubscribe", "List-Unsubscribe-Post", "Content-Type"),
    }
    assert "\u202e" not in mail["Subject"]
    html = mail.get_body(("html",))
    assert html is not None
    assert "<script" not in html.get_content()
    assert "?a=1&amp;b=2" in html.get_content()


def test_the_link_that_ends_mails_stands_whole_in_its_header() -> None:
    """RFC 8058 section 3.1: folded by Python it would be encoded, and be no link any more."""
    sent = mail_of(Letter(subject="Hello", paragraphs=["Ann"]), ENVELOPE).as_bytes()

    assert f"List-Unsubscribe: <{ENVELOPE.unsubscribe}>\r\n".encode() in sent
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in sent


@pytest.mark.parametrize(
    "subject",
    [
        "Ada Admin: вам поручена задача «Send the offer»",
        "Ада Админ упоминает вас в заметке: «Новая крыша» и ещё много слов, больше одной строки",
        "Ada Admin gave you the deal New roof for the old town hall and for all the houses by it",
        "日本 語 and more",
    ],
)
def test_a_subject_is_read_as_it_was_written(subject: str) -> None:
    sent = mail_of(Letter(subject=subject, paragraphs=["x"]), ENVELOPE).as_bytes()

    assert message_from_bytes(sent, policy=default)["Subject"] == subject
    assert all(len(line) <= 78 for line in sent.partition(b"\r\nDate")[0].split(b"\r\n"))


@pytest.mark.parametrize(
    "address",
    [
        "ann@foyer.test,bob@foyer.test",
        "ann@foyer.test bob@foyer.test",
        "Ann <ann@foyer.test>",
        "ann@foyer.test\r\nBcc: bob@foyer.test",
        "ann@foyer.test\n",
        "ann(bob)@foyer.test",
        '"ann bob"@foyer.test',
        "ann..@foyer.test",
        "group:ann@foyer.test;",
        "@foyer.test",
        "ann@",
        "ann",
        "",
        f"ann@{'x' * 64}.test",
        f"{'x' * 65}@foyer.test",
        "=?utf-8?q?ann=0d=0aBcc=3a_bob?=@foyer.test",
        "ann\u202e@foyer.test",
    ],
)
def test_what_is_not_one_plain_address_gets_nothing(address: str) -> None:
    with pytest.raises(NoAddress):
        address_of(address)


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("ann@foyer.test", "ann@foyer.test"),
        ("o'neil+crm@foyer.test", "o'neil+crm@foyer.test"),
        ("ann@почта.рф", "ann@xn--80a1acny.xn--p1ai"),
        ("анна@foyer.test", "анна@foyer.test"),
    ],
)
def test_a_plain_address_is_written_as_mail_servers_read_it(given: str, written: str) -> None:
    assert address_of(given).addr_spec == written


async def test_whoever_calls_themselves_whatever_is_mailed_alone(
    api: SignedIn, post: Post, mailbox: Mailbox
) -> None:
    user = await make_user(api, full_name="Bob <bob@foyer.test>, Eve", email="анна@foyer.test")
    await make_client(api, owner_id=user["id"], name='"x" <y@z>, a@b')

    await post.run()

    (envelope,) = mailbox.envelopes
    assert envelope.rcpt_tos == ["анна@foyer.test"]
    assert mailbox.mails[0]["To"] == "анна@foyer.test"


async def test_an_address_that_mail_cannot_go_to_is_the_end_of_it(
    api: SignedIn, post: Post, mailbox: Mailbox
) -> None:
    user = await make_user(api, email="ann(bob)@foyer.test")
    await make_client(api, owner_id=user["id"])

    await post.run()

    (kept,) = await post.kept()
    assert (kept["state"], mailbox.mails) == ("DEAD", [])
    assert kept["last_error"] == "Its reader's address is not one that mail can go to"
