"""Examples of tabs."""

from collections.abc import Mapping

from htpy import Node

from ui_components import html as h
from ui_components import hx
from ui_components.empty import empty_state
from ui_components.facts import facts
from ui_components.gallery.registry import Playground, answer_url, example
from ui_components.loading import skeleton
from ui_components.tabs import Tab, panel_of, tabs

GROUP = "Layout"
playground = Playground(
    tabs,
    given={
        "items": [
            Tab(key="facts", label="Facts", content="Paris"),
            Tab(key="log", label="Log", content="—"),
        ],
        "id": "client",
        "label": "Parts of the client",
    },
)


@example("Parts of a page", height=200)
def parts() -> Node:
    """The arrow keys walk along them, Home and End go to the ends."""
    items = [
        Tab(key="facts", label="Facts", content=facts([("City", "Paris"), ("Staff", "120")])),
        Tab(key="notes", label="Notes", count=2, content=h.p["Met at the fair. Call in May."]),
        Tab(key="files", label="Files", icon="layers", content=empty_state("No files yet")),
    ]
    return tabs(items, id="client", label="About this client")


@example("Another than the first", height=120)
def another() -> Node:
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Saturday, when nobody works", "Sunday")
    items = [Tab(key=name[:3].lower(), label=name, content=h.p[name]) for name in names]
    return tabs(items, id="week", label="Days", selected="wed")


def history(_sent: Mapping[str, str]) -> Node:
    return h.p["Ada opened it; Grace won it."]


@example("Fetched when opened", height=170, answers={"history": history})
def fetched() -> Node:
    """What takes long is asked for once, and only by those who want to see it."""
    ask = hx.request(
        "get",
        answer_url("tabs", "fetched", "history"),
        target=panel_of("deal", "history"),
        trigger="click once",
    )
    items = [
        Tab(key="facts", label="Facts", content=facts([("Amount", "€ 1,250.00")])),
        Tab(key="history", label="History", content=skeleton(lines=2), hx=ask),
    ]
    return tabs(items, id="deal", label="About this deal")
