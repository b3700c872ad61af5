"""What an admin does with webhooks."""

import httpx

from tests.support.people import Json

WEBHOOKS = "/api/v1/webhooks"


async def make_webhook(
    api: httpx.AsyncClient, url: str = "http://127.0.0.1:9/hooks", **fields: object
) -> Json:
    answer = await api.post(WEBHOOKS, json={"url": url, "events": ["*"]} | fields)
    assert answer.status_code == 201, answer.text
    webhook: Json = answer.json()
    return webhook


async def seen(api: httpx.AsyncClient, webhook: Json) -> Json:
    answer = await api.get(f"{WEBHOOKS}/{webhook['id']}")
    assert answer.status_code == 200, answer.text
    view: Json = answer.json()
    return view


async def deliveries(api: httpx.AsyncClient, webhook: Json, **params: str) -> list[Json]:
    """Newest first."""
    answer = await api.get(f"{WEBHOOKS}/{webhook['id']}/deliveries", params=params)
    assert answer.status_code == 200, answer.text
    items: list[Json] = answer.json()["items"]
    return items
