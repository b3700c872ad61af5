"""Looks for reminders that are due."""

from collections.abc import Awaitable, Callable

from backend.core.db import Database
from backend.core.rounds import Rounds
from backend.reminders.service import remind

LOOK_EVERY = 5.0


def reminding(database: Database, ring: Callable[[], Awaitable[None]]) -> Rounds:
    return Rounds("reminders", lambda: remind(database, ring), every=LOOK_EVERY)
