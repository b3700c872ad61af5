"""What nobody confirmed and what nobody needs goes away, and nothing else."""

import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import httpx
import pytest

from backend.core.db import Database, connect
from backend.files.jobs import forget_uploads
from backend.files.storage import storage_of
from backend.settings import Settings
from backend.worker import running_worker
from tests.backend.files.steps import FILES, PDF, announced, attached, fetched, files_of, sent
from tests.support.builders import make_client
from tests.support.people import SignedIn

DAY = 24 * 3600


@pytest.fixture
async def connection(settings: Settings) -> AsyncIterator[Database]:
    async with connect(settings.database_url, pool_size=1) as database:
        yield database


def objects(settings: Settings) -> set[Path]:
    return {path for path in Path(settings.files).rglob("*") if path.is_file()}


def make_old(paths: set[Path], *, hours: int) -> None:
    moment = time.time() - hours * 3600
    for path in paths:
        os.utime(path, (moment, moment))


async def test_an_upload_that_nobody_confirmed_is_forgotten_after_a_day(
    api: SignedIn,
    anonymous: httpx.AsyncClient,
    settings: Settings,
    database: asyncpg.Connection,
    connection: Database,
) -> None:
    client = await make_client(api)
    there = objects(settings)
    old, young = await announced(api, client), await announced(api, client)
    ready = await attached(api, anonymous, client)
    await sent(anonymous, old)
    make_old(objects(settings) - there, hours=25)
    await sent(anonymous, young)
    await database.execute(
        "UPDATE attachments SET created_at = now() - interval '25 hours' WHERE id <> $1",
        young["id"],
    )

    await forget_uploads(connection, storage_of(settings))

    assert [row[0] for row in await database.fetch("SELECT state FROM attachments ORDER BY 1")] == [
        "pending",
        "ready",
    ]
    assert len(objects(settings) - there) == 2
    assert (await fetched(api, anonymous, ready)).content == PDF
    assert (await api.get(f"{FILES}/{old['id']}")).status_code == 404


async def test_objects_without_a_row_and_drafts_of_the_killed_go_after_a_day(
    settings: Settings, connection: Database
) -> None:
    folder = Path(settings.files) / "attachments"
    folder.mkdir(exist_ok=True)
    lost = {folder / name for name in ("lost", "lost#1", "young", "young#7")}
    for path in lost:
        path.write_bytes(b"x")
    make_old({folder / "lost", folder / "lost#1"}, hours=25)

    await forget_uploads(connection, storage_of(settings))

    assert lost & objects(settings) == {folder / "young", folder / "young#7"}


async def test_the_worker_removes_what_was_removed_and_what_was_checked(
    api: SignedIn, anonymous: httpx.AsyncClient, settings: Settings
) -> None:
    client = await make_client(api)
    before = objects(settings)
    file = await attached(api, anonymous, client)
    await attached(api, anonymous, client, name="kept.pdf")
    await api.delete(f"{FILES}/{file['id']}")
    assert len(objects(settings) - before) == 4  # as they were sent, and as they were checked

    async with running_worker(settings):
        while len(objects(settings) - before) > 1:
            assert (await api.get("/readyz")).status_code == 200

    assert await files_of(api, client) == ["kept.pdf"]
