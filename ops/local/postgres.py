"""PostgreSQL 18 as a child process, with its data under the servers' folder."""

import locale
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from threading import Thread

from ops.errors import Refused
from ops.local.account import Account
from ops.local.binaries import postgres_programs
from ops.local.process import Program

OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "shared_preload_libraries": "pg_stat_statements",
}
# For data that may be lost: tests.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Postgres:
    def __init__(
        self, servers: Path, account: Account, *, port: int, password: str, durable: bool
    ) -> None:
        self._account = account
        self._port = port
        self._password = password
        self._durable = durable
        self._options = OPTIONS | {"port": str(port)} | ({} if durable else FAST)
        self._programs = postgres_programs(account, servers)
        self._folder = servers / "postgres"
        self._data = self._folder / "data-18"  # another major version cannot open it

    def prepared(self) -> Program:
        """Makes the cluster on the first start; raises Refused when that fails."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._account.own(self._folder)
        if not self._data.exists():
            self._initialise()
        options = [f"--{name}={value}" for name, value in self._options.items()]
        return Program(
            name="postgres",
            argv=[str(self._programs / "postgres"), "-D", str(self._data), *options],
            environment=self._environment(),
            folder=self._folder,
            ready=lambda pid: is_ready(self._data, pid),
            account=self._account,
            stop_signal=signal.SIGINT,  # a fast shutdown: SIGTERM would wait for every client
        )

    def create_database(self, name: str, *, template: str = "template1") -> None:
        """Leaves one that exists as it is."""
        if name not in self.query("SELECT datname FROM pg_database").splitlines():
            self.query(f"CREATE DATABASE {_quoted(name)} TEMPLATE {_quoted(template)}")

    def settle(self) -> None:
        """Begins to write out what was made: who stops PostgreSQL would wait for that."""

        def write_out() -> None:
            with suppress(Refused):  # it may be told to end at any moment
                self.query("CHECKPOINT")

        Thread(target=write_out, daemon=True).start()

    def drop_database(self, name: str) -> None:
        self.query(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")

    def query(self, statement: str) -> str:
        """By psql, so that it works with and without a running event loop."""
        address = ["-h", "127.0.0.1", "-p", str(self._port), "-U", "crm", "-d", "postgres"]
        # The password is never an argument: those are readable by everybody on the machine.
        environment = self._environment() | {"PGPASSWORD": self._password}
        done = self._run("psql", "-qtAX", *address, "-c", statement, env=environment)
        if done.returncode:
            raise Refused(f"PostgreSQL: {done.stderr.strip()}")
        return done.stdout.strip()

    def _initialise(self) -> None:
        draft = self._folder / "data.draft"  # a killed initdb leaves no half-made cluster behind
        password = self._folder / "password"
        shutil.rmtree(draft, ignore_errors=True)
        password.touch(0o600)
        password.write_text(self._password)
        self._account.own(password)
        done = self._run(
            *("initdb", "-D", str(draft), "-U", "crm", "-A", "scram-sha-256"),
            *("--pwfile", str(password), "-E", "UTF8", "--no-instructions"),
            *(() if self._durable else ("--no-sync",)),
            # The wheel has no ICU.
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            f"--lc-ctype={letters()}",
            env=self._environment(),
        )
        password.unlink()
        if done.returncode:
            raise Refused(f"PostgreSQL could not make its data: {done.stderr.strip()}")
        draft.rename(self._data)

    def _environment(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": str(self._folder)}

    def _run(
        self, program: str, *arguments: str, env: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self._programs / program), *arguments],
            cwd=self._folder,
            env=env,
            capture_output=True,
            check=False,
            text=True,
            **self._account.popen_options(),
        )


def is_ready(data: Path, pid: int) -> bool:
    """Line 1 of ``postmaster.pid`` is the process, line 8 its state (as pg_ctl reads it)."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def letters() -> str:
    """A locale by which pg_trgm knows letters beyond ASCII.

    By ``C`` it finds none in Russian words, and a search for one reads the whole table.
    """
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8"):
            with suppress(locale.Error):
                return locale.setlocale(locale.LC_CTYPE, name)
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
