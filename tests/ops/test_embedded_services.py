"""The embedded servers, as tests and `crm up` use them."""

import asyncio
import os
import subprocess
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import asyncpg
import pytest
from redis.asyncio import Redis

from ops.errors import Refused
from ops.local.services import embedded_services

pytestmark = pytest.mark.slow

HOLD_AND_DIE = """
import sys
from pathlib import Path
from ops.local.services import embedded_services
with embedded_services(Path(sys.argv[1])) as services:
    print(services.database_url, flush=True)
    sys.stdin.read()
"""


async def value(url: str, query: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def test_russian_words_are_searched_by_an_index(state: Path) -> None:
    with embedded_services(state, durable=False) as services:
        await value(services.database_url, "CREATE EXTENSION IF NOT EXISTS pg_trgm")
        found = await value(services.database_url, "SELECT show_trgm('Мир')")

    assert found


async def test_both_servers_answer(state: Path) -> None:
    with embedded_services(state, durable=False) as services:
        version = await value(services.database_url, "SHOW server_version")
        async with Redis.from_url(services.redis_url) as redis:
            answered = await redis.ping()

    assert str(version).startswith("18.")
    assert answered


async def test_data_survives_a_restart(state: Path) -> None:
    with embedded_services(state) as services:
        await value(services.database_url, "CREATE TABLE kept AS SELECT 42 AS answer")

    with embedded_services(state) as services:
        kept = await value(services.database_url, "SELECT answer FROM kept")

    assert kept == 42


async def test_durable_servers_write_through(state: Path) -> None:
    with embedded_services(state, durable=True) as services:
        settings = [
            await value(services.database_url, f"SHOW {name}")
            for name in ("fsync", "synchronous_commit", "full_page_writes")
        ]
        async with Redis.from_url(services.redis_url) as redis:
            append_only = await redis.config_get("appendonly")

    assert settings == ["on", "on", "on"]
    assert append_only == {"appendonly": "yes"}


async def test_a_database_can_be_copied_from_another(state: Path) -> None:
    with embedded_services(state, durable=False) as services:
        template = services.create_database("template of ours")
        await value(template, "CREATE TABLE copied AS SELECT 7 AS answer")
        copy = services.create_database("a copy", template="template of ours")
        copied = await value(copy, "SELECT answer FROM copied")
        services.drop_database("a copy")
        with pytest.raises(asyncpg.InvalidCatalogNameError):
            await value(copy, "SELECT 1")

    assert copied == 7


def test_a_second_owner_is_refused(state: Path) -> None:
    with embedded_services(state, durable=False), pytest.raises(Refused, match="already runs"):  # noqa: SIM117  # too long for one line
        with embedded_services(state, durable=False):
            pass


def test_secrets_are_readable_by_their_owner_alone(state: Path) -> None:
    with embedded_services(state, durable=False):
        secrets = [state / "instance.json", *state.glob("*/valkey.conf")]

        modes = {path.name: path.stat().st_mode & 0o777 for path in secrets}

    assert modes == {"instance.json": 0o600, "valkey.conf": 0o600}


def test_no_password_is_in_an_argument(state: Path) -> None:
    with embedded_services(state, durable=False) as services:
        password = services.redis_url.split(":")[2].partition("@")[0]
        commands = subprocess.run(["ps", "-ewwo", "args"], capture_output=True, text=True)

    assert "valkey-server" in commands.stdout
    assert password not in commands.stdout


async def test_a_killed_owner_leaves_nothing_in_the_way(state: Path) -> None:
    holder = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", HOLD_AND_DIE, str(state)), stdin=PIPE, stdout=PIPE
    )
    assert holder.stdout is not None
    url = (await holder.stdout.readline()).decode().strip()
    await value(url, "CREATE TABLE written_before_the_kill AS SELECT 1")
    holder.kill()
    await holder.wait()

    with embedded_services(state) as services:
        kept = await value(services.database_url, "SELECT count(*) FROM written_before_the_kill")

    assert kept == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="2026-11-23: only root may have closed folders")
def test_root_in_a_closed_folder_keeps_data_outside(state: Path) -> None:
    closed = state.parent / "closed"
    closed.mkdir(mode=0o700)

    with embedded_services(closed / "state", durable=False):
        outside = (closed / "state" / "servers").resolve()

        assert (outside / "postgres").is_dir()
    assert closed.stat().st_mode & 0o777 == 0o700
    subprocess.run(["rm", "-r", str(outside)], check=True)
