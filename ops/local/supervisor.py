"""Starts again what dies, more slowly each time."""

import time
from collections.abc import Callable, Iterable
from typing import NoReturn

from ops.errors import Refused
from ops.local.process import Process

GLANCE = 0.2  # seconds between two looks
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds
HEALTHY = 60.0  # seconds of life after which earlier deaths are forgotten


def keep_running(processes: Iterable[Process], *, say: Callable[[str], None]) -> NoReturn:
    """Until an exception, such as a signal's, ends it."""
    watched = [Watched(process, say=say) for process in processes]
    while True:
        time.sleep(GLANCE)
        for each in watched:
            each.look(time.monotonic())


class Watched:
    """One process, and when to start it again if it is down."""

    def __init__(self, process: Process, *, say: Callable[[str], None]) -> None:
        self._process = process
        self._say = say
        self._pause = FIRST_PAUSE
        self._started = time.monotonic()
        self._restart_at: float | None = None

    def look(self, now: float) -> None:
        if self._restart_at is None and self._process.exit_code is not None:
            self._plan_restart(now)
        elif self._restart_at is not None and now >= self._restart_at:
            self._restart(now)

    def _plan_restart(self, now: float) -> None:
        if now - self._started > HEALTHY:
            self._pause = FIRST_PAUSE
        self._say(f"{self._process.obituary()}; starting it again in {self._pause:g} s.")
        self._restart_at = now + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def _restart(self, now: float) -> None:
        try:
            self._process.start()
        except Refused as refused:
            self._say(str(refused))
            self._restart_at = now + self._pause
        else:
            self._restart_at = None
            self._started = now
