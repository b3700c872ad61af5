"""An admin looks after webhook endpoints."""

import asyncpg
import pytest
from msgspec.structs import replace

from backend.settings import Settings
from tests.backend.webhooks.conftest import Post
from tests.backend.webhooks.receiver import Answer, Receiver
from tests.backend.webhooks.steps import WEBHOOKS, deliveries, make_webhook, seen
from tests.support.builders import activity_of, make_client
from tests.support.pages import page_of, pointers, walk
from tests.support.people import Json, People, SignedIn


async def test_an_endpoint_is_made_and_its_secret_told_once(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    body = {"url": "https://example.com/x", "events": ["deal.*"], "description": "ERP"}

    answer = await api.post(WEBHOOKS, json=body)

    made = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{WEBHOOKS}/{made['id']}"
    assert made["secret"].startswith("whsec_")
    assert (made["owner_id"], made["is_active"]) == (api.user_id, True)
    assert await seen(api, made) == {n: v for n, v in made.items() if n != "secret"}
    entries = await activity_of(api, made["id"])
    assert [entry["action"] for entry in entries] == ["created"]
    assert made["secret"] not in str(entries)
    assert made["secret"] not in str(await database.fetch("SELECT sealed FROM webhook_secrets"))


async def test_a_repeated_request_is_not_told_the_secret_again(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    webhook = await make_webhook(api)
    headers = {"Idempotency-Key": "one"}
    body = {"url": "http://127.0.0.1/", "events": ["*"]}

    for path, sent in ((WEBHOOKS, body), (f"{WEBHOOKS}/{webhook['id']}/rotate", None)):
        headers = {"Idempotency-Key": path}
        first = await api.post(path, json=sent, headers=headers)
        second = await api.post(path, json=sent, headers=headers)

        assert second.json() == {**first.json(), "secret": None}
        assert second.status_code == first.status_code
    kept = await database.fetch("SELECT convert_from(body, 'UTF8') FROM idempotency_keys")
    assert "whsec_" not in str(kept)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "ftp://example.com"),
        ("url", "https://"),
        ("url", "https://user:pass@example.com/"),
        ("url", "https://example.com/#x"),
        ("url", "https://exa mple.com/"),
        ("url", "https://example.com:99999/"),
        ("events", []),
        ("events", ["deals.created"]),
        ("events", ["deal.exploded"]),
        ("events", ["deal.created\n"]),
        ("events", ["token.*"]),
        ("events", ["*"] * 51),
        ("description", "x" * 201),
        ("owner_id", "0199f000-0000-7000-8000-000000000000"),
        ("secret", "whsec_mine"),
    ],
)
async def test_what_does_not_fit_is_refused(api: SignedIn, field: str, value: object) -> None:
    body = {"url": "https://example.com/", "events": ["*"], field: value}

    answer = await api.post(WEBHOOKS, json=body)

    assert answer.status_code == 400
    assert {pointer.split("/")[1] for pointer in pointers(answer.json())} == {field}


async def test_an_endpoint_is_edited(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in(name="Ann")
    webhook = await make_webhook(api)
    url = f"{WEBHOOKS}/{webhook['id']}"

    answer = await api.patch(url, json={"events": ["task.*"], "owner_id": ann.user_id})

    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    assert answer.json()["owner_name"] == "Ann"
    stale = await api.patch(url, json={"is_active": False}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["current"]) == (412, answer.json())
    latest = (await activity_of(api, webhook["id"]))[0]
    assert set(latest["payload"]["changes"]) == {"events", "owner_id"}


async def test_a_removed_endpoint_is_gone_with_all_it_had(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    webhook = await make_webhook(api)
    await api.post(f"{WEBHOOKS}/{webhook['id']}/test")

    answer = await api.delete(f"{WEBHOOKS}/{webhook['id']}")

    assert answer.status_code == 204
    for path in ("", "/deliveries"):
        assert (await api.get(f"{WEBHOOKS}/{webhook['id']}{path}")).status_code == 404
    for table in ("webhooks", "webhook_secrets", "webhook_deliveries"):
        assert await database.fetchval(f"SELECT count(*) FROM {table}") == 0  # noqa: S608  # our own names
    actions = [entry["action"] for entry in await activity_of(api, webhook["id"])]
    assert actions == ["deleted", "tested", "created"]


async def test_endpoints_are_listed(api: SignedIn, queries: list[str]) -> None:
    made = [await make_webhook(api, description=str(n)) for n in range(3)]
    await api.patch(f"{WEBHOOKS}/{made[0]['id']}", json={"is_active": False})
    await page_of(api, WEBHOOKS)
    queries.clear()

    page = await page_of(api, WEBHOOKS, is_active="true", owner=api.user_id)

    assert len(queries) == 1
    assert [item["id"] for item in page["items"]] == [made[2]["id"], made[1]["id"]]
    assert page["total"] == 2
    oldest = await walk(api, WEBHOOKS, sort="created_at", limit=1)
    assert [item["id"] for item in oldest] == [each["id"] for each in made]


async def test_webhooks_are_for_admins_alone(api: SignedIn, signed_in: People) -> None:
    webhook, ann = await make_webhook(api), await signed_in()
    url = f"{WEBHOOKS}/{webhook['id']}"
    requests: list[tuple[str, str, Json | None]] = [
        ("GET", WEBHOOKS, None),
        ("POST", WEBHOOKS, {"url": "https://example.com/", "events": ["*"]}),
        ("GET", url, None),
        ("PATCH", url, {"is_active": False}),
        ("DELETE", url, None),
        ("POST", f"{url}/rotate", None),
        ("POST", f"{url}/test", None),
        ("GET", f"{url}/deliveries", None),
        ("POST", f"{url}/deliveries/{webhook['id']}/redeliver", None),
    ]

    answers = [(await ann.request(m, path, json=body)).status_code for m, path, body in requests]

    assert answers == [403] * len(requests)
    assert await activity_of(ann, webhook["id"]) == []


async def test_a_test_says_what_came_of_it(api: SignedIn, post: Post, receiver: Receiver) -> None:
    webhook = await make_webhook(api, receiver.url, events=["deal.moved"])

    answer = await api.post(f"{WEBHOOKS}/{webhook['id']}/test")
    await post.run()

    assert (answer.status_code, answer.json()["status"]) == (202, "PENDING")
    payload = receiver.messages[0].verified(webhook["secret"])
    assert payload["type"] == "webhook.test"
    assert payload["data"] == {"kind": "webhook", "id": webhook["id"], "record": None}
    (delivery,) = await deliveries(api, webhook)
    assert (delivery["id"], delivery["status"]) == (answer.json()["id"], "DELIVERED")


async def test_what_is_switched_off_is_not_tested(api: SignedIn) -> None:
    webhook = await make_webhook(api)
    await api.patch(f"{WEBHOOKS}/{webhook['id']}", json={"is_active": False})

    assert (await api.post(f"{WEBHOOKS}/{webhook['id']}/test")).status_code == 409


async def test_a_delivery_is_made_once_more(api: SignedIn, post: Post, receiver: Receiver) -> None:
    webhook = await make_webhook(api, receiver.url, events=["client.*"])
    receiver.answers = [Answer(410), Answer(200)]
    await make_client(api)
    await post.run()
    (failed,) = await deliveries(api, webhook)
    url = f"{WEBHOOKS}/{webhook['id']}"
    again = f"{url}/deliveries/{failed['id']}/redeliver"

    assert (await api.post(again)).status_code == 409
    await api.patch(url, json={"is_active": True})
    answer = await api.post(again)
    await post.run()

    assert (answer.status_code, answer.json()["status"]) == (202, "PENDING")
    (delivery,) = await deliveries(api, webhook)
    assert (delivery["status"], delivery["attempts"]) == ("DELIVERED", 1)
    first, second = receiver.messages
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    elsewhere = await make_webhook(api)
    foreign = f"{WEBHOOKS}/{elsewhere['id']}/deliveries/{failed['id']}/redeliver"
    assert (await api.post(foreign)).status_code == 404


async def test_all_that_failed_since_a_moment_are_made_once_more(
    api: SignedIn, post: Post, receiver: Receiver, database: asyncpg.Connection
) -> None:
    webhook = await make_webhook(api, receiver.url, events=["client.*"])
    for _ in range(4):
        await make_client(api)
    for _ in range(2):  # two at a time
        await post.run()
    before = await deliveries(api, webhook)  # newest first
    failed = "UPDATE webhook_deliveries SET status = 'FAILED' WHERE id <> $1"
    await database.execute(failed, before[0]["id"])
    url = f"{WEBHOOKS}/{webhook['id']}/deliveries/redeliver"
    since = {"since": before[2]["created_at"]}
    key = {"Idempotency-Key": "once"}

    answers = [await api.post(url, json=since, headers=key) for _ in range(2)]
    await post.run()

    assert [answer.json() for answer in answers] == [{"count": 2, "left": 0}] * 2
    states = [delivery["status"] for delivery in await deliveries(api, webhook)]
    assert states == ["DELIVERED", "DELIVERED", "DELIVERED", "FAILED"]
    ids = [message.headers["webhook-id"] for message in receiver.messages]
    assert (len(ids), len(set(ids))) == (6, 4)
    told = "SELECT count(*) FROM activity_log WHERE action = 'redelivered'"
    assert await database.fetchval(told) == 1
    await api.patch(f"{WEBHOOKS}/{webhook['id']}", json={"is_active": False})
    assert (await api.post(url, json=since)).status_code == 409


async def test_what_is_being_sent_is_not_sent_beside_it(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    webhook = await make_webhook(api)
    made = (await api.post(f"{WEBHOOKS}/{webhook['id']}/test")).json()
    await database.execute("UPDATE webhook_deliveries SET lease_until = now() + interval '9 s'")

    answer = await api.post(f"{WEBHOOKS}/{webhook['id']}/deliveries/{made['id']}/redeliver")

    assert answer.status_code == 409


async def test_the_log_is_walked(api: SignedIn, queries: list[str]) -> None:
    webhook = await make_webhook(api)
    made = [(await api.post(f"{WEBHOOKS}/{webhook['id']}/test")).json() for _ in range(5)]
    path = f"{WEBHOOKS}/{webhook['id']}/deliveries"
    await page_of(api, path)
    queries.clear()

    await page_of(api, path)

    assert len(queries) == 1
    walked = await walk(api, path, limit=2, status="PENDING")
    assert [item["id"] for item in walked] == [each["id"] for each in made[::-1]]
    assert (await page_of(api, path, status="FAILED"))["items"] == []


async def test_only_so_many_secrets_sign_at_once(api: SignedIn) -> None:
    webhook = await make_webhook(api)
    url = f"{WEBHOOKS}/{webhook['id']}/rotate"

    answers = [(await api.post(url)).status_code for _ in range(5)]

    assert answers == [200] * 4 + [409]


class TestOutsideOfDevelopment:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, private_webhooks=False)

    async def test_what_could_never_be_sent_to_is_refused_at_once(self, api: SignedIn) -> None:
        for url in (
            "http://example.com/",
            "https://example.com:8443/",
            "https://127.0.0.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://[::ffff:10.0.0.1]/",
        ):
            answer = await api.post(WEBHOOKS, json={"url": url, "events": ["*"]})

            assert (answer.status_code, pointers(answer.json())) == (400, ["/url"]), url

    async def test_a_name_that_leads_inside_is_not_connected_to(
        self, api: SignedIn, post: Post
    ) -> None:
        webhook = await make_webhook(api, "https://localhost/", events=["client.*"])
        await make_client(api)

        await post.run()

        (delivery,) = await deliveries(api, webhook)
        assert delivery["error"] == "Webhooks go to public addresses only"
