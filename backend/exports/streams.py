"""CSV straight from the database to the caller, a few at a time."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from backend.core.actor import Actor
from backend.core.db import Database
from backend.core.refusals import Busy
from backend.core.spreadsheets import BYTE_ORDER_MARK
from backend.exports.columns import cells_by, columns_of
from backend.exports.models import ExportEntity
from backend.exports.schemas import ExportFilters
from backend.exports.sources import Source, portions, source
from backend.exports.tables import csv_text


class Streams:
    """Each holds a connection for as long as its caller reads, so others must find some free."""

    def __init__(self, database: Database, *, at_once: int) -> None:
        self._database = database
        self._at_once = at_once
        self._open = 0

    async def csv(
        self, actor: Actor, entity: ExportEntity, filters: ExportFilters
    ) -> AsyncIterator[str]:
        """Has begun when it is given back: what goes wrong before is an answer of its own.

        Raises Busy where too many are being read already.
        """
        if self._open >= self._at_once:
            raise Busy("Too many exports are being read; try again", headers={"Retry-After": "10"})
        text = self._text(source(entity, actor, filters))
        first = await anext(text)
        return _from(first, text)

    async def _text(self, rows: Source) -> AsyncGenerator[str]:
        self._open += 1
        try:
            columns = columns_of(rows.entity, None)
            cells = cells_by(rows.entity, columns)
            head = BYTE_ORDER_MARK + csv_text([[column.header for column in columns]])
            async with aclosing(portions(self._database, rows)) as found:
                async for portion in found:
                    yield head + await asyncio.to_thread(csv_text, map(cells, portion))
                    head = ""
            if head:
                yield head
        finally:
            self._open -= 1


async def _from(first: str, rest: AsyncGenerator[str]) -> AsyncIterator[str]:
    async with aclosing(rest):
        yield first
        async for text in rest:
            yield text
