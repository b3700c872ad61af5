"""Examples of facts that are edited where they stand."""

from htpy import Node

from ui_components import hx
from ui_components.field import text_field
from ui_components.gallery.registry import example
from ui_components.inline import fact, fact_form, fact_list
from ui_components.layout import link

GROUP = "Data"


@example("Of a client", height=170)
def of_client() -> Node:
    """The pencil appears under the pointer, and where the keyboard is."""
    mail = link(href="mailto:grace@navy.example")["grace@navy.example"]
    return fact_list[
        fact("E-mail", mail, id="email", href="#edit"),
        fact("Phone", "", id="phone", href="#edit"),
        fact("Client since", "Nov 20, 2026", id="since"),
    ]


@example("While one is edited", height=260)
def edited() -> Node:
    return fact_list[
        fact("Name", "Grace Hopper", id="name", href="#edit"),
        fact_form(
            label="Phone",
            id="phone",
            action="#",
            back="#",
            hx=hx.request("post", "/gallery/", target="#phone"),
            back_hx=hx.request("get", "/gallery/", target="#phone"),
            hidden={},
            guard="Throw away what you typed?",
            problem="Somebody else saved this record while you typed.",
        )[text_field("phone", "Phone", type="tel", value="+1 555 0100")],
    ]
