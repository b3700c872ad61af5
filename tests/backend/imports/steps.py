"""What people do with an import: upload, start, wait for the end."""

from collections.abc import Iterable, Mapping

import httpx

from tests.support.people import Json
from tests.support.waiting import until_found

IMPORTS = "/api/v1/imports"
OUTCOMES = ("created", "updated", "unchanged", "rejected")
PATIENCE = 120.0  # seconds; on a machine that has much else to do


def table(header: str, rows: Iterable[str]) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


async def send(
    api: httpx.AsyncClient,
    content: bytes,
    *,
    entity: str = "clients",
    name: str = "export.csv",
    headers: Mapping[str, str] | None = None,
    **fields: str,
) -> httpx.Response:
    form = {"entity": entity, **fields}
    return await api.post(IMPORTS, data=form, files={"file": (name, content)}, headers=headers)


async def uploaded(
    api: httpx.AsyncClient, content: bytes, *, entity: str = "clients", **fields: str
) -> Json:
    answer = await send(api, content, entity=entity, headers=None, **fields)
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return made


async def started(api: httpx.AsyncClient, import_id: str, **orders: object) -> Json:
    answer = await api.post(f"{IMPORTS}/{import_id}/start", json=orders)
    assert answer.status_code == 202, answer.text
    accepted: Json = answer.json()
    return accepted


async def seen(api: httpx.AsyncClient, import_id: str) -> Json:
    answer = await api.get(f"{IMPORTS}/{import_id}")
    assert answer.status_code == 200, answer.text
    view: Json = answer.json()
    return view


async def ended(api: httpx.AsyncClient, import_id: str, state: str = "DONE") -> Json:
    """The import once it is done; one that ends otherwise than expected fails the test."""

    async def finished() -> Json | None:
        view = await seen(api, import_id)
        return view if view["finished_at"] else None

    view = await until_found(finished, seconds=PATIENCE)
    assert view
    assert view["state"] == state, view["error"]
    return view


async def undone(api: httpx.AsyncClient, import_id: str) -> Json:
    answer = await api.post(f"{IMPORTS}/{import_id}/undo")
    assert answer.status_code == 202, answer.text
    assert answer.json()["state"] == "UNDOING"
    return await ended(api, import_id, "UNDONE")


async def imported(
    api: httpx.AsyncClient, content: bytes, *, entity: str = "clients", **orders: object
) -> Json:
    """Uploads, starts with the suggested mapping unless told otherwise, and waits."""
    upload = await uploaded(api, content, entity=entity)
    orders = {"mapping": upload["suggested_mapping"], **orders}
    await started(api, upload["id"], **orders)
    return await ended(api, upload["id"])


def counts(view: Json) -> dict[str, int]:
    """The outcomes that occurred."""
    return {name: view[name] for name in OUTCOMES if view[name]}


async def reasons(api: httpx.AsyncClient, view: Json) -> list[str]:
    """Why rows were rejected, in the order of the file."""
    answer = await api.get(f"{IMPORTS}/{view['id']}/rejected", params={"limit": 200})
    assert answer.status_code == 200, answer.text
    return [row["reason"] for row in answer.json()["items"]]


async def all_of(api: httpx.AsyncClient, kind: str) -> list[Json]:
    """At most 200 records, oldest first."""
    answer = await api.get(f"/api/v1/{kind}", params={"limit": 200, "sort": "created_at"})
    assert answer.status_code == 200, answer.text
    items: list[Json] = answer.json()["items"]
    return items
