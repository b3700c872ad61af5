"""A worker that is killed in the middle of an export: another one begins it anew."""

import asyncio
import io
from functools import partial
from pathlib import Path

import asyncpg
import openpyxl
import pytest

from backend.core.db import connect
from backend.core.runs import Lost
from backend.core.work import Work
from backend.exports import service
from backend.exports.jobs import forget_exports
from backend.files.storage import storage_of
from backend.settings import Settings
from backend.worker import running_worker
from tests.backend.exports.steps import EXPORTS, asked, ended, fetched, finished, rows, seen
from tests.backend.jobs.steps import worker_process
from tests.support.builders import make_client
from tests.support.bulk import add_clients
from tests.support.people import SignedIn
from tests.support.waiting import until, until_found

pytestmark = pytest.mark.slow

ROWS = 2_500  # five portions
BEGUN = """
    SELECT true FROM exports
    WHERE state = 'RUNNING' AND lease_until > clock_timestamp() FOR UPDATE
"""


def files(settings: Settings) -> int:
    return len(list(Path(settings.files).glob("exports/*")))


async def test_its_rows_are_whole(
    api: SignedIn, settings: Settings, database: asyncpg.Connection
) -> None:
    await add_clients(database, api.user_id, ROWS)
    made = await asked(api, "clients", format="xlsx")
    with worker_process(settings) as process:
        async with database.transaction():
            # So it can neither read on, nor end it, nor give it back.
            await database.execute("LOCK TABLE clients IN ACCESS EXCLUSIVE MODE")
            await until_found(partial(database.fetchval, BEGUN))
            process.kill()
            await asyncio.to_thread(process.communicate)
    half = await seen(api, made["id"])
    held = await database.fetchval("SELECT lease_until > now() FROM exports")
    await database.execute("UPDATE exports SET lease_until = NULL")  # as after 15 s

    async with running_worker(settings):
        done = await ended(api, made["id"])

    assert (half["state"], held) == ("RUNNING", True)
    assert (done["total_rows"], done["processed"]) == (ROWS, ROWS)
    book = openpyxl.load_workbook(
        io.BytesIO((await fetched(api, made["id"])).content), read_only=True
    )
    ids = [row[-1] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert len(set(ids)) == len(ids) == ROWS


async def test_who_has_lost_it_can_not_end_it(
    api: SignedIn, settings: Settings, database: asyncpg.Connection
) -> None:
    made = await asked(api, "clients")
    async with connect(settings.database_url, pool_size=2) as connection:
        slow = await service.claim(connection)
        await database.execute("UPDATE exports SET lease_until = now() - interval '1 s'")
        quick = await service.claim(connection)
        assert slow is not None
        assert quick is not None
        async with connection.sessions() as session:
            work = Work(session, None)
            for late in (
                service.end(work, slow, key="exports/x", size=1, rows=1),
                service.advance(work, slow, processed=1, total=1),
                service.fail(work, slow, "It went wrong"),
            ):
                with pytest.raises(Lost):
                    await late
        async with connection.sessions.begin() as session:
            await service.end(Work(session, None), quick, key="exports/y", size=1, rows=0)

    assert (await seen(api, made["id"]))["state"] == "DONE"


async def test_one_whose_maker_is_shut_off_fails(
    api: SignedIn, settings: Settings, database: asyncpg.Connection
) -> None:
    made = await asked(api, "clients")
    await database.execute("UPDATE users SET is_active = false")

    async with running_worker(settings), asyncio.timeout(60):
        while (
            state := await database.fetchval("SELECT state FROM exports")
        ) != "FAILED":  # only by asking
            assert state in {"QUEUED", "RUNNING"}
            await asyncio.sleep(0.02)

    error = await database.fetchval("SELECT error FROM exports WHERE id = $1", made["id"])
    assert error == "Whoever started this may not sign in any more"


async def test_a_storage_that_is_away_fails_it(api: SignedIn, settings: Settings) -> None:
    made = await asked(api, "clients")
    folder = Path(settings.files) / "exports"
    kept = folder.rename(folder.with_name("away")) if folder.exists() else None
    folder.write_text("no folder")
    try:
        async with running_worker(settings):
            view = await finished(api, made["id"])
    finally:
        folder.unlink()
        if kept:
            kept.rename(folder)

    assert view["state"] == "FAILED"
    assert view["error"].startswith("The storage of files is busy or away")
    assert (await api.get(f"{EXPORTS}/{made['id']}/download")).status_code == 409


async def test_its_file_is_kept_for_a_week(
    api: SignedIn, settings: Settings, database: asyncpg.Connection
) -> None:
    await make_client(api)
    async with running_worker(settings):
        old, young = [await asked(api, "clients") for _ in range(2)]
        for made in (old, young):
            await ended(api, made["id"])
    before = files(settings)
    await database.execute(
        "UPDATE exports SET expires_at = expires_at - interval '7 days 1 s' WHERE id = $1",
        old["id"],
    )
    await database.execute("DELETE FROM job_runs")  # as after an hour

    async with running_worker(settings):
        await until(lambda: files(settings) != before)

    assert (await seen(api, old["id"]))["state"] == "EXPIRED"
    assert (await api.get(f"{EXPORTS}/{old['id']}/download")).status_code == 409
    assert len(rows((await fetched(api, young["id"])).content)) == 1


async def test_a_lost_file_goes_after_a_day(
    api: SignedIn, settings: Settings, database: asyncpg.Connection
) -> None:
    folder = Path(settings.files) / "exports"
    folder.mkdir(exist_ok=True)
    (folder / "young").write_bytes(b"x")

    async def ring() -> None:
        raise AssertionError("there was nothing to tell")

    async with connect(settings.database_url, pool_size=1) as connection:
        await forget_exports(connection, storage_of(settings), ring=ring)

    assert (folder / "young").exists()
    assert await database.fetchval("SELECT count(*) FROM exports") == 0
    assert (await api.get(EXPORTS)).json()["total"] == 0
