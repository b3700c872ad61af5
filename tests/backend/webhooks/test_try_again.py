"""A delivery that fails is tried again for days; an endpoint past hope is switched off."""

import asyncpg
import pytest

from backend.webhooks import jobs
from tests.backend.webhooks.conftest import Post
from tests.backend.webhooks.receiver import Answer, Receiver
from tests.backend.webhooks.steps import WEBHOOKS, deliveries, make_webhook, seen
from tests.support.builders import activity_of, make_client
from tests.support.people import SignedIn


async def seconds_until_next(database: asyncpg.Connection) -> float:
    wait = "SELECT extract(epoch FROM next_at - tried_at)::float FROM webhook_deliveries"
    seconds: float | None = await database.fetchval(wait)
    assert seconds is not None
    return seconds


async def test_a_failed_delivery_is_tried_again_under_the_same_id(
    api: SignedIn, post: Post, receiver: Receiver, database: asyncpg.Connection
) -> None:
    webhook = await make_webhook(api, receiver.url, events=["client.*"])
    receiver.answers = [Answer(500), Answer(503), Answer()]
    client = await make_client(api)
    waits = []

    await post.run()
    waits.append(await seconds_until_next(database))
    await api.patch(f"/api/v1/clients/{client['id']}", json={"name": "Newer"})
    await post.send_at_once()
    waits.append(await seconds_until_next(database))
    failing = (await seen(api, webhook))["failing_since"]
    await post.send_at_once()

    assert 4.5 <= waits[0] <= 5.5
    assert 270 <= waits[1] <= 330
    assert len({message.headers["webhook-id"] for message in receiver.messages}) == 1
    names = [m.verified(webhook["secret"])["data"]["record"]["name"] for m in receiver.messages]
    assert names == [client["name"], "Newer", "Newer"]
    assert failing is not None
    assert (await seen(api, webhook))["failing_since"] is None
    (delivery,) = await deliveries(api, webhook)
    assert (delivery["status"], delivery["attempts"]) == ("DELIVERED", 3)


async def test_a_receiver_says_how_long_to_wait(
    api: SignedIn, post: Post, receiver: Receiver, database: asyncpg.Connection
) -> None:
    await make_webhook(api, receiver.url, events=["client.*"])
    receiver.answers = [Answer(429, {"Retry-After": "120"})]
    await make_client(api)

    await post.run()

    assert 119 <= await seconds_until_next(database) <= 121


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, 0),
        ("7", 7),
        ("9" * 400, 86_400),
        ("-1", 0),
        ("soon", 0),
        ("Wed, 21 Oct 99999999999 07:28:00 GMT", 0),
        ("٣", 0),
        ("Thu, 01 Jan 2026 00:00:00 GMT", 0),
        ("Fri, 01 Jan 2999 00:00:00 GMT", 86_400),
    ],
)
def test_how_long_is_told_in_two_ways(value: str | None, seconds: float) -> None:
    assert jobs.asked_wait(value) == seconds


async def test_after_ten_tries_it_is_given_up(
    api: SignedIn, post: Post, receiver: Receiver
) -> None:
    webhook = await make_webhook(api, receiver.url, events=["client.*"])
    receiver.answers = [Answer(500)]
    await make_client(api)
    await post.run()

    for _ in range(12):
        await post.send_at_once()

    (delivery,) = await deliveries(api, webhook, status="FAILED")
    assert (delivery["attempts"], delivery["next_try_at"]) == (10, None)
    assert len(receiver.messages) == 10
    assert delivery["error"] == "It answered 500"


def test_the_tries_span_three_days() -> None:
    assert jobs.SCHEDULE[:3] == (0, 5, 300)
    assert 3 <= sum(jobs.SCHEDULE) / 86_400 <= 4


async def test_an_endpoint_that_is_gone_is_switched_off(
    api: SignedIn, post: Post, receiver: Receiver
) -> None:
    webhook = await make_webhook(api, receiver.url, events=["client.*"])
    receiver.answers = [Answer(410)]
    await make_client(api)

    await post.run()
    await make_client(api)
    await post.run()

    view = await seen(api, webhook)
    assert (view["is_active"], view["disabled_reason"]) == (False, "It answered 410 Gone")
    assert len(receiver.messages) == 1
    assert (await deliveries(api, webhook))[0]["status"] == "FAILED"
    latest = (await activity_of(api, webhook["id"]))[0]
    assert latest["user_id"] is None
    [told] = (await api.get("/api/v1/notifications")).json()["items"]
    assert (told["type"], told["entity_uuid"]) == ("webhook_disabled", webhook["id"])
    assert told["payload"] == {"name": "127.0.0.1", "reason": "It answered 410 Gone"}
    assert latest["payload"]["changes"]["is_active"] == [True, False]


async def test_after_five_days_of_failures_it_is_switched_off(
    api: SignedIn, post: Post, receiver: Receiver, database: asyncpg.Connection
) -> None:
    webhook = await make_webhook(api, receiver.url, events=["client.*"])
    receiver.answers = [Answer(500), Answer(500), Answer()]
    await make_client(api)
    await post.run()
    assert (await seen(api, webhook))["is_active"]
    await database.execute("UPDATE webhooks SET failing_since = now() - interval '121 hours'")

    await post.send_at_once()

    view = await seen(api, webhook)
    assert not view["is_active"]
    assert view["disabled_reason"] == "Nothing was delivered for five days"
    url = f"{WEBHOOKS}/{webhook['id']}"
    again = (await api.patch(url, json={"is_active": True})).json()
    assert (again["disabled_reason"], again["failing_since"]) == ("", None)
    await post.send_at_once()
    assert (await deliveries(api, webhook))[0]["status"] == "DELIVERED"


async def test_a_slow_receiver_costs_a_try(
    api: SignedIn, post: Post, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a total deadline: one that drips would never run into a time-out for each read."""
    monkeypatch.setattr(jobs, "DEADLINE", 0.3)
    webhook = await make_webhook(api, receiver.url, events=["client.*"])
    receiver.answers = [Answer(wait=60)]
    await make_client(api)

    await post.run()

    (delivery,) = await deliveries(api, webhook)
    assert (delivery["status"], delivery["response_code"]) == ("PENDING", None)
    assert delivery["error"] == "No whole answer in 0.3 seconds"
    assert 300 <= delivery["duration_ms"] < 30_000


@pytest.mark.parametrize(
    ("answer", "code", "error"),
    [
        (Answer(cut=True), None, "disconnected"),
        (
            Answer(302, {"Location": "http://127.0.0.1:1/metadata"}),
            302,
            "It answered 302; redirects are not followed",
        ),
        (Answer(404), 404, "It answered 404"),
        (Answer(headers={"content-length": "500"}), None, "complete message body"),
    ],
)
async def test_what_is_no_success_is_a_failure(
    api: SignedIn, post: Post, receiver: Receiver, answer: Answer, code: int | None, error: str
) -> None:
    webhook = await make_webhook(api, receiver.url, events=["client.*"])
    receiver.answers = [answer]
    await make_client(api)

    await post.run()

    (delivery,) = await deliveries(api, webhook)
    assert (delivery["status"], delivery["response_code"]) == ("PENDING", code)
    assert error in delivery["error"]
    assert len(receiver.messages) == 1


async def test_an_endless_answer_is_not_read(api: SignedIn, post: Post, receiver: Receiver) -> None:
    webhook = await make_webhook(api, receiver.url, events=["client.*"])
    receiver.answers = [Answer(headers={"content-length": "10000000000"}, body=b"x" * 200_000)]
    await make_client(api)

    await post.run()

    assert (await deliveries(api, webhook))[0]["status"] == "DELIVERED"


async def test_nobody_listens(api: SignedIn, post: Post) -> None:
    webhook = await make_webhook(api, "http://127.0.0.1:9/", events=["client.*"])
    await make_client(api)

    await post.run()

    (delivery,) = await deliveries(api, webhook)
    assert (delivery["status"], delivery["response_code"]) == ("PENDING", None)
    assert delivery["error"]
