"""Two clients with all that can hang on one, and what people do with them."""

from typing import NamedTuple

import httpx

from tests.backend.files.steps import attached
from tests.support.builders import activity_of, make_client, make_deal, make_task
from tests.support.people import Json

CLIENTS = "/api/v1/clients"


class Couple(NamedTuple):
    """``other`` has two deals, one of them in the trash, tasks with and without one, a file."""

    client: Json
    other: Json
    deal: Json
    trashed: Json
    deals_task: Json
    task: Json
    file: Json


async def make_couple(api: httpx.AsyncClient, anonymous: httpx.AsyncClient) -> Couple:
    client = await make_client(api, name="Acme", email="ann@acme.test", phone="", company="Acme")
    other = await make_client(api, name="Acme Ltd", email="bob@acme.test", phone="+44 20 1234567")
    of_other = {"client_id": other["id"]}
    deal, trashed = await make_deal(api, **of_other), await make_deal(api, **of_other)
    await api.delete(f"/api/v1/deals/{trashed['id']}")
    deals_task = await make_task(api, **of_other, deal_id=deal["id"])
    task = await make_task(api, **of_other)
    file = await attached(api, anonymous, other)
    return Couple(client, other, deal, trashed, deals_task, task, file)


async def merge(
    api: httpx.AsyncClient, client: Json, other: Json, *take: str, version: int | None = None
) -> httpx.Response:
    body = {"other_id": other["id"], "other_version": version or other["version"], "take": take}
    headers = {"If-Match": f'"{client["version"]}"'}
    return await api.post(f"{CLIENTS}/{client['id']}/merge", json=body, headers=headers)


async def merged(api: httpx.AsyncClient, client: Json, other: Json, *take: str) -> Json:
    answer = await merge(api, client, other, *take)
    assert answer.status_code == 200, answer.text
    result: Json = answer.json()
    return result


async def undo(api: httpx.AsyncClient, entry_id: str) -> httpx.Response:
    return await api.post(f"/api/v1/activity/{entry_id}/undo")


async def seen(api: httpx.AsyncClient, kind: str, record: Json) -> Json:
    answer = await api.get(f"/api/v1/{kind}/{record['id']}")
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def owners_of(api: httpx.AsyncClient, couple: Couple) -> set[str]:
    """To which clients the records of the couple belong."""
    deals = [await seen(api, "deals", each) for each in (couple.deal, couple.trashed)]
    tasks = [await seen(api, "tasks", each) for each in (couple.deals_task, couple.task)]
    file = await seen(api, "files", couple.file)
    return {each["client_id"] for each in (*deals, *tasks)} | {file["entity_id"]}


async def last_entry(api: httpx.AsyncClient, record: Json) -> Json:
    return (await activity_of(api, record["id"]))[0]
