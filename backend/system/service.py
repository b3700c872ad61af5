"""Keeps the ledger of the worker's rounds."""

import time

import structlog
from sqlalchemy import text

from backend.core.db import Database
from backend.core.rounds import Lap

log = structlog.get_logger()
NOTE_EVERY = 30.0  # seconds: a relay looks each second, and one write in thirty says as much
LONGEST_ERROR = 1000
SUCCEEDED = text("""
    INSERT INTO job_runs (name, every_seconds, last_run_at, last_success_at, duration_ms)
    VALUES (:name, :every, now(), now(), :duration)
    ON CONFLICT (name) DO UPDATE SET every_seconds = excluded.every_seconds,
        last_run_at = excluded.last_run_at, last_success_at = excluded.last_success_at,
        duration_ms = excluded.duration_ms
""")
FAILED = text("""
    INSERT INTO job_runs (name, every_seconds, last_run_at, last_failure_at, last_error, failures)
    VALUES (:name, :every, now(), now(), :error, 1)
    ON CONFLICT (name) DO UPDATE SET every_seconds = excluded.every_seconds,
        last_run_at = excluded.last_run_at, last_failure_at = excluded.last_failure_at,
        last_error = excluded.last_error, failures = job_runs.failures + 1
""")


class Ledger:
    """Of one worker. A failure is written at once, and so is the first success after it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._good_until: dict[str, float] = {}

    async def note(self, lap: Lap) -> None:
        """A ledger that cannot be written stops no round."""
        if lap.error is None and time.monotonic() < self._good_until.get(lap.name, 0):
            return
        try:
            await self._write(lap)
        except Exception as error:  # the round has said so itself, if it was the database
            log.warning("lap_not_noted", round=lap.name, error=repr(error))
            return
        self._good_until[lap.name] = 0 if lap.error else time.monotonic() + NOTE_EVERY

    async def _write(self, lap: Lap) -> None:
        values: dict[str, object] = {"name": lap.name, "every": lap.every}
        if lap.error is None:
            statement, values["duration"] = SUCCEEDED, round(lap.seconds * 1000)
        else:
            statement, values["error"] = FAILED, lap.error[:LONGEST_ERROR]
        async with self._database.sessions.begin() as session:
            await session.execute(statement, values)
