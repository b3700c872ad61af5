"""Examples of switches."""

from collections.abc import Mapping

from htpy import Node

from ui_components import hx
from ui_components.gallery.registry import Playground, answer_url, example
from ui_components.layout import row, stack
from ui_components.switch import switch_button, switch_field

GROUP = "Forms"
playground = Playground(switch_field, given={"name": "mail", "label": "Tell me by mail"})


@example("On and off", height=170)
def on_and_off() -> Node:
    return stack[
        switch_field("mail", "Tell me by mail", on=True),
        switch_field("push", "Tell me in the browser", hint="Only while Foyer is open."),
        switch_field("fax", "Tell me by fax", disabled=True),
        switch_field("law", "Keep a log", on=True, disabled=True, hint="The law asks for it."),
    ]


@example("With something wrong", height=90)
def wrong() -> Node:
    return switch_field("mail", "Tell me by mail", on=True, error="There is no address of yours.")


def told(sent: Mapping[str, str]) -> Node:
    return "On: it was saved." if "mail" in sent else "Off: it was saved."


@example("At once", height=110, answers={"told": told})
def at_once() -> Node:
    """Asks its server with each change."""
    url = answer_url("switch", "at-once", "told")
    ask = hx.request("get", url, target="#told", trigger="change")
    return stack(gap="sm")[
        switch_field("mail", "Tell me by mail", hx=ask, attrs={"aria-controls": "told"}),
        stack(id="told", attrs={"role": "status"})["Nothing was saved yet."],
    ]


@example("At once, without a script", height=90)
def buttons() -> Node:
    return row[
        switch_button("Active", on=True),
        switch_button("Active", on=False),
        switch_button("Not now", on=False, disabled=True),
        switch_button("Mail: a task of mine is due", on=True, bare=True),
    ]
