"""The same files in a real S3: sent to it and fetched from it, never through this API."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from litestar import Litestar
from msgspec.structs import replace

from backend.core.refusals import Busy
from backend.core.storage import Label
from backend.files.storage import storage_of
from backend.settings import Settings
from backend.worker import running_worker
from tests.backend.exports import steps as exports
from tests.backend.files.conftest import BUCKET, KEYS, OTHER
from tests.backend.files.steps import (
    FILES,
    PDF,
    announced,
    attached,
    confirm,
    fetched,
    files_of,
    sent,
)
from tests.ops.conftest import crm_here
from tests.support.builders import make_client
from tests.support.people import SignedIn
from tests.support.servers import Servers

pytestmark = pytest.mark.slow


@pytest.fixture
def settings(settings: Settings, s3_endpoint: str) -> Settings:
    return replace(settings, files="", s3_bucket=BUCKET, s3_endpoint=s3_endpoint, **KEYS)


@pytest.fixture
def other_database(servers: Servers, worker_id: str) -> Iterator[str]:
    with servers.copy_of_template(f"{worker_id}_restored") as url:
        yield url


@pytest.fixture
async def stranger() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=60) as client:
        yield client


async def test_it_comes_back_as_it_was_sent(
    api: SignedIn, stranger: httpx.AsyncClient, s3_endpoint: str
) -> None:
    large = PDF + bytes(11 * 1024 * 1024)  # in more than one part
    client = await make_client(api)

    file = await attached(api, stranger, client, large, name="смета.pdf")

    answer = await fetched(api, stranger, file)
    assert str(answer.url).startswith(f"{s3_endpoint}/{BUCKET}/attachments/")
    assert answer.content == large
    assert file["sha256"] == hashlib.sha256(large).hexdigest()
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert await files_of(api, client) == ["смета.pdf"]


async def test_the_address_is_good_for_nothing_else(
    api: SignedIn, stranger: httpx.AsyncClient
) -> None:
    file = await announced(api, await make_client(api))
    url = httpx.URL(file["upload"]["url"])

    answers = [
        await stranger.put(url.copy_merge_params({"X-Amz-Signature": "0" * 64}), content=PDF),
        await stranger.put(url.copy_with(path=f"/{BUCKET}/attachments/x"), content=PDF),
        await stranger.put(url.copy_with(query=None), content=PDF),
        await stranger.get(url),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert (await confirm(api, file)).json()["detail"] == "Nothing was uploaded yet"


async def test_more_than_was_announced_is_refused_when_it_is_confirmed(
    api: SignedIn, stranger: httpx.AsyncClient
) -> None:
    file = await announced(api, await make_client(api))
    await sent(stranger, file, PDF + b"x")

    assert (await confirm(api, file)).status_code == 409


async def test_what_is_not_what_it_says_is_not_kept(
    api: SignedIn, stranger: httpx.AsyncClient, settings: Settings
) -> None:
    html = b"<!DOCTYPE html><script>alert(1)</script>"
    file = await announced(api, await make_client(api), html)
    await sent(stranger, file, html)
    before = await _kept(settings)

    answer = await confirm(api, file)

    assert answer.status_code == 409
    assert await _kept(settings) == before


async def test_a_removed_file_is_removed_there(
    api: SignedIn, stranger: httpx.AsyncClient, settings: Settings
) -> None:
    file = await attached(api, stranger, await make_client(api))
    url = (await api.get(f"{FILES}/{file['id']}/download")).json()["url"]
    await api.delete(f"{FILES}/{file['id']}")

    async with running_worker(settings):
        while (await stranger.get(url)).status_code == 200:
            pass

    assert (await stranger.get(url)).status_code == 404


async def test_exports_are_kept_there_too(
    api: SignedIn, stranger: httpx.AsyncClient, settings: Settings
) -> None:
    client = await make_client(api, name="Acme")
    async with running_worker(settings):
        made = await exports.asked(api, "clients")
        await exports.ended(api, made["id"])

    answer = await api.get(f"{exports.EXPORTS}/{made['id']}/download")
    (row,) = exports.rows((await stranger.get(answer.headers["location"])).content)

    assert row["Foyer ID"] == client["id"]


async def test_the_disk_s_addresses_are_closed(
    api: SignedIn, backend_app: Litestar, anonymous: httpx.AsyncClient
) -> None:
    params = {"expires": "9", "size": "1", "signature": "0" * 64}
    answer = await anonymous.put("/files/uploads/x", params=params, content=b"x")

    assert (answer.status_code, backend_app.state.settings.files) == (404, "")
    assert (await api.get("/api/v1/me")).status_code == 200


async def test_an_s3_that_is_away_is_said(settings: Settings) -> None:
    away = storage_of(replace(settings, s3_endpoint="http://127.0.0.1:1"))

    with pytest.raises(Busy):
        await away.open("attachments/x")
    with pytest.raises(Busy):
        await away.write("attachments/x", _nothing(), Label("a.pdf", "x/y"))


async def _kept(settings: Settings) -> list[str]:
    found = storage_of(settings).older("attachments", -timedelta(hours=1))
    return [key async for portion in found for key in portion]


async def _nothing() -> AsyncIterator[bytes]:
    yield b"x"


async def test_a_backup_brings_them_to_another_s3(
    api: SignedIn,
    stranger: httpx.AsyncClient,
    settings: Settings,
    other_database: str,
    tmp_path: Path,
) -> None:
    """How they are served comes along: an S3 keeps it beside the bytes."""
    content = PDF + bytes(6 * 1024 * 1024)
    file = await attached(api, stranger, await make_client(api), content, name="смета.pdf")
    ours = {f"CRM_{name.upper()}": getattr(settings, name) for name in ("s3_endpoint", *KEYS)}

    def crm(*arguments: str, **given: str) -> None:
        done = crm_here(*arguments, "--state", str(tmp_path / "none"), **ours | given)
        assert done.returncode == 0, done.stderr

    backup = str(tmp_path / "a.crm")
    here = {"DATABASE_URL": settings.database_url, "CRM_S3_BUCKET": BUCKET}
    await asyncio.to_thread(crm, "backup", backup, **here)
    there = {"DATABASE_URL": other_database, "CRM_S3_BUCKET": OTHER}
    await asyncio.to_thread(crm, "restore", backup, **there)

    key = httpx.URL((await fetched(api, stranger, file)).url).path.removeprefix(f"/{BUCKET}/")
    grant = await storage_of(replace(settings, s3_bucket=OTHER)).lend(key, Label("", ""), origin="")
    answer = await stranger.get(grant.url)
    assert answer.content == content
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
