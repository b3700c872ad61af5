"""A primary and a replica that streams from it: two real PostgreSQL servers of a test's own."""

import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from backend.migrations.runner import upgrade
from ops.local.account import Account, server_account
from ops.local.binaries import postgres_programs
from ops.local.postgres import OPTIONS, is_ready
from ops.local.process import Process, Program
from ops.local.services import embedded_services
from ops.local.state import State


@dataclass(frozen=True)
class Pair:
    primary_url: str
    replica_url: str
    replica: Process


@contextmanager
def replicated(folder: Path) -> Generator[Pair]:
    """Call it in the main thread. Whatever becomes of the replica, it is gone in the end."""
    with embedded_services(folder / "primary") as services:
        upgrade(services.database_url)
        with _streaming(folder / "replica", services.database_url) as (replica, url):
            yield Pair(services.database_url, url, replica)


@contextmanager
def _streaming(folder: Path, primary_url: str) -> Generator[tuple[Process, str]]:
    state = State(folder)
    with state.claimed() as instance:
        account = server_account(folder)
        servers = state.servers_folder(account, lasting=False)
        programs = postgres_programs(account, servers)
        home = servers / "postgres"
        home.mkdir(mode=0o700)
        account.own(home)
        _copy(programs, home, primary_url, account)
        options = OPTIONS | {"port": str(instance.postgres_port)}
        arguments = [f"--{name}={value}" for name, value in options.items()]
        program = Program(
            name="replica",
            argv=[str(programs / "postgres"), "-D", str(home / "data"), *arguments],
            environment={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            folder=home,
            ready=lambda pid: is_ready(home / "data", pid),
            account=account,
        )
        replica = Process(program, state)
        replica.start()
        replica.wait_ready()
        try:
            url = make_url(primary_url).set(port=instance.postgres_port)
            yield replica, url.render_as_string(hide_password=False)
        finally:
            replica.wait_stopped(time.monotonic())


def _copy(programs: Path, home: Path, primary_url: str, account: Account) -> None:
    """With ``-R`` it is a standby that knows its primary."""
    primary = make_url(primary_url)
    where = ["-h", str(primary.host), "-p", str(primary.port), "-U", str(primary.username)]
    subprocess.run(
        [programs / "pg_basebackup", *where, "-D", home / "data", "-R", "--checkpoint=fast"],
        cwd=home,
        env={"PATH": "/usr/bin:/bin", "PGPASSWORD": str(primary.password), "HOME": str(home)},
        check=True,
        capture_output=True,
        **account.popen_options(),
    )
