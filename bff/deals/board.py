"""The pipeline: columns with exact counts and sums, cards that can be moved in three ways."""

from collections.abc import Sequence
from functools import cache
from typing import Final, TypeAlias

from htpy import Node

from bff.csrf import FIELD as CSRF_FIELD
from bff.deals.queries import BOARD, STEP, BoardQuery
from bff.editor import editor_button
from bff.gateway.accounts import UserView
from bff.gateway.deals import Board, BoardColumn, DealCard, DealPage, DealStatus, DealView
from bff.html import Html
from bff.i18n import brief_money, day, number
from bff.i18n import gettext as _
from bff.owners import owner_filter
from bff.shell import fragment, page
from bff.urls import with_query
from bff.visit import Visit
from bff.words import STATUS_TONES, status_name
from ui_components import html as h
from ui_components import hx
from ui_components.avatar import avatar
from ui_components.document import BOARD_SCRIPTS
from ui_components.filter_bar import filter_bar
from ui_components.html import Tag
from ui_components.kanban import Cards, KanbanTexts, Lane, kanban, lane_cards
from ui_components.layout import link, page_header, quiet, row, stack
from ui_components.live import follows
from ui_components.pagination import load_more
from ui_components.template import Template

ID: Final = "board"
CardDeal: TypeAlias = DealCard | DealView


def board_page(visit: Visit, query: BoardQuery, board: Board, users: Sequence[UserView]) -> Html:
    drawn = board_section(visit, query, board)
    content = [
        page_header(
            _("Deals"),
            actions=editor_button(visit, _("New deal"), href="/deals/new/", icon="plus"),
        ),
        filter_bar(action=BOARD, target=f"#{ID}", label=_("Filter deals"), submit_label=_("Apply"))[
            owner_filter(users, query.owner_text)
        ],
        drawn,
    ]
    return page(
        visit,
        title=_("Deals"),
        content=content,
        part=(drawn,),
        scripts=BOARD_SCRIPTS,
        address=query.url,
    )


def moved_board(
    visit: Visit, query: BoardQuery, board: Board, told: Tag | None, *, is_refused: bool
) -> Html:
    """How it is now, whatever was tried; a refused card stands where it stood."""
    status = 409 if is_refused else 200
    return fragment(visit, board_section(visit, query, board), told, status_code=status)


def board_section(visit: Visit, query: BoardQuery, board: Board) -> Tag:
    lanes = [lane(query, column) for column in board.columns]
    return kanban(
        lanes,
        cards(visit),
        label=_("Deals"),
        texts=kanban_texts(),
        movable=not visit.is_stale,
        id=ID,
        attrs=follows("deal", "import"),
    )


def lane(query: BoardQuery, column: BoardColumn) -> Lane[CardDeal]:
    return Lane[CardDeal](
        key=column.status,
        title=status_name(column.status),
        cards=column.items,
        count=number(column.count),
        total=sums(column),
        more=more(query, column.status, column.next_cursor, loaded=len(column.items)),
        tone=STATUS_TONES[column.status],
    )


def sums(column: BoardColumn) -> Node:
    """One for each currency: euros and dollars do not add up."""
    return [
        [place > 0 and h.br, brief_money(one.amount, one.currency)]
        for place, one in enumerate(column.sums)
    ]


def more(query: BoardQuery, status: DealStatus, cursor: str | None, *, loaded: int) -> Tag:
    """htmx adds to this column; a plain browser shows more in all of them."""
    place = f"more-{status}"
    if cursor is None:
        return h.div(id=place)
    added = with_query(
        "/deals/column/", status=status, cursor=cursor, loaded=loaded, owner=query.owner_text
    )
    return load_more(
        _("Show more"),
        href=query.showing(loaded + STEP).url,
        hx=hx.request("get", added, target=f"#{place}", swap="outerHTML"),
        id=place,
    )


def more_cards(
    visit: Visit, query: BoardQuery, status: DealStatus, found: DealPage, *, loaded: int
) -> Html:
    """The new cards go above the column's "nothing here", which stays the last of the list."""
    lanes = [(each.value, status_name(each)) for each in DealStatus]
    column = Lane[CardDeal](key=status, title="", cards=found.items, count="")
    movable = not visit.is_stale
    drawn = lane_cards(column, cards(visit), lanes, texts=kanban_texts(), movable=movable, id=ID)
    total = loaded + len(found.items)
    answer = fragment(
        visit,
        more(query, status, found.next_cursor, loaded=total),
        hx.partial(f"#{ID}-{status}-cards > .lane-empty", swap="beforebegin")[drawn],
    )
    answer.headers["HX-Replace-Url"] = query.showing(max(total, query.shown)).url
    return answer


def cards(visit: Visit) -> Cards[CardDeal]:
    """A board has hundreds, so what they hold is drawn once and filled in."""
    token = visit.csrf_token
    return Cards[CardDeal](
        title=lambda deal: card_title().fill(href=f"/deals/{deal.id}", title=deal.title),
        content=card_content,
        key=lambda deal: str(deal.id),
        label=lambda deal: deal.title,
        move_url=lambda deal: f"/deals/{deal.id}/move/",
        hidden=lambda deal: {CSRF_FIELD: token, "version": str(deal.version)},
    )


def card_content(deal: CardDeal) -> Node:
    return card_body().fill(
        client=deal.client_name,
        owner=avatar(deal.owner_name, size="sm", labelled=True),
        closes=day(deal.expected_close_date),
        amount=brief_money(deal.amount, deal.currency),
    )


@cache
def card_title() -> Template:
    def draw(href: str, title: str) -> Tag:
        return link(href=href)[title]

    return Template(draw, "href", "title")


@cache
def card_body() -> Template:
    def draw(client: str, owner: str, closes: str, amount: str) -> Tag:
        return stack(gap="xs")[
            quiet(small=True)[client],
            row(spread=True)[row[owner, quiet(small=True)[closes]], amount],
        ]

    return Template(draw, "client", "owner", "closes", "amount")


def kanban_texts() -> KanbanTexts:
    return KanbanTexts(
        move=_("Move to"),
        handle=_("Move {card}"),
        menu=_("Move {card} to another column"),
        help=_("Press Space to lift, the arrow keys to move, Space to drop, Escape to cancel."),
        empty=_("Nothing here"),
        lifted=_("{card} lifted from {lane}, position {position} of {count}."),
        moved=_("{card}: {lane}, position {position} of {count}."),
        dropped=_("{card} dropped in {lane}, position {position} of {count}."),
        cancelled=_("Move cancelled. {card} is back in {lane}."),
    )
