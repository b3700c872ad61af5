"""Examples of tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from htpy import Node

from ui_components import hx
from ui_components.avatar import person
from ui_components.badge import Tone, badge
from ui_components.button import button
from ui_components.document import LIST_SCRIPTS
from ui_components.empty import empty_state
from ui_components.gallery.registry import answer_url, example
from ui_components.table import Column, Selection, Sort, data_table

GROUP = "Data"


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    company: str
    stage: str
    tone: Tone
    value: str
    seen: str


PEOPLE = [
    Person("1", "Grace Hopper", "Acme Ltd", "Lead", "warning", "€12,500.00", "1 h ago"),
    Person("2", "Alan Turing", "Bletchley AG", "Lost", "danger", "€19,810.00", "2 h ago"),
    Person("3", "Katherine Johnson", "NASA", "Customer", "success", "€27,120.00", "yesterday"),
    Person("4", "Edsger Dijkstra", "Eindhoven BV", "Qualified", "info", "€34,430.00", "last week"),
]
COLUMNS: list[Column[Person]] = [
    Column(
        header="Name",
        cell=lambda who: person(who.name),
        sort="name",
    ),
    Column(header="Company", cell=lambda who: who.company, shown_from="sm", sort="company"),
    Column(header="Stage", cell=lambda who: badge(who.stage, tone=who.tone)),
    Column(header="Value", cell=lambda who: who.value, align="end", sort="value"),
    Column(header="Seen", cell=lambda who: who.seen, quiet=True, shown_from="md"),
]


ORDERS: dict[str, Callable[[Person], str]] = {
    "name": lambda who: who.name,
    "company": lambda who: who.company,
    "value": lambda who: who.value,
}


def key(who: Person) -> str:
    return who.id


@example("Sorted, rows open", height=320)
def sorted_rows() -> Node:
    """The name's link is as large as its row."""
    return data_table(
        PEOPLE,
        COLUMNS,
        caption="People",
        row_key=key,
        row_href=lambda who: f"#person-{who.id}",
        sort=Sort("name"),
        sort_href=lambda sort: f"#{'-' if sort.descending else ''}{sort.key}",
    )


def sorted_people(sent: Mapping[str, str]) -> Node:
    """What the server of the example below answers."""
    sort = Sort(sent.get("by", "name"), descending="down" in sent)
    rows = sorted(PEOPLE, key=ORDERS.get(sort.key, ORDERS["name"]), reverse=sort.descending)
    return data_table(
        rows,
        COLUMNS,
        caption="People",
        row_key=key,
        sort=sort,
        sort_href=sorted_url,
        hx=lambda href: hx.request("get", href, target="#people", swap="outerMorph"),
        id="people",
    )


def sorted_url(sort: Sort) -> str:
    down = "&down=1" if sort.descending else ""
    return f"{answer_url('table', 'sorted-by-a-server', 'rows')}?by={sort.key}{down}"


@example("Sorted by a server", height=320, answers={"rows": sorted_people})
def sorted_by_a_server() -> Node:
    """A heading asks for the rows in another order, and only the table is swapped."""
    return sorted_people({})


@example("With a selection", height=320, scripts=LIST_SCRIPTS)
def with_selection() -> Node:
    return data_table(
        PEOPLE,
        COLUMNS,
        caption="People",
        row_key=key,
        selection=Selection(label=lambda who: f"Select {who.name}"),
    )


@example("Empty", height=320)
def empty() -> Node:
    nobody: list[Person] = []
    return data_table(
        nobody,
        COLUMNS,
        caption="People",
        row_key=key,
        empty=empty_state(
            "No clients yet",
            text="Import them from your old CRM, or write down the first one.",
            icon="users",
            action=[button(icon="plus")["New client"], button(variant="outline")["Import"]],
        ),
    )
