"""Imports among people who work on the same records at the same moment."""

import asyncio
from functools import partial
from uuid import UUID

import asyncpg
import pytest
from litestar import Litestar

from tests.backend.imports.steps import (
    all_of,
    counts,
    ended,
    imported,
    reasons,
    seen,
    started,
    table,
    uploaded,
)
from tests.support.builders import make_client
from tests.support.people import People, SignedIn, client_for
from tests.support.waiting import until_found, until_someone_waits

pytestmark = [pytest.mark.usefixtures("worker"), pytest.mark.slow]


async def test_a_row_that_someone_forestalls_is_rejected_alone(
    api: SignedIn, database: asyncpg.Connection, database_url: str
) -> None:
    rows = [f"Client {n},c{n}@x.test,E-{n}" for n in range(20)]
    upload = await uploaded(api, table("Name,Email,External ID", rows))
    other = await asyncpg.connect(database_url)
    async with other.transaction():
        await other.execute(
            "INSERT INTO clients (name, email, phone, company, notes, owner_id, version) "
            "VALUES ('Theirs', 'c7@x.test', '', '', '', $1, 1)",
            UUID(api.user_id),
        )
        await started(api, upload["id"], mapping=upload["suggested_mapping"])
        await until_someone_waits(database)
    await other.close()

    view = await ended(api, upload["id"])

    assert counts(view) == {"created": 19, "rejected": 1}
    assert await reasons(api, view) == ["Another client has this e-mail"]
    assert len(await all_of(api, "clients")) == 20
    assert await database.fetchval("SELECT sum(count) FROM client_totals") == 20


async def test_an_edit_in_between_is_not_lost(
    api: SignedIn, database: asyncpg.Connection, database_url: str
) -> None:
    client = await make_client(api, name="Acme", external_id="A-1", phone="1", notes="old")
    upload = await uploaded(api, table("Name,Phone,External ID", ["Acme,2,A-1"]))
    other = await asyncpg.connect(database_url)
    async with other.transaction():
        await other.execute("UPDATE clients SET notes = 'new', version = version + 1")
        await started(api, upload["id"], mapping=upload["suggested_mapping"])
        await until_someone_waits(database)
    await other.close()

    view = await ended(api, upload["id"])

    assert counts(view) == {"updated": 1}
    after = (await api.get(f"/api/v1/clients/{client['id']}")).json()
    assert (after["phone"], after["notes"], after["version"]) == ("2", "new", 3)


async def test_a_record_that_stays_locked_only_makes_it_wait(
    api: SignedIn, database: asyncpg.Connection, database_url: str
) -> None:
    """Longer than PostgreSQL lets anybody wait for a lock: the batch is tried again."""
    await make_client(api, name="Acme", external_id="A-1")
    upload = await uploaded(api, table("Name,Phone,External ID", ["Acme,2,A-1", "Blue,1,B-1"]))
    other = await asyncpg.connect(database_url)
    async with other.transaction():
        await other.execute("SELECT FROM clients FOR UPDATE")
        await started(api, upload["id"], mapping=upload["suggested_mapping"])
        await until_someone_waits(database)
        await asyncio.sleep(3.5)
        assert (await seen(api, upload["id"]))["processed"] == 0
    await other.close()

    assert counts(await ended(api, upload["id"])) == {"created": 1, "updated": 1}


async def test_who_is_shut_off_imports_nothing_more(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    upload = await uploaded(api, table("Name", ["Acme"]))
    await database.execute("UPDATE users SET is_active = false")
    await database.execute("UPDATE imports SET state = 'QUEUED', started_by = created_by")

    failed = await until_found(partial(database.fetchval, "SELECT error FROM imports"))

    assert failed == "Whoever started this may not sign in any more"
    assert await database.fetchval("SELECT state FROM imports") == "FAILED"
    assert await database.fetchval("SELECT count(*) FROM clients") == 0
    assert upload["state"] == "UPLOADED"


async def test_an_admins_token_that_may_not_administrate_imports_as_a_user(
    api: SignedIn, signed_in: People, backend_app: Litestar
) -> None:
    hers = await make_client(await signed_in(), name="Acme", external_id="1")
    body = {"name": "Robot", "scopes": ["write"]}
    secret = (await api.post("/api/v1/tokens", json=body)).json()["secret"]
    content = table("Name,External ID", ["Renamed,1"])

    async with client_for(backend_app) as robot:
        robot.headers["Authorization"] = f"Bearer {secret}"
        view = await imported(robot, content, match_by="external_id")

    assert counts(view) == {"rejected": 1}
    assert (await api.get(f"/api/v1/clients/{hers['id']}")).json() == hers
    assert counts(await imported(api, content, match_by="external_id")) == {"updated": 1}
