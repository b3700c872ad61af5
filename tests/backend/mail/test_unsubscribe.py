"""An end to mails of a type, by the link in them."""

import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.support.builders import make_client, make_task
from tests.support.mailbox import Mailbox
from tests.support.people import Json, SignedIn
from tests.support.post import Post

UNSUBSCRIBE = "/api/v1/notifications/unsubscribe"


def link_of(mailbox: Mailbox) -> Json:
    query = urlsplit(re.sub("[<>]", "", mailbox.mails[-1]["List-Unsubscribe"])).query
    return {name: values[0] for name, values in parse_qs(query).items()}


async def test_of_this_type_alone_and_by_nobody_who_is_signed_in(
    api: SignedIn, ann: SignedIn, post: Post, mailbox: Mailbox, anonymous: httpx.AsyncClient
) -> None:
    await make_client(api, owner_id=ann.user_id)
    await post.run()
    link = link_of(mailbox)

    answers = [await anonymous.post(UNSUBSCRIBE, json=link) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]
    await make_client(api, owner_id=ann.user_id)
    await make_task(api, assigned_to=ann.user_id)
    await post.run()
    assert [link_of(mailbox)["type"], len(mailbox.mails)] == ["task_assigned", 2]


@pytest.mark.parametrize("forged", ["", "x", "é", "A" * 64, "whole"])
async def test_no_other_link_does_anything(
    api: SignedIn,
    ann: SignedIn,
    post: Post,
    mailbox: Mailbox,
    anonymous: httpx.AsyncClient,
    forged: str,
) -> None:
    await make_client(api, owner_id=ann.user_id)
    await post.run()
    link = link_of(mailbox)
    other = {"type": "task_assigned", "token": link["token"] if forged == "whole" else forged}

    answer = await anonymous.post(UNSUBSCRIBE, json=other)

    assert answer.status_code == 400
    settings = (await ann.get("/api/v1/notifications/settings")).json()
    assert settings["task_assigned"]["mail"] is True
