"""Moves a deal; whatever the answer, what is shown is how things then are."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response
from litestar.exceptions import ValidationException
from msgspec import Struct

from bff.deals.board import moved_board
from bff.deals.losing import reason_of
from bff.deals.queries import BOARD, board_query
from bff.gateway.activity import ActivityView
from bff.gateway.deals import DealStatus, MoveDeal
from bff.gateway.problems import Refused
from bff.i18n import gettext as _
from bff.toasts import news
from bff.urls import local_path, with_query
from bff.visit import Toast, Visit
from bff.words import status_name

TOLD = frozenset({400, 403, 404, 409, 412})


class Outcome(Struct, frozen=True):
    message: str
    is_bad: bool = False


async def moved_deal(visit: Visit, deal_id: UUID, data: Mapping[str, str]) -> Response[Any]:
    move, version = read_move(data)
    if is_unexplained(move, data):
        return visit.go(with_query(f"/deals/{deal_id}/lose/", next=data.get("next")))
    outcome = await try_move(visit, deal_id, move, version)
    if not visit.htmx.wants_part:
        back = local_path(data.get("next") or BOARD)
        return visit.go(back, Toast(outcome.message, is_bad=outcome.is_bad))
    query = board_query(visit.htmx.current_url)
    board = await visit.deals.board(query.filters(visit), limit=query.shown)
    # A card that went where it was put needs no words.
    told = news(outcome.message) if outcome.is_bad else None
    return moved_board(visit, query, board, told, is_refused=outcome.is_bad)


def is_unexplained(move: MoveDeal, data: Mapping[str, str]) -> bool:
    """Lost just now and without a word why, as from a browser without scripts."""
    was_lost = data.get("from") == DealStatus.LOST
    return move.status == DealStatus.LOST and not was_lost and not move.lost_reason


async def try_move(visit: Visit, deal_id: UUID, move: MoveDeal, version: int) -> Outcome:
    """The version keeps two people from pulling at one card."""
    try:
        deal = await visit.deals.move(deal_id, move, version=version)
    except Refused as refusal:
        if refusal.status not in TOLD:
            raise
        return Outcome(await why_not(visit, deal_id, move, refusal), is_bad=True)
    return Outcome(_("Moved to {status}.").format(status=status_name(deal.status)))


async def why_not(visit: Visit, deal_id: UUID, move: MoveDeal, refusal: Refused) -> str:
    if refusal.status == 400:
        return _("This card cannot stand there.")
    if refusal.status == 403:
        return _("Only its owner or an admin may move this deal.")
    is_of_above = refusal.status == 409 and refusal.problem.trashed_id is None
    changed = move.after if is_of_above and move.after else deal_id
    log = await visit.activity.of("deal", changed, limit=1)
    if not log.items:
        return _("Somebody was faster. The board shows how it is now; please try again.")
    return who_was_faster(log.items[0])


def who_was_faster(entry: ActivityView) -> str:
    who, deal = entry.user_name or _("The system"), entry.payload.get("name", "")
    status = entry.payload.get("changes", {}).get("status")
    if entry.action == "deleted":
        text = _("{who} has deleted “{deal}”.")
    elif status:
        text = _("{who} was faster and moved “{deal}” to {status}. There it is now.")
    elif entry.action == "moved":
        text = _("{who} has moved “{deal}” meanwhile. Please try again.")
    else:
        text = _("{who} has changed “{deal}” meanwhile. Please look, and try again.")
    moved_to = status_name(DealStatus(status[1])) if status else ""
    return text.format(who=who, deal=deal, status=moved_to)


def read_move(data: Mapping[str, str]) -> tuple[MoveDeal, int]:
    body = {"status": data.get("lane"), "after": data.get("after") or None}
    try:
        move, version = msgspec.convert(body, MoveDeal), int(data.get("version", ""))
    except (msgspec.ValidationError, ValueError) as error:
        raise ValidationException("not a move") from error
    if move.status == DealStatus.LOST:
        move.lost_reason = reason_of(data)
    return move, version
