"""Records made through the API, with every field filled in that a test does not care for."""

from itertools import count
from typing import Any

import asyncpg
import httpx
import msgspec

from tests.support.people import PASSWORD, Json

_numbers = count(1)


async def make_user(api: httpx.AsyncClient, **fields: object) -> Json:
    number = next(_numbers)
    filled = {"email": f"user-{number}@foyer.test", "full_name": f"User {number}"}
    return await _made(api, "/api/v1/users", filled | {"password": PASSWORD} | fields)


async def make_client(api: httpx.AsyncClient, **fields: object) -> Json:
    return await _made(api, "/api/v1/clients", {"name": f"Client {next(_numbers)}"} | fields)


async def make_deal(api: httpx.AsyncClient, **fields: object) -> Json:
    """For a client of its own unless ``client_id`` names one."""
    if "client_id" not in fields:
        fields["client_id"] = (await make_client(api))["id"]
    filled = {"title": f"Deal {next(_numbers)}", "amount": "100.00"}
    return await _made(api, "/api/v1/deals", filled | fields)


async def make_task(api: httpx.AsyncClient, **fields: object) -> Json:
    """For a client of its own unless ``client_id`` names one."""
    if "client_id" not in fields:
        fields["client_id"] = (await make_client(api))["id"]
    return await _made(api, "/api/v1/tasks", {"title": f"Task {next(_numbers)}"} | fields)


async def inbox_of(api: httpx.AsyncClient) -> list[Json]:
    """What whoever asks was told, newest first."""
    answer = await api.get("/api/v1/notifications", params={"limit": 200})
    assert answer.status_code == 200, answer.text
    items: list[Json] = answer.json()["items"]
    return items


async def activity_of(api: httpx.AsyncClient, entity_id: str) -> list[Json]:
    """The record's entries in the change log, newest first."""
    answer = await api.get("/api/v1/activity", params={"entity_uuid": entity_id, "limit": 200})
    assert answer.status_code == 200, answer.text
    items: list[Json] = answer.json()["items"]
    return items


async def news_of(database: asyncpg.Connection, topic: str) -> Json:
    """What the outbox tells of the last such change."""
    last = "SELECT payload FROM outbox WHERE topic = $1 ORDER BY id DESC LIMIT 1"
    payload: Any = await database.fetchval(last, topic)
    told: Json = msgspec.json.decode(payload)
    return told


async def _made(api: httpx.AsyncClient, path: str, fields: object) -> Json:
    answer = await api.post(path, json=fields)
    assert answer.status_code == 201, answer.text
    record: Json = answer.json()
    return record
