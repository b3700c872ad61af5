"""Links that are mailed, from the page that asks for them to the sign-in that they lead to."""

import re
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest

from bff.shell import HOME
from tests.bff.browser import TOAST, Browser
from tests.support.builders import make_client, make_user
from tests.support.mailbox import Mailbox
from tests.support.people import SignedIn
from tests.support.post import Post

INVITE, RESET = "form[action='/settings/users/new/']", "form[action='/reset/']"
NEW = "purple monkey dishwasher"
UNSUBSCRIBE = "form[action^='/unsubscribe/']"


def link_in(mail: EmailMessage, place: str) -> str:
    """The path of the link to this place, as it stands in the text part."""
    text = mail.get_body(("plain",))
    assert text is not None
    url = re.search(rf"https://crm\.foyer\.test{place}\S*", text.get_content())
    assert url is not None
    parts = urlsplit(url[0])
    return f"{parts.path}?{parts.query}"


async def test_invited_and_signed_in(
    ada: Browser, guest: Browser, post: Post, mailbox: Mailbox
) -> None:
    form = await ada.open("/settings/users/new/")
    told = await ada.submit(form, INVITE, full_name="Bob", email="bob@foyer.test")
    assert "An invitation goes to bob@foyer.test" in told.text

    await post.run()

    (mail,) = mailbox.mails
    assert mail["Subject"] == "Ada Admin invites you to Foyer"
    page = await guest.open(link_in(mail, "/reset/"))
    assert (await guest.submit(page, RESET, new_password=NEW)).path == "/login/"
    assert (await guest.sign_in("bob@foyer.test", NEW)).path == HOME


async def test_an_invitation_sent_again_says_where_it_goes(ada: Browser, api: SignedIn) -> None:
    bob = await make_user(api, full_name="Bob", email="bob@foyer.test")
    page = await ada.open(f"/settings/users/{bob['id']}")

    told = await ada.submit(page, "form[action$='/invitation/']")

    assert "No mail server is set, so the invitation waits." in told.one(TOAST).text


async def test_whoever_forgot_a_password_sets_another(
    api: SignedIn, guest: Browser, post: Post, mailbox: Mailbox
) -> None:
    await make_user(api, email="bob@foyer.test", full_name="Bob")
    form = await guest.open("/forgot/")
    await guest.submit(form, "form[action='/forgot/']", email="bob@foyer.test")

    await post.run()

    (mail,) = mailbox.mails
    page = await guest.open(link_in(mail, "/reset/"))
    await guest.submit(page, RESET, new_password=NEW)
    assert (await guest.sign_in("bob@foyer.test", NEW)).path == HOME


async def test_a_link_that_is_used_up_is_not_mailed(
    api: SignedIn, guest: Browser, post: Post, mailbox: Mailbox
) -> None:
    """As when the mail server was away, and an admin helped meanwhile."""
    bob = await make_user(api, email="bob@foyer.test")
    mailbox.answers.append("451 Later")
    await guest.submit(
        await guest.open("/forgot/"), "form[action='/forgot/']", email="bob@foyer.test"
    )
    await post.run()
    offered = (await api.post(f"/api/v1/users/{bob['id']}/password-reset")).json()
    said = {"token": offered["token"], "new_password": NEW}
    await api.post("/api/v1/auth/password-reset/confirm", json=said)

    await post.send_at_once()

    assert mailbox.mails == []
    assert (await post.kept())[0]["last_error"] == "Its link was used or is too old"


async def test_mails_are_ended_by_their_link_but_not_by_looking_at_it(
    api: SignedIn, guest: Browser, post: Post, mailbox: Mailbox
) -> None:
    bob = await make_user(api, email="bob@foyer.test")
    await make_client(api, owner_id=bob["id"])
    await post.run()
    link = link_in(mailbox.mails[0], "/unsubscribe/")

    page = await guest.open(link)
    await make_client(api, owner_id=bob["id"])
    await post.run()
    ended = await guest.submit(page, UNSUBSCRIBE)
    await make_client(api, owner_id=bob["id"])
    await post.run()

    assert "Somebody gives me a client" in page.text
    assert "You get no more mails of this kind." in ended.text
    assert len(mailbox.mails) == 2


async def test_and_by_one_click_of_a_mail_program(
    api: SignedIn, guest: Browser, post: Post, mailbox: Mailbox
) -> None:
    """RFC 8058: a POST of its server's to the address in the header, with no cookie and origin."""
    bob = await make_user(api, email="bob@foyer.test")
    await make_client(api, owner_id=bob["id"])
    await post.run()
    url = urlsplit(mailbox.mails[0]["List-Unsubscribe"].strip("<>"))

    answer = await guest.http.post(
        f"{url.path}?{url.query}", data={"List-Unsubscribe": "One-Click"}
    )

    assert answer.status_code == 200
    await make_client(api, owner_id=bob["id"])
    await post.run()
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize("query", ["", "?type=task_assigned", "?type=x&token=y"])
async def test_half_a_link_is_told_for_what_it_is(guest: Browser, query: str) -> None:
    page = await guest.open(f"/unsubscribe/{query}")

    assert page.status == 400
    assert "This link is not whole" in page.text


async def test_a_forged_link_ends_nothing(guest: Browser) -> None:
    page = await guest.open("/unsubscribe/?type=task_assigned&token=forged")

    told = await guest.submit(page, UNSUBSCRIBE)

    assert told.status == 400
    assert "not one of ours" in told.text
