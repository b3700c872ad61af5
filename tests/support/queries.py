"""The SQL statements that a block of code sends, on both ways to PostgreSQL."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, NamedTuple

import asyncpg
import pytest
from sqlalchemy import Engine, event


class Read(NamedTuple):
    sql: str
    arguments: tuple[Any, ...]


@contextmanager
def watched_queries() -> Generator[list[str]]:
    """Yields the statements sent so far, but for BEGIN and COMMIT; clear the list at will."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    with _each_read(lambda read: sent.append(read.sql)):
        event.listen(Engine, "before_cursor_execute", note)  # writes
        yield sent
        event.remove(Engine, "before_cursor_execute", note)


@contextmanager
def watched_reads() -> Generator[list[Read]]:
    """Yields what was read so far; clear the list at will."""
    sent: list[Read] = []
    with _each_read(sent.append):
        yield sent


@contextmanager
def _each_read(note: Callable[[Read], None]) -> Generator[None]:
    fetch = asyncpg.Connection.fetch

    async def fetch_and_note(self: Any, query: str, *args: Any, **options: Any) -> Any:
        note(Read(query, args))
        return await fetch(self, query, *args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncpg.Connection, "fetch", fetch_and_note)
        yield
