"""A card on the board. A board has hundreds, so what they hold is drawn once and filled in."""

from functools import cache

from htpy import Node

from bff.csrf import FIELD as CSRF_FIELD
from bff.i18n import brief_money, day
from bff.i18n import gettext as _
from bff.upkeep import AnyDeal, next_step, rot
from bff.visit import Visit
from ui_components import html as h
from ui_components.avatar import avatar
from ui_components.html import Tag, markup
from ui_components.kanban import Cards, KanbanTexts
from ui_components.layout import link, quiet, row, stack
from ui_components.template import Template


def cards(visit: Visit) -> Cards[AnyDeal]:
    token = visit.csrf_token
    return Cards[AnyDeal](
        title=lambda deal: card_title().fill(href=f"/deals/{deal.id}", title=deal.title),
        content=lambda deal: card_content(visit, deal),
        key=lambda deal: str(deal.id),
        label=lambda deal: deal.title,
        move_url=lambda deal: f"/deals/{deal.id}/move/",
        hidden=lambda deal: {CSRF_FIELD: token, "version": str(deal.version)},
    )


def card_content(visit: Visit, deal: AnyDeal) -> Node:
    step, rotten = next_step(deal), rot(visit, deal)
    return card_body().fill(
        client=deal.client_name,
        owner=avatar(deal.owner_name, size="sm", labelled=True),
        step=step or day(deal.expected_close_date),
        amount=brief_money(deal.amount, deal.currency),
        rot=markup(h.p[rotten]) if rotten else "",
    )


@cache
def card_title() -> Template:
    def draw(href: str, title: str) -> Tag:
        return link(href=href)[title]

    return Template(draw, "href", "title")


@cache
def card_body() -> Template:
    def draw(client: str, owner: str, step: str, amount: str, rot: str) -> Tag:
        return stack(gap="xs")[
            quiet(small=True)[client],
            row(spread=True)[row[owner, quiet(small=True)[step]], amount],
            rot,
        ]

    return Template(draw, "client", "owner", "step", "amount", "rot")


def kanban_texts() -> KanbanTexts:
    return KanbanTexts(
        move=_("Move to"),
        handle=_("Move {card}"),
        menu=_("Move {card} to another column"),
        help=_("Press Space to lift, the arrow keys to move, Space to drop, Escape to cancel."),
        empty=_("Nothing here"),
        lanes=_("Columns"),
        lifted=_("{card} lifted from {lane}, position {position} of {count}."),
        moved=_("{card}: {lane}, position {position} of {count}."),
        dropped=_("{card} dropped in {lane}, position {position} of {count}."),
        cancelled=_("Move cancelled. {card} is back in {lane}."),
    )
