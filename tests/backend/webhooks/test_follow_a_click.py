"""One trace from the click to the webhook."""

import asyncpg
import pytest

from backend.core.traces import SHAPE, TRACEPARENT, follow
from tests.backend.webhooks.conftest import Post
from tests.backend.webhooks.receiver import Receiver
from tests.backend.webhooks.steps import make_webhook
from tests.support.people import SignedIn

TRACE = "0af7651916cd43dd8448eb211c80319c"
CLICK = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01", "X-Request-ID": "click-0001"}


async def test_what_follows_a_request_knows_it(
    api: SignedIn, database: asyncpg.Connection, post: Post, receiver: Receiver
) -> None:
    await make_webhook(api, receiver.url)
    await post.run()
    receiver.messages.clear()

    await api.post("/api/v1/clients", json={"name": "Acme"}, headers=CLICK)
    await post.run()

    (row,) = await database.fetch(
        "SELECT request_id, traceparent FROM outbox WHERE topic = 'client.created'"
    )
    assert tuple(row) == ("click-0001", CLICK["traceparent"])
    (message,) = receiver.messages
    assert message.headers["traceparent"].split("-")[1] == TRACE


async def test_every_row_of_a_bulk_change_knows_it_too(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    made = [await api.post("/api/v1/clients", json={"name": name}) for name in "AB"]
    orders = {"ids": [one.json()["id"] for one in made], "action": "delete"}

    await api.post("/api/v1/clients/bulk", json=orders, headers=CLICK)

    told = "SELECT request_id FROM outbox WHERE topic = 'client.deleted'"
    assert [row["request_id"] for row in await database.fetch(told)] == ["click-0001"] * 2


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "nonsense",
        "00-" + "0" * 32 + "-b7ad6b7169203331-01",
        "00-" + TRACE + "-" + "0" * 16 + "-01",
        "ff-" + TRACE + "-b7ad6b7169203331-01",
        ("00-" + TRACE + "-b7ad6b7169203331-01").upper(),
        "00-" + TRACE + "-b7ad6b7169203331-01-more",
    ],
)
def test_what_is_no_trace_begins_one(sent: str) -> None:
    follow(sent)

    assert SHAPE.fullmatch(TRACEPARENT.get())
    assert TRACE not in TRACEPARENT.get()
