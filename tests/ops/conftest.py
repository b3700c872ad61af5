"""`crm` as its users run it: as a process, on a state directory of its own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from ops.cli import main
from ops.local.ports import is_free, unused_port
from tests.support.servers import Servers

PATIENCE = 110  # seconds; a start compiles and migrates, and others do as much beside it
CRM = [sys.executable, "-c", "from ops.cli import main; main()"]


class Foyer:
    """One `crm up`; ``output`` is what its user sees."""

    def __init__(self, state: Path, *options: str, **settings: str) -> None:
        self.state = state
        self.port = two_unused_ports()
        self._log = state.parent / "terminal.log"
        self._log.touch()
        self._before = len(self._log.read_text())
        with self._log.open("a") as log:
            self.process = subprocess.Popen(
                [*CRM, "up", "--port", str(self.port), "--state", str(state), *options],
                env=clean_environment() | settings,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def output(self) -> str:
        return self._log.read_text()[self._before :]

    def wait_for(self, words: str, *, seconds: float = PATIENCE) -> str:
        """The output once it holds ``words``."""
        deadline = time.monotonic() + seconds
        while words not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(0.05)
        return self.output

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def children(self) -> dict[str, int]:
        """Process id by program, of those that have started."""
        texts = {lock.stem: lock.read_text() for lock in self.state.glob("locks/*.lock")}
        return {name: int(text.split()[0]) for name, text in texts.items() if text}

    @staticmethod
    def alive(children: dict[str, int]) -> list[str]:
        """Those of them that still run."""
        ps = subprocess.run(["ps", "-eo", "pid=,stat="], capture_output=True, text=True)
        lines = [line.split() for line in ps.stdout.splitlines()]
        running = {int(pid) for pid, status in lines if not status.startswith("Z")}
        return [name for name, pid in children.items() if pid in running]


def two_unused_ports() -> int:
    """The first of two neighbours: the API stands beside the web front."""
    while not is_free((port := unused_port()) + 1):
        pass
    return port


def clean_environment() -> dict[str, str]:
    ours = ("CRM_", "DATABASE_URL", "REDIS_URL", "COV_CORE", "PYTEST", "PYTHONDONTWRITEBYTECODE")
    return {name: text for name, text in os.environ.items() if not name.startswith(ours)}


def crm(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CRM, *arguments],
        env=clean_environment() | settings,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def crm_here(
    *arguments: str, typed: str | None = None, **settings: str
) -> subprocess.CompletedProcess[str]:
    """The same in this process, which need not start one and import all of Foyer."""
    left_out = dict.fromkeys(os.environ.keys() - clean_environment().keys())
    done = CliRunner(env=left_out | settings).invoke(main, arguments, input=typed)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def empty_database(servers: Servers, worker_id: str) -> Iterator[str]:
    """The URL of one that is migrated and that a module has for itself."""
    with servers.copy_of_template(f"{worker_id}_ops") as url:
        yield url


@pytest.fixture(scope="module")
def state() -> Iterator[Path]:
    """Under the system's own folder for such, which the servers' account may enter."""
    box = Path(tempfile.mkdtemp(prefix="foyer-test-"))
    box.chmod(0o755)
    yield box / "state"
    shutil.rmtree(box)


@pytest.fixture
def start(state: Path) -> Iterator[Callable[..., Foyer]]:
    """Starts `crm up`; whatever still runs at the end of the test is stopped."""
    started: list[Foyer] = []

    def start(*options: str, at: Path = state, **settings: str) -> Foyer:
        started.append(Foyer(at, *options, **settings))
        return started[-1]

    yield start
    for foyer in started:
        if foyer.process.poll() is None:
            foyer.stop()
