"""Examples of what pages say that follow others."""

from htpy import Node

from ui_components.button import link_button
from ui_components.gallery.registry import example
from ui_components.layout import stack
from ui_components.live import follows, live_hint, live_news

GROUP = "Feedback"


@example("Something new")
def new() -> Node:
    """Where reading goes on: the list is not moved under the reader's eyes."""
    shows = link_button(href="#feed", variant="outline", size="sm", icon="arrow-up")["3 new"]
    return live_news(id="news", attrs=follows("*", url="#news"))[shows]


@example("Something changed")
def changed() -> Node:
    """Only where a form in the part holds something unsaved; else it is renewed at once."""
    part = stack(id="client", attrs=follows("client:17"))
    return part[live_hint("Somebody changed something here.", show="Show it")]
