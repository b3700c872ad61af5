"""What is local to this web front, in SQLite: users it has seen, their devices, last good answers.

All of it is a cache. A damaged file is thrown away, a full disk switches keeping off, and no page
waits for a write. SQLite blocks, so one thread of its own does all the work.
"""

import asyncio
import sqlite3
import time
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeVar
from uuid import UUID

import structlog
from msgspec import Struct

from bff.gateway.client import Stored
from bff.seal import Sealer

T = TypeVar("T")
FLUSH_EVERY: Final = 0.5
KEPT_FOR: Final = 24 * 3600
KEPT_PER_USER: Final = 200
LARGEST: Final = 1_000_000

SCHEMA: Final = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS users (
    id TEXT PRIMARY KEY, email TEXT NOT NULL, full_name TEXT NOT NULL, seen_at REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS devices (
    session TEXT PRIMARY KEY, user_id TEXT NOT NULL, agent TEXT NOT NULL, address TEXT NOT NULL,
    signed_in_at REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answers (
    user_id TEXT NOT NULL, question TEXT NOT NULL, as_of REAL NOT NULL, content BLOB NOT NULL,
    PRIMARY KEY (user_id, question)
) WITHOUT ROWID;
"""
KEEP: Final = "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)"
DEVICES: Final = """
SELECT session, agent, address FROM devices WHERE user_id = ? ORDER BY signed_in_at
"""
TRIM: Final = """
DELETE FROM answers WHERE as_of < :oldest OR (user_id = :user AND question NOT IN (
    SELECT question FROM answers WHERE user_id = :user ORDER BY as_of DESC LIMIT :kept))
"""

log = structlog.get_logger()


class Device(Struct, frozen=True):
    """Where somebody signed in. ``session`` is the digest of the session's id."""

    session: str
    user_id: UUID
    agent: str
    address: str


class Store:
    def __init__(self, path: str, sealer: Sealer) -> None:
        self._path = Path(path)
        self._sealer = sealer
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._db: sqlite3.Connection | None = None
        self._pending: dict[tuple[UUID, str], Stored] = {}

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        await self._run(lambda: None)
        flusher = asyncio.create_task(self._flush_forever())
        try:
            yield
        finally:
            flusher.cancel()
            await self.flush()
            await self._run(self._close)
            self._thread.shutdown()

    def keep(self, user_id: UUID, question: str, content: bytes) -> None:
        """Written soon, not now: a page must not wait for a disk."""
        if len(content) <= LARGEST:
            self._pending[user_id, question] = Stored(content, datetime.now(UTC))

    async def last(self, user_id: UUID, question: str) -> Stored | None:
        if pending := self._pending.get((user_id, question)):
            return pending
        row = await self._run(lambda: self._select(user_id, question))
        content = self._sealer.open(row[0], owner=owner_of(user_id, question)) if row else None
        return Stored(content, datetime.fromtimestamp(row[1], UTC)) if row and content else None

    async def forget(self, user_id: UUID, session: str) -> None:
        """At sign-out nothing stays that was shown to this person."""
        for key in [key for key in self._pending if key[0] == user_id]:
            del self._pending[key]
        await self._run(lambda: self._delete(user_id, session))

    async def remember(self, device: Device, *, email: str, full_name: str) -> None:
        await self._run(lambda: self._sign_in(device, email, full_name))

    async def devices(self, user_id: UUID) -> list[Device]:
        rows = await self._run(lambda: self._open().execute(DEVICES, [str(user_id)]).fetchall())
        return [Device(session, user_id, agent, address) for session, agent, address in rows or []]

    async def _flush_forever(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_EVERY)
            await self.flush()

    async def flush(self) -> None:
        pending, self._pending = self._pending, {}
        if pending:
            await self._run(lambda: self._insert(pending))

    async def _run(self, work: Callable[[], T]) -> T | None:
        """None where the store cannot serve: pages live without it."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._guarded, work)

    # From here on everything runs in the store's own thread.

    def _guarded(self, work: Callable[[], T]) -> T | None:
        try:
            return work()
        except (sqlite3.Error, OSError) as error:
            log.warning("store_failed", path=str(self._path), error=repr(error))
            if is_damaged(error):
                self._throw_away()
            return None

    def _open(self) -> sqlite3.Connection:
        if self._db is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self._path, timeout=1, isolation_level=None)
            self._path.chmod(0o600)
            self._db.executescript(SCHEMA)
        return self._db

    def _close(self) -> None:
        if self._db:
            self._db.close()
            self._db = None

    def _throw_away(self) -> None:
        with suppress(sqlite3.Error):
            self._close()
        self._db = None
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self._path}{suffix}").unlink(missing_ok=True)

    def _select(self, user_id: UUID, question: str) -> tuple[bytes, float] | None:
        query = "SELECT content, as_of FROM answers WHERE user_id = ? AND question = ?"
        row: tuple[bytes, float] | None = (
            self._open().execute(query, [str(user_id), question]).fetchone()
        )
        return row

    def _insert(self, pending: dict[tuple[UUID, str], Stored]) -> None:
        rows = [
            (str(user), question, stored.as_of.timestamp(), self._seal(user, question, stored))
            for (user, question), stored in pending.items()
        ]
        oldest = time.time() - KEPT_FOR
        with transaction(self._open()) as db:
            db.executemany(KEEP, rows)
            for user in {row[0] for row in rows}:
                db.execute(TRIM, {"oldest": oldest, "user": user, "kept": KEPT_PER_USER})

    def _seal(self, user_id: UUID, question: str, stored: Stored) -> bytes:
        return self._sealer.seal(stored.content, owner=owner_of(user_id, question))

    def _delete(self, user_id: UUID, session: str) -> None:
        with transaction(self._open()) as db:
            db.execute("DELETE FROM answers WHERE user_id = ?", [str(user_id)])
            db.execute("DELETE FROM devices WHERE session = ?", [session])

    def _sign_in(self, device: Device, email: str, full_name: str) -> None:
        now, user = time.time(), str(device.user_id)
        with transaction(self._open()) as db:
            db.execute(
                "INSERT OR REPLACE INTO users VALUES (?, ?, ?, ?)", [user, email, full_name, now]
            )
            db.execute(
                "INSERT OR REPLACE INTO devices VALUES (?, ?, ?, ?, ?)",
                [device.session, user, device.agent[:200], device.address, now],
            )


class transaction:  # noqa: N801  # reads as a verb after `with`
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> sqlite3.Connection:
        self._db.execute("BEGIN IMMEDIATE")
        return self._db

    def __exit__(self, kind: object, *_: object) -> None:
        self._db.execute("COMMIT" if kind is None else "ROLLBACK")


def owner_of(user_id: UUID, question: str) -> str:
    return f"{user_id} {question}"


def is_damaged(error: Exception) -> bool:
    """A file that is no database, and not merely a locked one or a full disk."""
    return isinstance(error, sqlite3.DatabaseError) and not isinstance(
        error, sqlite3.OperationalError
    )
