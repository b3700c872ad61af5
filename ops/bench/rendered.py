"""A table of 50 rows and a board of 200 cards, as components and as templates of the same bytes."""

import re
from dataclasses import dataclass, replace
from operator import itemgetter

from ui_components.avatar import avatar
from ui_components.html import Tag
from ui_components.kanban import Cards, Lane, kanban
from ui_components.layout import link, quiet, row, stack
from ui_components.table import Column, data_table

ROWS, COLUMNS, CARDS, LANES = 50, 8, 200, 4


@dataclass(frozen=True)
class Deal:
    key: str
    title: str
    client: str
    amount: str
    owner: str


def cells() -> list[list[str]]:
    return [[f"<{row}> & {column}" for column in range(COLUMNS)] for row in range(ROWS)]


def deals() -> list[list[Deal]]:
    each = CARDS // LANES
    return [[deal(f"{lane}-{number}") for number in range(each)] for lane in range(LANES)]


def deal(key: str) -> Deal:
    return Deal(key, f"Deal <{key}>", "Acme & Sons", f"€{key}", "Grace Hopper")


def table() -> Tag:
    return drawn_table(cells())


def board() -> Tag:
    return drawn_board(deals())


def drawn_table(rows: list[list[str]]) -> Tag:
    columns = [
        Column[list[str]](header=f"Column {number}", cell=itemgetter(number))
        for number in range(COLUMNS)
    ]
    return data_table(
        rows, columns, caption="Cells", row_key=lambda row: row[0], row_href=lambda _: "#row"
    )


def drawn_board(lanes: list[list[Deal]]) -> Tag:
    def content(one: Deal) -> Tag:
        person = avatar(one.owner, size="sm", labelled=True)
        return stack(gap="xs")[
            quiet(small=True)[one.client], row(spread=True)[row()[person], one.amount]
        ]

    cards = Cards[Deal](
        title=lambda one: link(href="#deal")[one.title],
        content=content,
        key=lambda one: one.key,
        label=lambda one: one.title,
        move_url=lambda one: f"#move-{one.key}",
    )
    columns = [
        Lane(key=f"L{number}", title=f"Lane {number}", cards=lane, count=str(CARDS // LANES))
        for number, lane in enumerate(lanes)
    ]
    return kanban(columns, cards, label="Deals")


def as_templates() -> tuple[str, str]:
    """For Jinja2, both written by the components themselves around its own expressions."""
    row = [[f"{{{{ row[{column}] }}}}" for column in range(COLUMNS)]]
    one = Deal(*(f"{{{{ one.{name} }}}}" for name in ("key", "title", "client", "amount", "owner")))
    owner = replace(one, owner="Grace Hopper")  # whose initials and colour no expression computes
    table = re.sub(
        r"<tr id=.*?</tr>", r"{% for row in rows %}\g<0>{% endfor %}", plain(drawn_table(row))
    )
    lanes = iter(range(LANES))
    board = re.sub(
        r'<li class="kanban-card".*?</li>',
        lambda card: f"{{% for one in lanes[{next(lanes)}] %}}{card[0]}{{% endfor %}}",
        plain(drawn_board([[owner]] * LANES)),
    )
    return table, board


def plain(tag: Tag) -> str:
    """As a text like any other: Markup would escape what is put between its parts."""
    return "".join([str(tag)])
