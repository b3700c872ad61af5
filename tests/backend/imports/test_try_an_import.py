"""A dry run: the same numbers and the same reasons, and nothing is written."""

import asyncpg
import pytest

from tests.backend.imports.steps import (
    all_of,
    counts,
    ended,
    imported,
    reasons,
    started,
    table,
    uploaded,
)
from tests.support.builders import activity_of, make_client
from tests.support.people import SignedIn

pytestmark = pytest.mark.usefixtures("worker")
HEADER = "Name,Phone,Email,External ID"


def rows_across_batches() -> list[str]:
    """Twins hundreds of rows apart, so that a batch meets what an earlier one has decided."""
    plain = [f"Client {n},1,c{n}@x.test,E-{n}" for n in range(700)]
    return [
        *plain,
        "Client 0,1,,E-0",  # unchanged
        "Client 1,2,,E-1",  # updated
        "Client 1,2,,E-1",  # unchanged
        "Another,,c2@x.test,",  # found by its e-mail, renamed
        "Twin,,c3@x.test,E-new",  # somebody else's e-mail
        "client 4,9,,",  # found by name
        ",,,E-none",  # no name
    ]


async def test_says_what_the_real_run_will_do(api: SignedIn) -> None:
    await make_client(api, name="Client 5", external_id="E-5")
    upload = await uploaded(api, table(HEADER, rows_across_batches()))
    orders = {"mapping": upload["suggested_mapping"]}

    await started(api, upload["id"], **orders, dry_run=True)
    tried = await ended(api, upload["id"])
    expected = await reasons(api, tried)
    await started(api, upload["id"], **orders)
    done = await ended(api, upload["id"])

    assert tried["dry_run"]
    assert counts(tried) == counts(done)
    assert counts(done) == {"created": 699, "updated": 4, "unchanged": 2, "rejected": 2}
    assert await reasons(api, done) == expected
    assert expected == ["Another client has this e-mail", "The row has no name"]


async def test_writes_nothing(api: SignedIn, database: asyncpg.Connection) -> None:
    client = await make_client(api, name="Acme", external_id="A-1")
    content = table(HEADER, ["Acme,2,,A-1", *(f"New {n},,,N-{n}" for n in range(600))])

    view = await imported(api, content, dry_run=True)

    assert counts(view) == {"created": 600, "updated": 1}
    assert await all_of(api, "clients") == [client]
    assert len(await activity_of(api, client["id"])) == 1
    assert await database.fetchval("SELECT sum(count) FROM client_totals") == 1
    assert await database.fetchval("SELECT count(*) FROM activity_log WHERE batch_id IS NOT NULL")
    kinds = "SELECT DISTINCT entity_type FROM activity_log WHERE batch_id IS NOT NULL"
    assert [row[0] for row in await database.fetch(kinds)] == ["import"]
