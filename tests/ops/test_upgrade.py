"""`crm upgrade`: from every earlier version with data in it, or refused with a reason.

In CI from the first version, one in the middle and the last but one; `task drill:upgrades` takes
all of them. Once there are releases, each tag has a backup of its own in tests/ops/releases.
"""

import asyncio
import os
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from alembic import command

from backend.migrations.runner import check, config, effects, revisions, unused_since
from ops.backup.checking import check as read
from ops.backup.papers import Table
from ops.backup.tables import revision_of, sums_of, tables_of
from ops.local.state import Instance as InstanceOfState
from ops.local.state import State
from ops.upgrade.doing import upgrade_on_start
from ops.upgrade.effects import measured
from ops.upgrade.plan import uses
from tests.ops.backup.conftest import Instance, fill, new_instance
from tests.support.servers import Servers

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
RELEASES = Path(__file__).parent / "releases"
NEWEST = revisions()[-1]
EARLIER = revisions()[:-1]
OF_THE_ROLE = """
    SELECT unnest(setconfig) FROM pg_db_role_setting
    WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
OF_ANOTHER_VERSION = "SELECT FROM pg_stat_activity WHERE application_name = 'foyer/0.0.9'"
FROM = EARLIER if os.environ.get("UPGRADES_FROM_ALL") else [EARLIER[0], EARLIER[6], EARLIER[-1]]


@pytest.fixture
def company(servers: Servers, worker_id: str, tmp_path: Path) -> Iterator[Instance]:
    with new_instance(servers, worker_id, tmp_path) as instance:
        yield instance


def aged(instance: Instance, revision: str) -> list[Table]:
    """Makes the company's tables those of that version; says what of them is there today too."""
    today = {table.name: {*table.columns} for table in instance.ask(tables_of)}
    fill(instance)
    command.downgrade(config(instance.database_url), revision)
    return [
        Table(table.name, [each for each in table.columns if each in today[table.name]], table.key)
        for table in instance.ask(tables_of)
    ]


@pytest.mark.parametrize("revision", FROM)
def test_from_an_earlier_version_nothing_is_lost(company: Instance, revision: str) -> None:
    tables = aged(company, revision)
    before = company.ask(lambda connection: sums_of(connection, tables))
    backups = company.away / "backups"

    done = company.crm("upgrade", "--backups", backups)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f"The tables are of version {NEWEST} now."
    assert check(company.database_url) is None
    assert company.ask(lambda connection: sums_of(connection, tables)) == before
    (backup,) = backups.iterdir()
    assert f"tables of version {revision}." in company.crm("restore", "--check", backup).stdout


def test_the_backup_from_before_brings_the_old_tables_back(
    company: Instance, servers: Servers, worker_id: str, tmp_path: Path
) -> None:
    aged(company, "0010")
    before = company.sums()
    company.crm("upgrade", "--backups", tmp_path)
    (backup,) = tmp_path.glob("before-*.crm")

    with new_instance(servers, worker_id, tmp_path) as again:
        done = again.crm("restore", backup)

        assert done.returncode == 0, done.stderr
        assert done.stdout.endswith("The tables are of version 0010; now run `crm upgrade`.\n")
        assert again.sums() == before


def test_crm_up_backs_up_before_it_brings_older_tables_up_to_date(
    company: Instance, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command.downgrade(config(company.database_url), "0013")
    state = State(tmp_path)

    upgrade_on_start(state, InstanceOfState(), company.database_url)

    (backup,) = (tmp_path / "backups").iterdir()
    assert capsys.readouterr().out == (
        f"The tables of version 0013 are backed up in {backup}.\n"
        f"The tables are of version {NEWEST} now.\n"
    )


def test_it_says_what_it_would_do_and_does_nothing(company: Instance, tmp_path: Path) -> None:
    command.downgrade(config(company.database_url), "0006")

    backups = tmp_path / "backups"
    done = company.crm("upgrade", "--check", "--backups", backups)

    assert done.returncode == 0, done.stderr
    assert f"Tables of version 0006, {len(revisions()) - 6} migrations to {NEWEST}:" in done.stdout
    assert "  0007 (expand): reads and writes wait at exports (" in done.stdout
    assert re.search(r"written anew: users \([1-9]\d+ kB\)", done.stdout)
    assert "  0008 (contract): " in done.stdout
    assert "imports.delimiter is gone" in done.stdout
    assert f"The backup before it would be in {backups}, " in done.stdout
    assert company.ask(revision_of) == "0006"
    assert not backups.exists()


def test_nothing_to_do_is_nothing_done(company: Instance, tmp_path: Path) -> None:
    done = company.crm("upgrade", "--backups", tmp_path / "backups")

    assert done.stdout == f"The tables are of version {NEWEST}, the newest.\n"
    assert not (tmp_path / "backups").exists()


def test_settings_that_are_the_programs_alone_do_not_keep_it_from_its_work(
    company: Instance, tmp_path: Path
) -> None:
    """Whoever names a mail server in ops/foyer.env names it to the migration's job, too."""
    mail = {"CRM_SMTP": "smtp://mail.example:587", "CRM_MAIL_FROM": "Foyer <foyer@example.com>"}

    done = company.crm("upgrade", "--backups", tmp_path / "backups", **mail)

    assert done.returncode == 0, done.stderr


def test_without_a_place_for_the_backup_it_asks(company: Instance) -> None:
    command.downgrade(config(company.database_url), "0013")

    asked = company.crm("upgrade")
    told = company.crm("upgrade", "--no-backup")

    assert asked.stderr == "Error: Say where the backup goes by --backups FOLDER, or --no-backup.\n"
    assert told.returncode == 0


def test_tables_of_a_later_version_are_left_alone(company: Instance, tmp_path: Path) -> None:
    company.run("UPDATE alembic_version SET version_num = '9999'")

    done = company.crm("upgrade", "--backups", tmp_path / "backups")

    assert done.returncode == 1
    assert done.stderr.startswith("Error: The tables are of version 9999, which Foyer ")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "backups").exists()


def test_a_contract_waits_for_programs_of_another_version(
    company: Instance, tmp_path: Path
) -> None:
    command.downgrade(config(company.database_url), "0007")

    async def beside(_: asyncpg.Connection) -> subprocess.CompletedProcess[str]:
        other = await asyncpg.connect(
            company.database_url, server_settings={"application_name": "foyer/0.0.9"}
        )
        try:
            return await asyncio.to_thread(company.crm, "upgrade", "--backups", tmp_path)
        finally:
            await other.close()

    refused = company.ask(beside)
    deadline = time.monotonic() + 30  # a server notices a moment later who has left
    while company.run(OF_ANOTHER_VERSION):
        assert time.monotonic() < deadline
    done = company.crm("upgrade", "--backups", tmp_path)

    assert refused.returncode == 1
    assert refused.stderr.startswith("Error: Programs of Foyer 0.0.9 are connected")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("program", "since", "is_used"),
    [
        ("1.1.9", ["v1.2.0"], True),
        ("1.2.0", ["v1.2.0"], False),
        ("1.10.0", ["v1.2.0", "v1.9.0"], False),
        ("1.5.0", ["v1.2.0", "v1.9.0"], True),
        ("1.10.0", [None], True),
    ],
)
def test_a_contract_waits_for_those_alone_who_use_what_it_takes(
    program: str, since: list[str | None], is_used: bool
) -> None:
    assert uses(program, since) is is_used


def test_behind_a_pooler_the_role_has_the_settings_of_a_session(
    company: Instance, tmp_path: Path
) -> None:
    command.downgrade(config(company.database_url), "0013")

    done = company.crm("upgrade", "--pooled", "--backups", tmp_path / "backups")

    assert done.returncode == 0, done.stderr
    assert "statement_timeout=5000" in [row[0] for row in company.run(OF_THE_ROLE)]
    assert len([*(tmp_path / "backups").iterdir()]) == 1


def test_without_room_for_the_backup_nothing_begins(company: Instance, tmp_path: Path) -> None:
    command.downgrade(config(company.database_url), "0013")
    fill(company)
    company.run("UPDATE attachments SET size = $1", 2**58)

    done = company.crm("upgrade", "--backups", tmp_path / "on" / "this" / "disk")

    assert done.returncode == 1
    assert done.stderr.startswith("Error: A backup may take ")
    assert company.ask(revision_of) == "0013"


def test_what_each_migration_does_is_written_down(servers: Servers, worker_id: str) -> None:
    """Run `task effects` after adding one."""
    with servers.copy_of_template(f"{worker_id}_effects") as url:
        command.downgrade(config(url), "base")

        assert measured(url) == effects()


def test_a_contract_comes_a_release_after_what_it_ends() -> None:
    """It names the release since which nothing uses what it takes away: see docs/backup.md.

    What was made before the first release could break nobody.
    """
    released = sorted(read(path, None).about.revision for path in RELEASES.glob("*.crm"))
    first = released[0] if released else NEWEST
    contracts = {rev for rev, effect in effects().items() if effect.breaks and rev > first}

    for revision in contracts:
        assert unused_since(revision) in releases(), f"{revision} names no release: unused_since"


def test_every_release_has_a_backup_that_is_upgraded(
    servers: Servers, worker_id: str, tmp_path: Path
) -> None:
    kept = {path.stem: path for path in RELEASES.glob("*.crm")}

    for backup in kept.values():
        with new_instance(servers, worker_id, tmp_path) as instance:
            done = [instance.crm("restore", backup), instance.crm("upgrade", "--no-backup")]
            assert [each.returncode for each in done] == [0, 0], done
            assert check(instance.database_url) is None
    assert {*releases()} <= {*kept}


def releases() -> list[str]:
    """The tags of this repository, where there is one."""
    git = ["git", "tag", "--list", "v*", "--sort=creatordate"]
    done = subprocess.run(git, cwd=ROOT, capture_output=True, text=True)
    return done.stdout.split()
