"""What can be done with a deal; each verb is one transaction with its entry in the log."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET
from sqlalchemy import select

from backend.accounts.models import User
from backend.clients import service as clients
from backend.clients.models import Client
from backend.core import changes
from backend.core.columns import money
from backend.core.http import require_version
from backend.core.ranks import rank_at, rank_between
from backend.core.refusals import Conflict, Invalid, NotFound
from backend.core.schemas import told, view_of
from backend.core.work import Work
from backend.deals.models import Deal, DealStatus
from backend.deals.queries import steps_of
from backend.deals.schemas import DealView, EditDeal, MoveDeal, NewDeal
from backend.notifications.models import NotificationType
from backend.notifications.service import notify

FIELDS = (
    "client_id",
    "title",
    "amount",
    "currency",
    "status",
    "owner_id",
    "description",
    "expected_close_date",
    "lost_reason",
    "closed_at",
    "external_id",
    "deleted_at",
)


class Opened(msgspec.Struct):
    """A deal with what its view tells of others; a new one has no steps yet."""

    deal: Deal
    client: Client
    owner: User
    open_tasks: int = 0
    next_task_due: date | None = None


async def open_deal(work: Work, data: NewDeal, *, default_currency: str) -> DealView:
    """Raises Conflict, with the id to restore, where the same deal lies in the trash."""
    said = told(data)
    await _refuse_trashed_twin(work, said["external_id"])
    client = await clients.client_for(work, data.client_id)
    owner = await clients.owner_for(work, data.owner_id)
    _require_reason_fits(data.status, data.lost_reason)
    now = await work.now()
    made = {
        "owner_id": owner.id,
        "amount": money(data.amount),
        "currency": data.currency or default_currency,
        "rank": rank_at(now),
        "closed_at": now if data.status.is_closed else None,
    }
    deal = Deal(**said | made)
    work.session.add(deal)
    await work.session.flush()
    opened = Opened(deal, client, owner)
    await _record(work, opened, "created", before=changes.NOTHING)
    return view(opened)


async def edit_deal(work: Work, deal_id: UUID, data: EditDeal, if_match: str | None) -> DealView:
    opened = await locked(work, deal_id, if_match)
    deal = opened.deal
    _refuse_trashed(deal)
    before = changes.snapshot(deal, FIELDS)
    if data.client_id is not UNSET and data.client_id != deal.client_id:
        opened.client = await clients.client_for(work, data.client_id)
    if data.owner_id is not UNSET and data.owner_id != deal.owner_id:
        opened.owner = await clients.owner_for(work, data.owner_id)
    if data.lost_reason is not UNSET:
        _require_reason_fits(deal.status, data.lost_reason)
    for name, value in told(data).items():
        setattr(deal, name, money(value) if name == "amount" else value)
    await work.session.flush()
    if changes.snapshot(deal, FIELDS) != before:
        await _record(work, opened, "updated", before=before)
    return view(opened)


async def move_deal(work: Work, deal_id: UUID, data: MoveDeal, if_match: str | None) -> DealView:
    """To a column, right below ``after``; closing sets ``closed_at``, reopening clears it."""
    opened = await locked(work, deal_id, if_match)
    deal = opened.deal
    _refuse_trashed(deal)
    _require_reason_fits(data.status, data.lost_reason)
    before = changes.snapshot(deal, FIELDS)
    # Ask first, change after: a query in between would flush half a move as its own version.
    rank, now = await _rank_below(work, deal, data), await work.now()
    place = [deal.rank, rank]
    deal.rank = rank
    if data.status is not deal.status:
        deal.closed_at = now if data.status.is_closed else None
    keeps_reason = deal.status is DealStatus.LOST and data.status is DealStatus.LOST
    deal.lost_reason = data.lost_reason.strip() or (deal.lost_reason if keeps_reason else "")
    deal.status = data.status
    await work.session.flush()
    await _record(work, opened, "moved", before=before, place=place)
    return view(opened)


async def trash_deal(work: Work, deal_id: UUID, if_match: str | None) -> None:
    opened = await locked(work, deal_id, if_match)
    if opened.deal.deleted_at is not None:
        raise NotFound("This deal is in the trash already")
    before = changes.snapshot(opened.deal, FIELDS)
    opened.deal.deleted_at = await work.now()
    await work.session.flush()
    await _record(work, opened, "deleted", before=before)


async def restore_deal(work: Work, deal_id: UUID) -> DealView:
    opened = await locked(work, deal_id, None)
    if opened.deal.deleted_at is None:
        raise Conflict("This deal is not in the trash")
    before = changes.snapshot(opened.deal, FIELDS)
    opened.deal.deleted_at = None
    await work.session.flush()
    await _record(work, opened, "restored", before=before)
    return view(opened)


async def deal_for(work: Work, deal_id: UUID) -> Deal:
    """The deal that something is hung on. Raises Invalid for none, and for one in the trash."""
    try:
        deal = (await locked(work, deal_id, None, to="use")).deal
    except NotFound as error:
        raise Invalid.field("/deal_id", "There is no such deal") from error
    if deal.deleted_at is not None:
        raise Invalid.field("/deal_id", "This deal is in the trash; restore it first")
    return deal


async def locked(
    work: Work, deal_id: UUID, if_match: str | None, *, to: Literal["change", "use"] = "change"
) -> Opened:
    """The deal, to change it or to hang something on it; 404 where the actor may not see it."""
    row = await work.joined(
        select(Deal, Client, User, *steps_of(Deal.id).values())
        .join(Client, Client.id == Deal.client_id)
        .join(User, User.id == Deal.owner_id)
        .where(Deal.id == deal_id)
        .with_for_update(of=Deal, read=to == "use")
    )
    if row is None or not work.actor.may_see(row[0].owner_id):
        raise NotFound("There is no such deal")
    opened = Opened(*row)
    if to == "change":
        work.actor.require_change(opened.deal.owner_id)
    require_version(if_match, opened.deal, lambda: view(opened))
    return opened


def view(opened: Opened) -> DealView:
    return view_of(
        DealView,
        opened.deal,
        client_name=opened.client.name,
        owner_name=opened.owner.full_name,
        open_tasks=opened.open_tasks,
        next_task_due=opened.next_task_due,
    )


async def _rank_below(work: Work, deal: Deal, data: MoveDeal) -> str:
    """Raises Conflict where ``after`` has left the column: the caller's board is out of date."""
    others = (Deal.status == data.status, Deal.deleted_at.is_(None), Deal.id != deal.id)
    above: str | None = None
    if data.after is not None:
        card = await work.one(select(Deal).where(Deal.id == data.after, *others))
        above = card.rank if card and work.actor.may_see(card.owner_id) else None
        if above is None:
            raise Conflict("The card above has moved; look at the board again")
    lower = select(Deal.rank).where(*others).order_by(Deal.rank).limit(1)
    below = await work.one(lower if above is None else lower.where(Deal.rank > above))
    return rank_between(above, below)


async def _refuse_trashed_twin(work: Work, external_id: str | None) -> None:
    if external_id is None:
        return
    trashed = select(Deal).where(Deal.external_id == external_id, Deal.deleted_at.is_not(None))
    twin = await work.one(trashed.limit(1))
    if twin is not None and work.actor.may_see(twin.owner_id):
        raise Conflict("Such a deal is in the trash; restore it", trashed_id=twin.id)


async def _record(
    work: Work, opened: Opened, action: changes.Action, *, before: changes.Snapshot, **more: Any
) -> None:
    deal = opened.deal
    names = {"name": deal.title, "client_name": opened.client.name}
    after = changes.snapshot(deal, FIELDS)
    await changes.record(
        work, "deal", deal.id, action, names=names | more, before=before, after=after
    )
    if after["owner_id"] != before.get("owner_id"):
        kind = NotificationType.DEAL_ASSIGNED
        await notify(work, deal.owner_id, kind, deal.id, names, by=work.actor_id)


def _refuse_trashed(deal: Deal) -> None:
    if deal.deleted_at is not None:
        raise Conflict("This deal is in the trash; restore it first", trashed_id=deal.id)


def _require_reason_fits(status: DealStatus, lost_reason: str) -> None:
    if lost_reason.strip() and status is not DealStatus.LOST:
        raise Invalid.field("/lost_reason", "Only a lost deal has a reason for it")
