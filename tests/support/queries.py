"""Counts the SQL statements that a block of code sends, on both ways to PostgreSQL."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import asyncpg
import pytest
from sqlalchemy import Engine, event


@contextmanager
def watched_queries() -> Generator[list[str]]:
    """Yields the statements sent so far, but for BEGIN and COMMIT; clear the list at will."""
    sent: list[str] = []
    fetch = asyncpg.Connection.fetch

    async def fetch_and_note(self: Any, query: str, *args: Any, **options: Any) -> Any:
        sent.append(query)
        return await fetch(self, query, *args, **options)

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncpg.Connection, "fetch", fetch_and_note)  # reads
        event.listen(Engine, "before_cursor_execute", note)  # writes
        yield sent
        event.remove(Engine, "before_cursor_execute", note)
