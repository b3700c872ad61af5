"""What PostgreSQL does for every list: an index for each order and each filter, in two statements.

The lists are those of the OpenAPI document, each table has more than 10,000 rows, and a plan that
reads one of them from its beginning fails.
"""

from collections.abc import AsyncIterator, Iterator
from itertools import product

import asyncpg
import httpx
import msgspec
import pytest
from litestar import Litestar
from msgspec.structs import replace

from backend.accounts import gate
from backend.app import create_app
from backend.core.db import SERVER_SETTINGS
from backend.settings import Settings
from tests.backend.permissions.matrix import MAKERS
from tests.support.apps import running
from tests.support.builders import make_deal, make_task
from tests.support.bulk import multiply
from tests.support.openapi import Document, Operation, document_of
from tests.support.people import Json, People, SignedIn, transport_to
from tests.support.queries import Read, watched_reads

pytestmark = pytest.mark.slow

ROWS = 12_000
MOST = {
    "/api/v1/clients/{client_id}/dossier": 5,  # a client, and three lists
    "/api/v1/views/frame": 3,  # two lists, one of them with more than a search counts
}
PAGING = {"limit", "offset", "cursor", "count"}
LARGE = "SELECT relname, reltuples::int FROM pg_class WHERE relkind = 'r' AND reltuples > 10000"
HASH = "sha256(n::text::bytea)"
ANY_ID = "gen_random_uuid()"
ANYBODY = "(ARRAY(SELECT id FROM users))[n]"
ANY_CLIENT = "(ARRAY(SELECT id FROM clients))[1 + n % 900]"
LATELY = "now() - n * interval '10 minutes'"
NOTIFICATION = """
    INSERT INTO notifications (user_id, type, entity_type, entity_uuid, payload)
    VALUES ($1, 'task_assigned', 'task', gen_random_uuid(), '{}')
"""
REJECTION = "INSERT INTO import_rejections VALUES ($1, 2, 'No name', '[]')"
LEFTOVER = "INSERT INTO import_leftovers VALUES ($1, gen_random_uuid(), 'Acme', 'Changed')"
DELIVERY = """
    INSERT INTO webhook_deliveries (webhook_id, event_id, type, kind, entity_uuid, happened_at)
    VALUES ($1, gen_random_uuid(), 'client.created', 'client', gen_random_uuid(), now())
"""
VALUES = {
    "search": "client 1199",
    "q": "client 1199",
    "types": "client,deal",
    "trashed": "true",
    "overdue": "true",
    "without_next_step": "true",
    "idle_days": "80",
    "created_within": "1",
    "open_deals": "true",
    "page": "clients",
    "close_from": "2028-01-01",
    "close_to": "2026-01-09",
    "week_end": "2027-01-10",
    "unread": "true",
    "is_active": "false",
    "amount_min": "4990",
    "amount_max": "10",
    "due_from": "2028-01-01",
    "due_to": "2026-01-09",
    "since": "2026-11-01T00:00:00Z",
    "topic": "deal.moved",
}
OTHERS: dict[str, dict[str, str]] = {
    "users": {"email": "'u' || n || '@foyer.test'", "full_name": "'User ' || n"},
    "clients": {"name": "'Client ' || n", "company": "'Firm ' || n % 900", "created_at": LATELY},
    "deals": {
        "client_id": ANY_CLIENT,
        "title": "'Deal ' || n",
        "amount": "n % 5000",
        "expected_close_date": "DATE '2026-01-01' + n % 900",
        "status": "CASE WHEN n % 3 = 0 THEN 'NEW' ELSE 'IN_PROGRESS' END",
        "rank": "'V' || lpad(n::text, 11, '0')",
        "created_at": LATELY,
    },
    "tasks": {
        "title": "'Task ' || n",
        "due_date": "DATE '2026-01-01' + n % 900",
        "created_at": LATELY,
    },
    "notifications": {"read_at": "CASE WHEN n % 100 > 0 THEN now() END"},
    "activity_log": {"entity_uuid": ANY_ID},
    "attachments": {"key": "'k' || n", "entity_id": ANY_ID},
    "exports": {"created_at": LATELY},
    "imports": {"created_at": LATELY},
    "import_mappings": {"headers_hash": HASH, "used_at": LATELY},
    "import_rejections": {"line": "n + 2"},
    "import_leftovers": {"record_id": ANY_ID},
    "api_tokens": {"prefix": "'p' || n", "created_at": LATELY},
    "refresh_tokens": {"hash": HASH, "family": ANY_ID, "user_id": ANYBODY},
    "webhooks": {"created_at": LATELY},
    "webhook_deliveries": {"event_id": ANY_ID, "created_at": LATELY},
}


@pytest.fixture
async def connection(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """Set as the API's are."""
    connection = await asyncpg.connect(database_url, server_settings=SERVER_SETTINGS)
    yield connection
    await connection.close()


@pytest.fixture
async def bob_under_own(settings: Settings, signed_in: People) -> AsyncIterator[httpx.AsyncClient]:
    bob = await signed_in(name="Bob")
    async with running(create_app(replace(settings, visibility="own"))) as narrow:
        transport = transport_to(narrow)
        yield httpx.AsyncClient(transport=transport, base_url=bob.base_url, headers=bob.headers)


async def test_none_reads_a_large_table_row_by_row(
    backend_app: Litestar,
    api: SignedIn,
    bob_under_own: httpx.AsyncClient,
    database: asyncpg.Connection,
    connection: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gate, "FRESH", 600.0)  # who asks is looked up before, not in the middle
    known = await fill(database, api)
    document = document_of(backend_app)
    lists = [each for each in document.operations if is_list(each)]
    large = dict(await connection.fetch(LARGE))
    wrong: list[str] = []

    for each in lists:
        for query, by in product(variants(document, each, known), (api, bob_under_own)):
            reads = await reads_of(by, each, query, known)
            scanned = {name for read in reads for name in await scans_of(connection, read, large)}
            if scanned or len(reads) > MOST.get(each.path, 2):
                wrong.append(f"{each.path} {query}: {len(reads)} statements, {scanned}")

    assert wrong == [], "\n".join(wrong)
    assert len(lists) >= 18
    assert len(large) == len(OTHERS)


def is_list(operation: Operation) -> bool:
    return operation.method == "get" and "limit" in operation.parameters


def variants(document: Document, operation: Operation, known: dict[str, str]) -> Iterator[Json]:
    """Queries: each order and each filter by itself, beside those that the list needs."""
    filters: Json = {}
    orders: list[str] = []
    needed: Json = {}
    for name, parameter in operation.parameters.items():
        schema = document.resolved(parameter["schema"])
        if name == "sort":
            orders = schema["enum"]
        elif parameter["in"] == "query" and name not in PAGING:
            value = schema["enum"][0] if "enum" in schema else known[name]
            (needed if parameter["required"] else filters)[name] = value
    yield needed
    yield from (needed | {"sort": order} for order in orders)
    yield from (needed | {name: value} for name, value in filters.items())


async def reads_of(
    by: httpx.AsyncClient, operation: Operation, query: Json, known: dict[str, str]
) -> list[Read]:
    """What the list itself reads; who asks is looked up before."""
    await by.get("/api/v1/me")
    with watched_reads() as reads:
        answer = await by.get(operation.path.format(**known), params=query)
    assert answer.status_code in {200, 403, 404}, (operation.path, query, answer.text)
    return reads


async def scans_of(database: asyncpg.Connection, read: Read, rows: dict[str, int]) -> set[str]:
    """The large tables that it reads row by row, unless half of them or more would do."""
    (row,) = await database.fetch(f"EXPLAIN (FORMAT JSON) {read.sql}", *read.arguments)
    (plan,) = msgspec.json.decode(row[0])
    return {*scans(plan["Plan"], rows)}


def scans(node: Json, rows: dict[str, int]) -> Iterator[str]:
    for inner in node.get("Plans", ()):
        name = inner.get("Relation Name", "")
        is_stopped = node["Node Type"] == "Limit" and inner["Plan Rows"] * 2 > rows.get(name, 0)
        if inner["Node Type"] == "Seq Scan" and name in rows and not is_stopped:
            yield name
        yield from scans(inner, rows)


async def fill(database: asyncpg.Connection, api: SignedIn) -> dict[str, str]:
    """Over 10,000 rows for each list; says for each parameter a value that some rows have."""
    ids = {kind: await make(api) for kind, make in MAKERS.items() if kind != "/files"}
    deal = await make_deal(api)
    await make_task(api, client_id=deal["client_id"], deal_id=deal["id"])
    await database.execute(NOTIFICATION, api.user_id)
    await database.execute(DELIVERY, ids["webhooks"])
    await database.execute(REJECTION, ids["imports"])
    await database.execute(LEFTOVER, ids["imports"])
    for table, other in OTHERS.items():
        await multiply(database, table, ROWS, **other)
    # As large as what is in them, for what earlier tests have left makes indexes look dear.
    await database.execute(f"VACUUM (FULL, ANALYZE) {', '.join(OTHERS)}")
    people = dict.fromkeys(["owner", "user_id", "assigned_to"], api.user_id)
    records = {"client": deal["client_id"], "deal": deal["id"], "entity_uuid": deal["id"]}
    paths = {f"{kind[:-1]}_id": record for kind, record in ids.items()}
    return VALUES | people | records | paths | {"entity_id": ids["clients"]}
