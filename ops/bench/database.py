"""What statements cost inside PostgreSQL alone."""

from collections.abc import Sequence
from statistics import median

import asyncpg
import msgspec

from backend.core.db import SERVER_SETTINGS
from backend.deals.queries import cards_query, totals_query
from backend.search.queries import reach_of, search_query
from backend.search.schemas import HitType
from ops.bench.probe import Prepared, statements
from ops.bench.words import IN_PALETTE, PAGE, SEARCHES

TIMES = 20


async def milliseconds(database_url: str) -> dict[str, float]:
    """Of the board and of each search, in a list and of everything: planning included."""
    connection = await asyncpg.connect(database_url, server_settings=SERVER_SETTINGS)
    asked = {"board": _board()}
    asked |= {f"search {name}": statements(search=words) for name, words in SEARCHES.items()}
    asked |= {f"palette {name}": [_everything(words)] for name, words in SEARCHES.items()}
    found = {name: await _middle(connection, each) for name, each in asked.items()}
    await connection.close()
    return found


def _board() -> list[Prepared]:
    everything = frozenset({"live"})
    queries = (
        totals_query(everything, sees_all=True),
        cards_query(everything, sees_all=True),
    )
    return [(query.sql, query.arguments({"rows": PAGE + 1})) for query in queries]


def _everything(words: str) -> Prepared:
    query = search_query(frozenset(HitType), reach_of(words), sees_all=True)
    return query.sql, query.arguments({"q": words, "rows": IN_PALETTE + 1})


async def _middle(connection: asyncpg.Connection, prepared: Sequence[Prepared]) -> float:
    """All that are needed for one answer, one after the other."""
    runs = [[await _explained(connection, each) for each in prepared] for _ in range(TIMES)]
    return median(sum(run) for run in runs)


async def _explained(connection: asyncpg.Connection, prepared: Prepared) -> float:
    # Without timing each node: reading the clock costs more than the nodes do.
    sql, arguments = prepared
    (row,) = await connection.fetch(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", *arguments)
    (plan,) = msgspec.json.decode(row[0])
    return float(plan["Planning Time"] + plan["Execution Time"])
