"""Moves a card; whatever the answer, the board is shown as it then is."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response
from litestar.exceptions import ValidationException

from bff.deals.board import moved_board
from bff.deals.queries import BOARD, BoardQuery
from bff.gateway.deals import MoveDeal
from bff.gateway.problems import Refused
from bff.i18n import gettext as _
from bff.urls import local_path
from bff.visit import Toast, Visit
from bff.words import status_name

TOLD = frozenset({400, 403, 404, 409, 412})


async def moved_deal(visit: Visit, deal_id: UUID, data: Mapping[str, str]) -> Response[Any]:
    move, version = read_move(data)
    problem = await try_move(visit, deal_id, move, version)
    if not visit.htmx.wants_part:
        done = Toast(_("Moved to {status}.").format(status=status_name(move.status)))
        back = local_path(data.get("next") or BOARD)
        return visit.go(back, Toast(problem, is_bad=True) if problem else done)
    query = BoardQuery.of_address(visit.htmx.current_url)
    board = await visit.deals.board(owner=query.owner, limit=query.shown)
    return moved_board(visit, query, board, problem)


async def try_move(visit: Visit, deal_id: UUID, move: MoveDeal, version: int) -> str | None:
    """Why it did not move, or None. The version keeps two people from pulling at one card."""
    try:
        await visit.deals.move(deal_id, move, version=version)
    except Refused as refusal:
        if refusal.status not in TOLD:
            raise
        return why_not(refusal.status)
    return None


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
