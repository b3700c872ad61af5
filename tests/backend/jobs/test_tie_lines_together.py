"""What the worker writes names the click that it follows."""

import asyncio
from typing import Any

import msgspec

from backend.settings import Settings
from tests.backend.jobs.steps import PATIENCE, worker_process
from tests.backend.webhooks.receiver import Receiver
from tests.backend.webhooks.steps import deliveries, make_webhook
from tests.support.people import SignedIn
from tests.support.waiting import until_found

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


async def test_the_lines_of_a_delivery(settings: Settings, api: SignedIn) -> None:
    headers = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01", "X-Request-ID": "click-0002"}
    async with Receiver().listening() as receiver:
        webhook = await make_webhook(api, receiver.url, events=["client.*"])
        await api.post("/api/v1/clients", json={"name": "Acme"}, headers=headers)
        with worker_process(settings, level="INFO") as worker:
            await until_found(
                lambda: deliveries(api, webhook, status="DELIVERED"), seconds=PATIENCE
            )
            worker.terminate()
            output, _ = await asyncio.to_thread(worker.communicate)

    lines: list[dict[str, Any]] = [msgspec.json.decode(line) for line in output.splitlines()]
    (sent,) = [line for line in lines if line["event"] == "webhook_sent"]
    assert (sent["request_id"], sent["trace_id"]) == ("click-0002", TRACE)
    assert (sent["type"], sent["status"], sent["attempt"]) == ("client.created", 200, 1)
    assert receiver.messages[0].headers["traceparent"].split("-")[1] == TRACE
