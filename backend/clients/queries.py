"""Reads of clients: columns straight into views."""

from uuid import UUID

from sqlalchemy import Integer, Text, bindparam, cast, column, func, literal, or_, select, table

from backend.accounts.models import User
from backend.clients.models import Client, ClientTotal
from backend.clients.schemas import ClientPage, ClientSort, ClientView
from backend.core.actor import Actor, scoped
from backend.core.db import Database, Query
from backend.core.listing import AnySelect, Asked, Listing, Sort, view_columns
from backend.core.paging import contains
from backend.core.refusals import NotFound

JOINED: AnySelect = select(
    *view_columns(ClientView, Client, email=cast(Client.email, Text), owner_name=User.full_name)
).join(User, User.id == Client.owner_id)


CREATED_WITHIN = func.make_interval(0, 0, 0, bindparam("created_within", type_=Integer()))
# Named, not imported: a client knows that there are deals, not what they are.
DEALS = table(
    "deals", column("client_id"), column("status"), column("created_at"), column("deleted_at")
)
# Not EXISTS, which would be planned as a join that reads all deals; in the order of their index.
# And not `=`: where one client has most of the deals, others' would be looked for among those.
OPEN_DEALS = (
    select(literal(1))
    .select_from(DEALS)
    .where(
        DEALS.c.client_id.between(Client.id, Client.id),
        or_(DEALS.c.status == "NEW", DEALS.c.status == "IN_PROGRESS"),
        DEALS.c.deleted_at.is_(None),
    )
    .order_by(DEALS.c.client_id, DEALS.c.created_at)
    .limit(1)
    .scalar_subquery()
)


def _total(filters: frozenset[str]) -> AnySelect | None:
    """Maintained for all live clients and for those of one owner."""
    if not filters <= {"live", "owner"}:
        return None
    total: AnySelect = select(func.coalesce(func.sum(ClientTotal.count), 0))
    if "owner" in filters:
        total = total.where(ClientTotal.owner_id == bindparam("owner"))
    return total


def _sort(by: ClientSort) -> Sort:
    field = by.value.removeprefix("-")
    column = getattr(Client, field)
    folded = field in {"name", "company"}
    kind = str if folded else column.type.python_type
    return Sort(column, field, kind, descending=by.value.startswith("-"), folded=folded)


LISTING = Listing(
    ClientView,
    JOINED,
    key=Client.id,
    owners=[Client.owner_id],
    sorts={by.value: _sort(by) for by in ClientSort},
    clauses={
        "live": Client.deleted_at.is_(None),
        "trashed": Client.deleted_at.is_not(None),
        "owner": Client.owner_id == bindparam("owner"),
        "created_within": Client.created_at > func.now() - CREATED_WITHIN,
        "with_deals": OPEN_DEALS.is_not(None),
        "without_deals": OPEN_DEALS.is_(None),
        "search": contains(Client.search),
    },
    totals=_total,
    totals_owners=[ClientTotal.owner_id],
)
ONE = JOINED.where(Client.id == bindparam("client_id"))
ONE_OF_ALL = Query(ONE)
ONE_OF_OWN = Query(scoped(ONE, Client.owner_id, sees_all=False))


async def client(database: Database, actor: Actor, client_id: UUID) -> ClientView:
    """A trashed one too: its page says so and offers to restore it."""
    query = ONE_OF_ALL if actor.sees_all else ONE_OF_OWN
    row = await query.row(database, client_id=client_id, actor_id=actor.id)
    if row is None:
        raise NotFound("There is no such client")
    return ClientView(*row)


async def clients(database: Database, actor: Actor, asked: Asked) -> ClientPage:
    found = await LISTING.page(database, actor, asked)
    return ClientPage(
        found.items,
        found.total,
        found.total_is_exact,
        asked.limit,
        asked.offset,
        found.next_cursor,
    )
