"""One verb for many deals."""

from uuid import UUID

import msgspec
from msgspec import UNSET
from sqlalchemy import any_, bindparam, select

from backend.clients.models import Client
from backend.clients.service import owner_for
from backend.core import bulk, changes
from backend.core.bulk_schemas import BulkView
from backend.core.columns import money
from backend.core.listing import AnySelect
from backend.core.portions import Places
from backend.core.refusals import Invalid
from backend.core.rows import Values, items
from backend.core.schemas import told
from backend.core.work import Work
from backend.deals.models import CONFLICTS, Deal, DealStatus
from backend.deals.queries import LISTING
from backend.deals.schemas import BulkDeals
from backend.deals.service import FIELDS
from backend.notifications.models import NotificationType
from backend.notifications.service import telling

KIND = bulk.Kind(
    "deal",
    "deals",
    "title",
    CONFLICTS,
    telling("owner_id", NotificationType.DEAL_ASSIGNED),
)
LOCKED: AnySelect = (
    select(Deal.id, Deal.version, *(getattr(Deal, name) for name in FIELDS))
    .where(Deal.id == any_(bindparam("ids")))
    .order_by(Deal.id)
    .with_for_update()
)
CLIENT_NAMES = select(Client.id, Client.name).where(Client.id == any_(bindparam("ids")))


async def change_deals(work: Work, asked: BulkDeals, places: Places) -> BulkView:
    """A deal that comes to another column keeps its rank, and so its place among the others."""
    given = {"fields": asked.fields is not UNSET, "owner_id": asked.owner_id is not UNSET}
    bulk.require_only(asked, given)
    start = await bulk.begin(work, asked, asked.filters, LISTING, places)
    said: Values = {}
    if asked.fields is not UNSET:
        said |= msgspec.to_builtins(told(asked.fields))
    if "amount" in said:
        said["amount"] = str(money(said["amount"]))
    if asked.owner_id is not UNSET:
        said["owner_id"] = str((await owner_for(work, asked.owner_id)).id)

    def compose(values: Values) -> tuple[changes.Action, Values]:
        after = values | said
        _close_or_reopen(values, after, said, start.now)
        return "updated" if after["status"] == values["status"] else "moved", after

    loaded = await _loaded(work, start.ids)
    return await bulk.change(work, KIND, asked, start, loaded, compose)


def _close_or_reopen(before: Values, after: Values, said: Values, now: str) -> None:
    """The rules of ``move_deal``. Raises Invalid for a reason where nothing was lost."""
    if after["status"] != before["status"]:
        after["closed_at"] = now if DealStatus(after["status"]).is_closed else None
    if after["status"] != DealStatus.LOST:
        if said.get("lost_reason"):
            raise Invalid.field("/fields/lost_reason", "Only a lost deal has a reason for it")
        after["lost_reason"] = ""


async def _loaded(work: Work, ids: list[UUID]) -> list[bulk.Loaded]:
    found = await items(work, LOCKED, FIELDS, ids=ids)
    clients = {UUID(item.values["client_id"]) for item in found}
    named = await work.session.execute(CLIENT_NAMES, {"ids": list(clients)})
    names = {str(client): name for client, name in named}
    return [
        bulk.Loaded(
            item,
            (UUID(item.values["owner_id"]),),
            {"client_name": names[item.values["client_id"]]},
        )
        for item in found
    ]
