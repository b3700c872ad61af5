"""One write transaction per mutating request; reads on a pool that opens none."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import version
from typing import Any

import asyncpg
import msgspec
from asyncpg.connection import LoggedQuery
from msgspec import Struct
from redis.asyncio import Redis
from sqlalchemy import CompoundSelect, Dialect, Select, event, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from backend.core.reading import Mark, Replica, fetched
from backend.core.traces import watched

DEADLINE = 5.0  # seconds for one read, waiting for a connection included
SILENCE = DEADLINE + 1  # for a write, which a server that can speak gives up before that
LONGEST_STATEMENT = 1000
PROGRAMS = "foyer/"  # how the names of our programs begin, at the database
SERVER_SETTINGS = {
    "application_name": PROGRAMS + version("foyer"),
    "timezone": "UTC",
    "statement_timeout": "5000",
    "lock_timeout": "3000",
    "idle_in_transaction_session_timeout": "15000",
    "jit": "off",
    "random_page_cost": "1.1",  # what is asked for is in memory or on an SSD, not on a turning disk
    # A generic plan of `LIKE $1 … LIMIT` measured 724 ms on a million rows, a custom one 0.04 ms.
    "plan_cache_mode": "force_custom_plan",
}
# PgBouncer passes these on and refuses a connection that asks for others: those it gets from the
# role, on which `crm migrate --pooled` lays them.
PASSED_ON = frozenset({"application_name", "timezone"})
OF_THE_ROLE = {name: text for name, text in SERVER_SETTINGS.items() if name not in PASSED_ON}


class Sessions:
    """Each is one transaction; ``mark`` tells the readers of replicas that it was committed."""

    def __init__(self, engine: AsyncEngine, mark: Mark | None) -> None:
        self._new = async_sessionmaker(engine, expire_on_commit=False)
        self._mark = mark

    def __call__(self) -> AsyncSession:
        """For reads: whatever it does is rolled back."""
        return self._new()

    @asynccontextmanager
    async def begin(self) -> AsyncGenerator[AsyncSession]:
        """Commits when the block ends, rolls back when it raises."""
        async with self._new.begin() as session:
            yield session
        if self._mark:
            await self._mark.raise_it()


class Database(Struct):
    """``reads`` runs single statements without BEGIN and COMMIT; ``sessions`` writes.

    ``turns`` are as many as it has connections, and who came first is first: the pool itself lets
    newcomers overtake who waits, which measured a p99 of seven times the median.
    """

    engine: AsyncEngine
    sessions: Sessions
    reads: asyncpg.Pool
    turns: asyncio.Semaphore
    replica: Replica | None = None


@asynccontextmanager
async def connect(
    url: str,
    *,
    pool_size: int,
    pooled: bool = False,
    replica_url: str = "",
    marks: Redis | None = None,
) -> AsyncGenerator[Database]:
    """Yields the process's one Database for a ``postgresql://`` URL.

    ``pooled``: it leads to a PgBouncer that pools by transactions and keeps prepared statements.
    With ``marks`` its commits are told to all who read from a replica, and with ``replica_url``
    it is one of those.
    """
    asked = {name: SERVER_SETTINGS[name] for name in PASSED_ON} if pooled else SERVER_SETTINGS

    async def open_one() -> asyncpg.Connection:
        return await asyncpg.connect(url, timeout=3, command_timeout=SILENCE, server_settings=asked)

    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=open_one,  # SQLAlchemy itself would choke on ?sslmode=… and its like
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=3,
        hide_parameters=True,  # passwords' hashes and people's data have no place in logs
        json_serializer=_to_json,
        json_deserializer=msgspec.json.decode,
    )
    event.listen(engine.sync_engine, "checkout", _leave_closed)
    if watched():
        _watch_writes(engine)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(engine.dispose)
        reads = await stack.enter_async_context(_reading(url, pool_size, asked, _decode_json))
        mark = Mark(marks, reads) if marks else None
        database = Database(engine, Sessions(engine, mark), reads, asyncio.Semaphore(pool_size))
        if mark and replica_url:
            database.replica = replica = Replica(mark)

            async def greet(connection: asyncpg.Connection) -> None:
                await replica.greet(connection)
                await _decode_json(connection)

            pool = _reading(replica_url, pool_size, asked, greet)
            replica.pool = await stack.enter_async_context(pool)
        yield database


def _reading(
    url: str,
    size: int,
    asked: Mapping[str, str],
    greet: Callable[[asyncpg.Connection], Awaitable[None]],
) -> asyncpg.Pool:
    return asyncpg.create_pool(
        url,
        min_size=0,
        max_size=size,
        timeout=3,
        command_timeout=DEADLINE,
        server_settings=asked,
        init=greet,
        reset=_keep_as_is,
    )


def _to_json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _leave_closed(connection: Any, *_: object) -> None:
    """Makes the pool open another one. asyncpg knows without asking what a ping would find out."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError


async def _decode_json(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec(
        "jsonb", encoder=str, decoder=msgspec.json.decode, schema="pg_catalog"
    )
    if watched():
        connection.add_query_logger(_tell_read)


def _tell_read(query: LoggedQuery) -> None:
    _tell(query.query, query.elapsed)


def _watch_writes(engine: AsyncEngine) -> None:
    def begin(connection: Any, *_: Any) -> None:
        connection.info["began"] = time.monotonic()

    def end(connection: Any, _: Any, statement: str, *__: Any) -> None:
        _tell(statement, time.monotonic() - connection.info["began"])

    event.listen(engine.sync_engine, "before_cursor_execute", begin)
    event.listen(engine.sync_engine, "after_cursor_execute", end)


def _tell(statement: str, seconds: float) -> None:
    """The statement has placeholders and no values in it."""
    if spans := watched():
        verb = statement.split(maxsplit=1)[0].upper()
        facts = {"db.system.name": "postgresql", "db.query.text": statement[:LONGEST_STATEMENT]}
        spans.took(verb, facts, seconds)


async def _keep_as_is(_: asyncpg.Connection) -> None:
    """Reads change no session state, so the reset query after each would be a wasted round trip."""


_DIALECT: Dialect = make_url("postgresql+asyncpg://").get_dialect()()


class Query:
    """A select compiled once, at import or on first use, and run by the driver itself."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | CompoundSelect[Any]) -> None:
        compiled = statement.compile(dialect=_DIALECT)
        self.sql = str(compiled)
        self._names = tuple(compiled.positiontup or ())
        self._defaults = dict(compiled.params)

    def arguments(self, values: dict[str, Any]) -> list[Any]:
        return [values[n] if n in values else self._defaults[n] for n in self._names]

    async def rows(self, database: Database, **values: Any) -> list[asyncpg.Record]:
        """Raises TimeoutError past the deadline."""
        arguments = self.arguments(values)
        async with asyncio.timeout(DEADLINE), database.turns:
            if database.replica:
                rows = await database.replica.rows(self.sql, arguments)
                if rows is not None:
                    return rows
            return await fetched(database.reads, self.sql, arguments)

    async def row(self, database: Database, **values: Any) -> asyncpg.Record | None:
        rows = await self.rows(database, **values)
        return rows[0] if rows else None
