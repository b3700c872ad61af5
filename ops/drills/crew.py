"""Workers to be killed: real ones, forked from a process that has loaded everything beforehand.

So one lives again a moment after it died, and two hundred deaths take minutes.
"""

import multiprocessing
import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random

from backend import worker

PATIENCE = 5.0
LOADED = [
    "backend.worker",
    "ops.drills.mailbox",
    "ops.drills.receiver",
    "ops.drills.stage",
    "ops.drills.verdict",
]


class Crew:
    def __init__(self, environment: Mapping[str, str], log: Path, *, size: int) -> None:
        self._environment = dict(environment)
        self._log = log
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(LOADED)
        self._workers = [self._hire() for _ in range(size)]

    def kill_one(self, chance: Random) -> None:
        """By SIGKILL, whatever it is at; another takes its place."""
        place = chance.randrange(len(self._workers))
        self._workers[place].kill()
        self._workers[place].join()
        self._workers[place] = self._hire()

    def dismiss(self) -> None:
        for each in self._workers:
            each.terminate()
        for each in self._workers:
            each.join(PATIENCE)
            each.kill()

    def _hire(self) -> ForkServerProcess:
        hired = self._context.Process(
            target=_work, args=(self._environment, str(self._log)), daemon=True
        )
        hired.start()
        return hired


@contextmanager
def working(environment: Mapping[str, str], log: Path, *, size: int) -> Generator[Crew]:
    crew = Crew(environment, log, size=size)
    try:
        yield crew
    finally:
        crew.dismiss()


def _work(environment: Mapping[str, str], log: str) -> None:
    """`python -m backend.worker`, in this process."""
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(output, stream)
    os.environ.clear()
    os.environ.update(environment)
    worker.main()
