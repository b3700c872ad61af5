"""Examples of boards."""

from dataclasses import dataclass

from htpy import Node

from ui_components.avatar import avatar
from ui_components.document import BOARD_SCRIPTS
from ui_components.gallery.registry import example
from ui_components.kanban import Cards, Lane, kanban
from ui_components.layout import link, quiet, row, stack
from ui_components.pagination import load_more

GROUP = "Data"


@dataclass(frozen=True)
class Deal:
    id: str
    title: str
    client: str
    amount: str
    owner: str
    close: str


def deals(prefix: str, count: int) -> list[Deal]:
    titles = ("Renewal 2027", "Pilot for the northern plants", "Spare parts", "Training")
    owners = ("Grace Hopper", "Alan Turing", "Ada Lovelace")
    return [
        Deal(
            id=f"{prefix}{number}",
            title=titles[number % 4],
            client=("Acme Ltd", "Bletchley AG")[number % 2],
            amount=f"€{(number + 1) * 4_125:,}",
            owner=owners[number % 3],
            close="24 Dec",
        )
        for number in range(count)
    ]


def content(deal: Deal) -> Node:
    return stack(gap="xs")[
        quiet(small=True)[deal.client],
        row(spread=True)[
            row()[avatar(deal.owner, size="sm", labelled=True), quiet(small=True)[deal.close]],
            deal.amount,
        ],
    ]


CARDS = Cards[Deal](
    title=lambda deal: link(href=f"#{deal.id}")[deal.title],
    content=content,
    key=lambda deal: deal.id,
    label=lambda deal: deal.title,
    move_url=lambda deal: f"#move-{deal.id}",
)


@example("A pipeline", height=640, scripts=BOARD_SCRIPTS)
def pipeline() -> Node:
    """Drag a card, or lift it with Space and carry it with the arrow keys, or use its menu."""
    return kanban(
        [
            Lane(
                key="NEW",
                title="New",
                cards=deals("n", 4),
                count="1,204",
                total="€4,210,000",
                more=load_more("Show 50 more", href="#more"),
            ),
            Lane(
                key="IN_PROGRESS",
                title="In progress",
                cards=deals("p", 3),
                count="3",
                total="€24,750",
                tone="info",
            ),
            Lane(
                key="WON",
                title="Won",
                cards=deals("w", 1),
                count="1",
                total="€4,125",
                tone="success",
            ),
            Lane(key="LOST", title="Lost", cards=deals("l", 0), count="0", tone="danger"),
        ],
        CARDS,
        label="Sales pipeline",
    )


@example("Only to be looked at", height=300, scripts=BOARD_SCRIPTS)
def fixed() -> Node:
    """As while the server is away: without handles, without menus."""
    lane = Lane(key="WON", title="Won", cards=deals("f", 2), count="2", total="€8,250")
    return kanban([lane], CARDS, label="Sales pipeline", movable=False)
