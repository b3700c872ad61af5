"""What happens is told to whoever asked for it: signed, retried, and never to the wrong one."""

import asyncio
import time
from datetime import UTC, datetime

import asyncpg
import pytest
from msgspec.structs import replace
from standardwebhooks import WebhookVerificationError

from backend.settings import Settings
from backend.webhooks import outgoing
from backend.worker import running_worker
from tests.backend.imports.steps import imported, table
from tests.backend.webhooks.conftest import Post
from tests.backend.webhooks.receiver import Answer, Receiver
from tests.backend.webhooks.steps import WEBHOOKS, deliveries, make_webhook
from tests.support.builders import make_client, make_deal
from tests.support.people import People, SignedIn
from tests.support.waiting import until


async def test_an_event_arrives_signed(api: SignedIn, post: Post, receiver: Receiver) -> None:
    webhook = await make_webhook(api, receiver.url, events=["client.created"])
    client = await make_client(api, name="Ärzte")

    await post.run()

    (message,) = receiver.messages
    payload = message.verified(webhook["secret"])
    assert message.line == "POST /hooks?from=foyer HTTP/1.1"
    assert message.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert message.headers["content-type"] == "application/json"
    assert payload["type"] == "client.created"
    assert payload["data"] == {"kind": "client", "id": client["id"], "record": client}
    assert datetime.fromisoformat(payload["timestamp"]) <= datetime.now(UTC)
    (delivery,) = await deliveries(api, webhook)
    assert message.headers["webhook-id"] == "msg_" + delivery["event_id"].replace("-", "")
    assert (delivery["status"], delivery["attempts"], delivery["response_code"]) == (
        "DELIVERED",
        1,
        200,
    )
    assert (delivery["next_try_at"], delivery["error"]) == (None, None)


async def test_a_changed_message_is_noticed(api: SignedIn, post: Post, receiver: Receiver) -> None:
    webhook = await make_webhook(api, receiver.url)
    await make_client(api)
    await post.run()
    message = receiver.messages[0]

    for headers, body in (
        (message.headers, message.body + b" "),
        (message.headers | {"webhook-id": "msg_other"}, message.body),
        (message.headers | {"webhook-timestamp": str(int(time.time()) + 9)}, message.body),
    ):
        with pytest.raises(WebhookVerificationError):
            type(message)("", headers, body).verified(webhook["secret"])
    with pytest.raises(WebhookVerificationError):
        message.verified("whsec_" + "A" * 43 + "=")


async def test_only_what_was_asked_for_is_told(
    api: SignedIn, post: Post, receiver: Receiver
) -> None:
    wanted = {"all": ["*"], "deals": ["deal.*"], "two": ["client.deleted", "deal.moved"]}
    webhooks = {
        name: await make_webhook(api, receiver.url, events=events)
        for name, events in wanted.items()
    }
    off = await make_webhook(api, receiver.url)
    await api.patch(f"{WEBHOOKS}/{off['id']}", json={"is_active": False})
    deal = await make_deal(api)
    await api.post(f"/api/v1/deals/{deal['id']}/move", json={"status": "WON"})
    alone = await make_client(api)
    await api.delete(f"/api/v1/clients/{alone['id']}")

    for _ in range(4):
        await post.run()

    told = {
        name: sorted(each["type"] for each in await deliveries(api, webhook))
        for name, webhook in webhooks.items()
    }
    assert told["deals"] == ["deal.created", "deal.moved"]
    assert told["two"] == ["client.deleted", "deal.moved"]
    assert told["all"][:3] == ["client.created", "client.created", "client.deleted"]
    assert told["all"][3:] == told["deals"]
    assert await deliveries(api, off) == []


async def test_an_event_that_is_told_twice_is_sent_once(
    api: SignedIn, post: Post, receiver: Receiver, database: asyncpg.Connection
) -> None:
    webhook = await make_webhook(api, receiver.url, events=["client.*"])
    await make_client(api)
    await post.run()
    await database.execute("UPDATE outbox SET sent_at = NULL, next_at = now()")

    await post.run()

    assert (len(receiver.messages), len(await deliveries(api, webhook))) == (1, 1)


async def test_a_slow_endpoint_holds_up_nobody_else(
    api: SignedIn, post: Post, receiver: Receiver
) -> None:
    slow = await make_webhook(api, receiver.url, events=["client.*"])
    async with Receiver().listening() as other:
        quick = await make_webhook(api, other.url, events=["client.*"])
        receiver.free.clear()
        for _ in range(5):
            await make_client(api)

        first_round = asyncio.create_task(post.run())
        await until(lambda: (receiver.at_once, len(other.messages)) == (2, 2))
        receiver.free.set()
        await first_round
        await post.send()

        assert len(other.messages) == 4
    assert receiver.at_once == 2
    assert len(await deliveries(api, slow, status="PENDING")) == 1
    assert len(await deliveries(api, quick, status="DELIVERED")) == 4


async def test_a_rotated_secret_signs_for_a_day_more(
    api: SignedIn, post: Post, receiver: Receiver, database: asyncpg.Connection
) -> None:
    webhook = await make_webhook(api, receiver.url, events=["client.*"])
    new = (await api.post(f"{WEBHOOKS}/{webhook['id']}/rotate")).json()["secret"]
    await make_client(api)
    await post.run()
    await database.execute("UPDATE webhook_secrets SET expires_at = expires_at - interval '1 day'")
    await make_client(api)
    await post.run()

    during, after = receiver.messages
    assert during.verified(new) == during.verified(webhook["secret"])
    assert after.verified(new)
    with pytest.raises(WebhookVerificationError):
        after.verified(webhook["secret"])


async def test_a_secret_that_cannot_be_opened_is_said(
    api: SignedIn, post: Post, receiver: Receiver, database: asyncpg.Connection
) -> None:
    webhook = await make_webhook(api, receiver.url, events=["client.*"])
    await database.execute("UPDATE webhook_secrets SET sealed = sha256('x')")
    await make_client(api)

    await post.run()

    assert receiver.messages == []
    assert "rotate it" in (await deliveries(api, webhook))[0]["error"]


async def test_the_owner_must_still_be_let_in(
    api: SignedIn, signed_in: People, post: Post, receiver: Receiver
) -> None:
    ann = await signed_in()
    webhook = await make_webhook(api, receiver.url, events=["client.*"], owner_id=ann.user_id)
    receiver.answers = [Answer(500)]
    await make_client(api)
    await post.run()
    await api.patch(f"/api/v1/users/{ann.user_id}", json={"is_active": False})
    await make_client(api)

    await post.run()
    await post.send_at_once()

    (delivery,) = await deliveries(api, webhook)
    assert len(receiver.messages) == 1
    assert delivery["error"] == "The webhook's owner may not sign in any more"


async def test_records_of_an_import_are_told_when_it_has_ended(
    api: SignedIn, settings: Settings, post: Post, receiver: Receiver
) -> None:
    async with running_worker(settings):
        await imported(api, table("Name", ["Acme", "Berry"]))
    webhook = await make_webhook(api, receiver.url, events=["client.*"])
    upload = table("Name,Email", ["Cherry,c@x.test", "Date,d@x.test", "Elder,e@x.test"])

    async with running_worker(settings):
        await imported(api, upload)
        await until(lambda: len(receiver.messages) >= 3)

    records = [m.verified(webhook["secret"])["data"]["record"] for m in receiver.messages]
    assert {record["name"] for record in records} == {"Cherry", "Date", "Elder"}
    assert {each["type"] for each in await deliveries(api, webhook)} == {"client.created"}
    assert post


async def test_records_of_an_undone_import_are_told_too(
    api: SignedIn,
    settings: Settings,
    post: Post,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outgoing, "PORTION", 1)
    webhook = await make_webhook(api, receiver.url, events=["client.*"])

    async with running_worker(settings):
        view = await imported(api, table("Name", ["Acme", "Berry"]))
        await api.post(f"/api/v1/imports/{view['id']}/undo")
        await until(lambda: len(receiver.messages) >= 4)

    told = sorted(each["type"] for each in await deliveries(api, webhook))
    assert told == ["client.created", "client.created", "client.deleted", "client.deleted"]
    assert post


class TestWhereEachSeesTheirOwn:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, visibility="own")

    async def test_a_payload_holds_what_its_owner_may_see(
        self, api: SignedIn, signed_in: People, post: Post, receiver: Receiver
    ) -> None:
        ann = await signed_in()
        webhook = await make_webhook(api, receiver.url, events=["client.*"], owner_id=ann.user_id)
        hers, foreign = await make_client(ann), await make_client(api)

        await post.run()

        told = [message.verified(webhook["secret"])["data"] for message in receiver.messages]
        records = {data["id"]: data["record"] for data in told}
        assert records == {hers["id"]: hers, foreign["id"]: None}
