"""What people do with files: announce one, send its bytes, confirm it, fetch it again."""

import httpx

from tests.support.people import Json

FILES = "/api/v1/files"
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"


async def announced(
    api: httpx.AsyncClient,
    record: Json,
    content: bytes = PDF,
    *,
    kind: str = "client",
    name: str = "offer.pdf",
    **fields: object,
) -> Json:
    answer = await announce(api, record, content, kind=kind, name=name, **fields)
    assert answer.status_code == 201, answer.text
    file: Json = answer.json()
    return file


async def announce(
    api: httpx.AsyncClient,
    record: Json,
    content: bytes = PDF,
    *,
    kind: str = "client",
    name: str = "offer.pdf",
    **fields: object,
) -> httpx.Response:
    said = {"entity_type": kind, "entity_id": record["id"], "file_name": name}
    return await api.post(FILES, json=said | {"size": len(content)} | fields)


async def sent(stranger: httpx.AsyncClient, file: Json, content: bytes = PDF) -> httpx.Response:
    """As a browser sends it: signed in nowhere."""
    upload = file["upload"]
    return await stranger.request(
        upload["method"], upload["url"], content=content, headers=upload["headers"]
    )


async def confirm(api: httpx.AsyncClient, file: Json) -> httpx.Response:
    return await api.post(f"{FILES}/{file['id']}/confirm")


async def attached(
    api: httpx.AsyncClient,
    stranger: httpx.AsyncClient,
    record: Json,
    content: bytes = PDF,
    *,
    kind: str = "client",
    name: str = "offer.pdf",
) -> Json:
    file = await announced(api, record, content, kind=kind, name=name)
    assert (await sent(stranger, file, content)).is_success
    answer = await confirm(api, file)
    assert answer.status_code == 200, answer.text
    ready: Json = answer.json()
    return ready


async def fetched(
    api: httpx.AsyncClient, stranger: httpx.AsyncClient, file: Json
) -> httpx.Response:
    """Follows where the download leads to, without the caller's token."""
    answer = await api.get(f"{FILES}/{file['id']}/download")
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == answer.json()["url"]
    return await stranger.get(answer.headers["location"])


async def files_of(api: httpx.AsyncClient, record: Json, *, kind: str = "client") -> list[str]:
    params = {"entity_type": kind, "entity_id": record["id"], "sort": "file_name"}
    answer = await api.get(FILES, params=params)
    assert answer.status_code == 200, answer.text
    return [file["file_name"] for file in answer.json()["items"]]
