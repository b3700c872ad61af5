"""What people do with an export: ask for one, wait for it, fetch and open its file."""

import csv
import io

import httpx

from tests.support.people import Json
from tests.support.waiting import until_found

EXPORTS = "/api/v1/exports"
PATIENCE = 60.0  # seconds; on a machine that has much else to do
Row = dict[str, str]


async def asked(api: httpx.AsyncClient, entity: str, **fields: object) -> Json:
    answer = await api.post(EXPORTS, json={"entity": entity} | fields)
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return made


async def seen(api: httpx.AsyncClient, export_id: str) -> Json:
    answer = await api.get(f"{EXPORTS}/{export_id}")
    assert answer.status_code == 200, answer.text
    view: Json = answer.json()
    return view


async def finished(api: httpx.AsyncClient, export_id: str) -> Json:
    """Done or failed."""

    async def look() -> Json | None:
        view = await seen(api, export_id)
        return view if view["finished_at"] else None

    view = await until_found(look, seconds=PATIENCE)
    assert view
    return view


async def ended(api: httpx.AsyncClient, export_id: str) -> Json:
    """The export once it is done; one that failed fails the test."""
    view = await finished(api, export_id)
    assert view["state"] == "DONE", view["error"]
    return view


async def fetched(api: httpx.AsyncClient, export_id: str) -> httpx.Response:
    answer = await api.get(f"{EXPORTS}/{export_id}/download", follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return answer


async def exported(api: httpx.AsyncClient, entity: str, **fields: object) -> bytes:
    """The file of an export that a worker has carried out."""
    made = await asked(api, entity, **fields)
    done = await ended(api, made["id"])
    content = (await fetched(api, made["id"])).content
    assert done["size"] == len(content)
    return content


async def streamed(api: httpx.AsyncClient, entity: str, **params: str) -> bytes:
    answer = await api.get(f"{EXPORTS}/{entity}.csv", params=params)
    assert answer.status_code == 200, answer.text
    return answer.content


def rows(content: bytes) -> list[Row]:
    """By the names of the columns, as a program reads them."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
