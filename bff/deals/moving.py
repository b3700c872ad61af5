"""Moves a card; whatever the answer, the board is shown as it then is."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response
from litestar.exceptions import ValidationException
from msgspec import Struct

from bff.deals.board import moved_board
from bff.deals.queries import BOARD, BoardQuery
from bff.editor import editor_button
from bff.gateway.deals import DealStatus, MoveDeal
from bff.gateway.problems import Refused
from bff.i18n import gettext as _
from bff.toasts import news
from bff.urls import local_path
from bff.visit import Toast, Visit
from bff.words import status_name
from ui_components.html import Tag

TOLD = frozenset({400, 403, 404, 409, 412})


class Outcome(Struct, frozen=True):
    """``unexplained`` names a deal that was lost without a word why."""

    message: str
    is_bad: bool = False
    unexplained: UUID | None = None


async def moved_deal(visit: Visit, deal_id: UUID, data: Mapping[str, str]) -> Response[Any]:
    move, version = read_move(data)
    outcome = await try_move(visit, deal_id, move, version)
    if not visit.htmx.wants_part:
        back = local_path(data.get("next") or BOARD)
        return visit.go(back, Toast(outcome.message, is_bad=outcome.is_bad))
    query = BoardQuery.of_address(visit.htmx.current_url)
    board = await visit.deals.board(owner=query.owner, limit=query.shown)
    return moved_board(visit, query, board, told(visit, outcome), is_refused=outcome.is_bad)


async def try_move(visit: Visit, deal_id: UUID, move: MoveDeal, version: int) -> Outcome:
    """The version keeps two people from pulling at one card."""
    try:
        deal = await visit.deals.move(deal_id, move, version=version)
    except Refused as refusal:
        if refusal.status not in TOLD:
            raise
        return Outcome(why_not(refusal.status), is_bad=True)
    is_unexplained = deal.status == DealStatus.LOST and not deal.lost_reason
    message = _("Moved to {status}.").format(status=status_name(deal.status))
    return Outcome(message, unexplained=deal.id if is_unexplained else None)


def told(visit: Visit, outcome: Outcome) -> Tag | None:
    """A card that went where it was put needs no words, but a loss is worth a reason."""
    if outcome.is_bad:
        return news(outcome.message)
    if outcome.unexplained is None:
        return None
    href = f"/deals/{outcome.unexplained}/edit/"
    ask = editor_button(visit, _("Say why"), href=href, icon="pencil", variant="outline", size="xs")
    return news(outcome.message, tone="success", action=ask)


def why_not(status: int) -> str:
    return {
        400: _("This card cannot stand there."),
        403: _("Only its owner or an admin may move this deal."),
        404: _("This deal is gone. The board shows what is there now."),
    }.get(status, _("Somebody was faster. The board shows how it is now; please try again."))


def read_move(data: Mapping[str, str]) -> tuple[MoveDeal, int]:
    body = {"status": data.get("lane"), "after": data.get("after") or None}
    try:
        return msgspec.convert(body, MoveDeal), int(data.get("version", ""))
    except (msgspec.ValidationError, ValueError) as error:
        raise ValidationException("not a move") from error
