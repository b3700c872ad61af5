"""The pipeline: columns with exact counts and sums, cards that can be moved in three ways."""

from typing import Final

from htpy import Node

from bff.deals.cards import cards, kanban_texts
from bff.deals.filters import deal_filters, pages_of_deals
from bff.deals.losing import QUESTION, lost_question
from bff.deals.queries import BOARD, COLUMN, STEP, BoardQuery, ColumnQuery
from bff.editor import editor_button, opens_editor
from bff.gateway.clients import ClientView
from bff.gateway.deals import Board, BoardColumn, DealPage, DealStatus
from bff.html import Html
from bff.i18n import brief_money, number
from bff.i18n import gettext as _
from bff.people import People
from bff.records import MERGES
from bff.shell import fragment, page
from bff.upkeep import AnyDeal
from bff.urls import with_query
from bff.visit import Visit
from bff.words import STATUS_TONES, status_name
from ui_components import html as h
from ui_components import hx
from ui_components.button import icon_button
from ui_components.document import BOARD_SCRIPTS
from ui_components.html import Tag
from ui_components.kanban import Lane, Place, kanban, lane_cards
from ui_components.layout import page_header
from ui_components.live import follows
from ui_components.pagination import load_more

ID: Final = "board"


def board_page(
    visit: Visit,
    query: BoardQuery,
    board: Board,
    users: People,
    client: ClientView | None,
) -> Html:
    drawn = board_section(visit, query, board)
    both = pages_of_deals(query)
    content = [
        page_header(
            _("Deals"),
            actions=[
                both,
                editor_button(visit, _("New deal"), href="/deals/new/", icon="plus"),
            ],
        ),
        deal_filters(query, users, client, action=BOARD, target=f"#{ID}"),
        drawn,
        lost_question(),
    ]
    return page(
        visit,
        title=_("Deals"),
        content=content,
        part=(drawn, hx.replacing("#deal-pages", both)),
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
    lanes = [lane(visit, query, column) for column in board.columns]
    return kanban(
        lanes,
        cards(visit),
        label=_("Deals"),
        texts=kanban_texts(),
        movable=not visit.is_stale,
        id=ID,
        attrs=follows("deal", "import", *MERGES),
    )


def lane(visit: Visit, query: BoardQuery, column: BoardColumn) -> Lane[AnyDeal]:
    return Lane[AnyDeal](
        key=column.status,
        title=status_name(column.status),
        cards=column.items,
        count=number(column.count),
        total=sums(column),
        more=more(query, column.status, column.next_cursor, loaded=len(column.items)),
        add=add_button(visit, query, column.status),
        asks=asks(column.status),
        tone=STATUS_TONES[column.status],
    )


def asks(status: DealStatus) -> str | None:
    return QUESTION if status == DealStatus.LOST else None


def add_button(visit: Visit, query: BoardQuery, status: DealStatus) -> Tag | None:
    if visit.is_stale or status.is_closed:
        return None
    href = with_query("/deals/new/", status=status, client=str(query.client or ""))
    label = _("New deal in {status}").format(status=status_name(status))
    return icon_button("plus", label, href=href, size="xs", hx=opens_editor(href))


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
    added = with_query(COLUMN, status=status, cursor=cursor, loaded=loaded, **query.narrowing)
    return load_more(
        _("Show more"),
        href=query.showing(loaded + STEP).url,
        hx=hx.request("get", added, target=f"#{place}", swap="outerHTML"),
        id=place,
    )


def more_cards(visit: Visit, query: BoardQuery, column: ColumnQuery, found: DealPage) -> Html:
    """The new cards go above the column's "nothing here", which stays the last of the list."""
    places = [Place(each.value, status_name(each), asks(each)) for each in DealStatus]
    added = Lane[AnyDeal](key=column.status, title="", cards=found.items, count="")
    movable = not visit.is_stale
    drawn = lane_cards(added, cards(visit), places, texts=kanban_texts(), movable=movable, id=ID)
    total = column.loaded + len(found.items)
    answer = fragment(
        visit,
        more(query, column.status, found.next_cursor, loaded=total),
        hx.partial(f"#{ID}-{column.status}-cards > .lane-empty", swap="beforebegin")[drawn],
    )
    answer.headers["HX-Replace-Url"] = query.showing(max(total, query.shown)).url
    return answer
