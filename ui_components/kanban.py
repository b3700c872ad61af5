"""A board: drag with a pointer, carry with the keyboard, or choose a column in each card's menu."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Generic, NamedTuple, TypeVar

from htpy import Node
from markupsafe import Markup

from ui_components import html as h
from ui_components import hx
from ui_components.assets import asset_url
from ui_components.badge import Tone
from ui_components.dialog import asks
from ui_components.field import hidden_inputs
from ui_components.html import NO_ATTRS, Attrs, Tag, markup
from ui_components.menu import menu_button, menu_heading
from ui_components.template import Template

Card = TypeVar("Card")


@dataclass(frozen=True, kw_only=True)  # no slots: Lane[X](...) fails with them before 3.12
class Lane(Generic[Card]):
    """``count`` and ``total`` speak of every card of the lane, ``cards`` are those loaded.

    ``more`` stands below them, for `load_more`; ``add`` in the lane's head. ``asks`` is the id of
    a `question` that a card is met with when it comes from another lane.
    """

    key: str
    title: str
    cards: Sequence[Card]
    count: str
    total: Node = None
    more: Node = None
    add: Node = None
    asks: str | None = None
    tone: Tone = "neutral"

    @property
    def place(self) -> "Place":
        return Place(self.key, self.title, self.asks)


class Place(NamedTuple):
    """A lane as somewhere to go to."""

    key: str
    title: str
    asks: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KanbanTexts:
    """What is spoken while a card is carried may use {card}, {lane}, {position} and {count}."""

    move: str = "Move to"
    handle: str = "Move {card}"
    menu: str = "Move {card} to another column"
    help: str = "Press Space to lift, the arrow keys to move, Space to drop, Escape to cancel."
    empty: str = "Nothing here"
    lanes: str = "Columns"
    lifted: str = "{card} lifted from {lane}, position {position} of {count}."
    moved: str = "{card}: {lane}, position {position} of {count}."
    dropped: str = "{card} dropped in {lane}, position {position} of {count}."
    cancelled: str = "Move cancelled. {card} is back in {lane}."


TEXTS: Final = KanbanTexts()

_HANDLE: Final[Attrs] = {"class": "card-handle", "type": "button", "aria-pressed": "false"}
_MENU_BUTTON: Final[Attrs] = {"class": "card-menu", "type": "button", "aria-haspopup": "true"}
_MENU: Final[Attrs] = {"class": "menu", "method": "post", "popover": "auto", "data-move": True}


@dataclass(frozen=True, kw_only=True)  # no slots: Cards[X](...) fails with them before 3.12
class Cards(Generic[Card]):
    """How a card of the board is drawn, named and moved.

    A move posts ``lane`` and ``from`` (keys of lanes) and ``after`` (the key of the card that will
    stand right above, or nothing for the top) with ``hidden`` to ``move_url``. Answer with the
    board.
    """

    title: Callable[[Card], Node]
    content: Callable[[Card], Node]
    key: Callable[[Card], str]
    label: Callable[[Card], str]
    move_url: Callable[[Card], str]
    hidden: Callable[[Card], Mapping[str, str]] = lambda _: {}


def kanban(
    lanes: Sequence[Lane[Card]],
    cards: Cards[Card],
    *,
    label: str,
    texts: KanbanTexts = TEXTS,
    movable: bool = True,
    id: str = "board",
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """Needs `BOARD_SCRIPTS` on the page for dragging and the keyboard; the menus work without.

    One that is not ``movable`` is only looked at. On a phone one lane is in sight at a time, and
    tabs above them lead to each.
    """
    places = tuple(lane.place for lane in lanes)
    return h.section(
        attrs,
        class_="kanban",
        id=id,
        aria_label=label,
        data_kanban=movable,
        data_sortable=movable and asset_url("sortable.js"),
        data_say_lifted=texts.lifted,
        data_say_moved=texts.moved,
        data_say_dropped=texts.dropped,
        data_say_cancelled=texts.cancelled,
    )[
        h.p(id=f"{id}-help", class_="sr-only")[texts.help],
        _tabs(lanes, texts, id),
        h.div(class_="lanes", id=f"{id}-lanes")[
            [
                _lane(
                    lane,
                    lane_cards(lane, cards, places, texts=texts, movable=movable, id=id),
                    texts,
                    id,
                )
                for lane in lanes
            ]
        ],
    ]


def _tabs(lanes: Sequence[Lane[Card]], texts: KanbanTexts, id: str) -> Tag:
    return h.nav(class_="lane-tabs", id=f"{id}-tabs", aria_label=texts.lanes)[
        [
            h.a(href=f"#{id}-{lane.key}", data_tone=lane.tone)[
                lane.title, h.span(class_="lane-count")[lane.count]
            ]
            for lane in lanes
        ]
    ]


def lane_cards(
    lane: Lane[Card],
    cards: Cards[Card],
    places: Sequence[Place],
    *,
    texts: KanbanTexts = TEXTS,
    movable: bool = True,
    id: str = "board",
) -> list[Markup]:
    """Only the cards, for "load more"; ``places`` are the lanes of the whole board."""
    frame = _frame(tuple(places), lane.key, texts, id) if movable else _fixed_frame(id)
    return [_card(frame, card, cards) for card in lane.cards]


def _lane(lane: Lane[Card], cards: list[Markup], texts: KanbanTexts, id: str) -> Tag:
    name = f"{id}-{lane.key}"
    return h.section(class_="lane", id=name, aria_labelledby=f"{name}-title", data_tone=lane.tone)[
        h.header[
            h.h2(id=f"{name}-title")[lane.title],
            h.span(class_="lane-count")[lane.count],
            h.span(class_="lane-sum")[lane.total],
            lane.add,
        ],
        h.div(class_="lane-scroll")[
            h.ul(
                class_="lane-cards", id=f"{name}-cards", data_lane=lane.key, data_title=lane.title
            )[cards, h.li(class_="lane-empty")[texts.empty]],
            lane.more,
        ],
    ]


def _card(frame: Template, card: Card, cards: Cards[Card]) -> Markup:
    return frame.fill(
        key=cards.key(card),
        label=cards.label(card),
        url=cards.move_url(card),
        title=markup(cards.title(card)),
        content=markup(cards.content(card)),
        hidden=markup(hidden_inputs(cards.hidden(card))),
    )


@lru_cache(maxsize=64)
def _frame(places: tuple[Place, ...], current: str, texts: KanbanTexts, id: str) -> Template:
    """All of a card but what differs from card to card."""

    def draw(key: str, label: str, url: str, title: str, content: str, hidden: str) -> Tag:
        name = f"{id}-card-{key}"
        move = hx.request("post", url, target=f"#{id}", swap="outerMorph")
        return h.li(class_="kanban-card", id=name, data_key=key, data_label=label)[
            h.div(class_="card-head")[
                h.div[title],
                h.button(
                    _HANDLE,
                    id=f"{name}-handle",
                    aria_label=texts.handle.replace("{card}", label),
                    aria_describedby=f"{id}-help",
                ),
                h.button(
                    _MENU_BUTTON,
                    popovertarget=f"{name}-menu",
                    aria_label=texts.menu.replace("{card}", label),
                ),
            ],
            content,
            h.form(move, _MENU, id=f"{name}-menu", action=url)[
                hidden_inputs({"after": "", "from": current}),
                hidden,
                menu_heading(texts.move),
                [_choice(place, current=place.key == current) for place in places],
            ],
        ]

    return Template(draw, "key", "label", "url", "title", "content", "hidden")


@lru_cache(maxsize=8)
def _fixed_frame(id: str) -> Template:
    def draw(key: str, label: str, title: str, content: str) -> Tag:
        name = f"{id}-card-{key}"
        return h.li(class_="kanban-card", id=name, data_key=key, data_label=label)[
            h.div(class_="card-head")[h.div[title]], content
        ]

    return Template(draw, "key", "label", "title", "content")


def _choice(place: Place, *, current: bool) -> Tag:
    question = {} if current or place.asks is None else asks(place.asks)
    attrs: Attrs = {"name": "lane", "value": place.key, **question}
    return menu_button(place.title, type="submit", current=current, attrs=attrs)
