"""A child process that dies with us, logs to a file, and is found again if we were killed."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from ops.errors import Refused
from ops.local.account import Account
from ops.local.locks import POLL, taken
from ops.local.state import State

PR_SET_PDEATHSIG = 1
LAST_WORDS = 4096  # bytes


@dataclass(frozen=True, kw_only=True)
class Program:
    """``ready`` says whether the running program answers; ``stop_signal`` asks it to end."""

    name: str
    argv: list[str]
    environment: Mapping[str, str]
    folder: Path
    ready: Callable[[int], bool]
    account: Account = field(default_factory=Account)
    stop_signal: signal.Signals = signal.SIGTERM


class Process:
    """Holds a lock file for as long as the child or one of its own children lives.

    The lock is inherited, not ours: it outlives a killed supervisor exactly as long as the orphan
    does, so the next start knows that the pid written in it is no stranger's.
    """

    def __init__(self, program: Program, state: State) -> None:
        self.program = program
        self.log = state.logs / f"{program.name}.log"
        self._lock = state.locks / f"{program.name}.lock"
        self._child: subprocess.Popen[bytes] | None = None
        self._log_start = 0

    def start(self) -> None:
        """Must be called in the main thread: Linux signals orphans when that *thread* ends."""
        program = self.program
        with self._lock.open("w") as lock, self.log.open("ab") as log:
            self._log_start = log.tell()
            if not taken(lock, within=5):
                raise Refused(f"{program.name} ended but a process of its own still runs.")
            self._child = subprocess.Popen(
                program.argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=program.folder,
                env=dict(program.environment),
                pass_fds=[lock.fileno()],
                umask=0o077,  # what they keep is for nobody else on this machine
                start_new_session=True,  # Ctrl-C is for the supervisor alone
                preexec_fn=_die_with_parent(program.stop_signal),  # noqa: PLW1509  # it takes no lock
                **program.account.popen_options(),
            )
            lock.write(f"{self._child.pid} {int(program.stop_signal)}")

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    @property
    def exit_code(self) -> int | None:
        return self._child.poll() if self._child else None

    @property
    def is_ready(self) -> bool:
        return self._child is not None and self.program.ready(self._child.pid)

    def wait_ready(self, *, seconds: float = 60) -> None:
        """Raises Refused when the child ends or does not answer in time."""
        deadline = time.monotonic() + seconds
        while not self.is_ready:
            if self.exit_code is not None:
                raise Refused(f"{self.obituary()}.")
            if time.monotonic() > deadline:
                raise Refused(f"{self.program.name} does not answer; its log is {self.log}.")
            time.sleep(POLL)

    def obituary(self) -> str:
        """That it ended, and what it wrote last."""
        with self.log.open("rb") as log:
            end = log.seek(0, os.SEEK_END)
            log.seek(max(self._log_start, end - LAST_WORDS))
            lines = [line.strip() for line in log.read().decode(errors="replace").splitlines()]
        words = next((line for line in reversed(lines) if line), f"exit code {self.exit_code}")
        return f"{self.program.name} stopped: {words.rstrip('.')}"

    def ask_to_stop(self) -> None:
        if self._child and self._child.poll() is None:
            self._child.send_signal(self.program.stop_signal)

    def wait_stopped(self, deadline: float) -> None:
        """Kills what still runs at ``deadline`` (monotonic seconds)."""
        if self._child is None:
            return
        try:
            self._child.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self._child.pid, signal.SIGKILL)
            self._child.wait()


class Processes:
    """Programs that end together: when the block does, however it does."""

    def __init__(self, state: State, *, patience: float) -> None:
        """``patience``: seconds until those are killed that do not end when asked."""
        self._state = state
        self._patience = patience
        self._started: list[Process] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._started:
            process.ask_to_stop()
        deadline = time.monotonic() + self._patience
        for process in self._started:
            process.wait_stopped(deadline)

    def __iter__(self) -> Iterator[Process]:
        return iter(self._started)

    def start(self, program: Program) -> None:
        process = Process(program, self._state)
        self._started.append(process)
        process.start()

    def wait_ready(self) -> None:
        for process in self._started:
            process.wait_ready()


def _die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """Linux only; elsewhere the next start ends what is left (see stop_orphans)."""
    if sys.platform != "linux":
        return None
    set_death_signal = ctypes.CDLL(None).prctl  # resolved before the fork
    parent = os.getpid()

    def before_exec() -> None:
        set_death_signal(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os._exit(1)

    return before_exec
