"""Examples of fields."""

from htpy import Node

from ui_components import html as h
from ui_components.field import (
    Field,
    Option,
    checkbox_field,
    hidden_username,
    money_field,
    search_input,
    select_field,
    select_input,
    shown_field,
    text_field,
    textarea_field,
)
from ui_components.form import form, form_grid
from ui_components.gallery.registry import Playground, example
from ui_components.layout import row

GROUP = "Forms"
OWNERS = [Option("1", "Grace Hopper"), Option("2", "Alan Turing")]
playground = Playground(text_field, given={"name": "email", "label": "E-mail"})


@example("Text", height=330)
def texts() -> Node:
    fields = form_grid[
        text_field("name", "Full name", required=True, autocomplete="name"),
        text_field(
            "email",
            "E-mail",
            type="email",
            value="ada@example.com",
            hint="Their work one",
            autocomplete="username",
        ),
        text_field(
            "phone", "Phone", type="tel", autocomplete="tel", placeholder="+44 20 7946 0958"
        ),
        text_field("password", "Password", type="password", autocomplete="new-password"),
        text_field("website", "Website", type="url"),
    ]
    return form(action="#save")[fields]


@example("Errors", height=300)
def errors() -> Node:
    """The message stands at its field, and is read out with it."""
    return form_grid[
        text_field(
            "email", "E-mail", value="not-an-email", error="Write it like name@example.com."
        ),
        money_field("amount", "Amount", value="-1", currency="EUR", error="Zero or more."),
        select_field("owner", "Owner", OWNERS, empty="Choose…", error="Choose an owner."),
        checkbox_field("terms", "They agreed", error="Needed before you can go on."),
    ]


@example("Choices and money", height=230)
def choices() -> Node:
    return form_grid[
        select_field("owner", "Owner", OWNERS, value="2"),
        select_field("source", "Source", OWNERS, empty="Nobody", hint="Who brought them"),
        money_field("amount", "Amount", value="1250.00", currency="EUR", currencies=("EUR", "USD")),
        money_field("budget", "Budget", value="900", currency="EUR"),
    ]


@example("Long text and check boxes", height=290)
def long_text() -> Node:
    return form_grid[
        textarea_field("notes", "Notes", value="Met at the fair.\nCall back in May."),
        checkbox_field("active", "Active", checked=True, hint="May sign in."),
        checkbox_field("mail", "Send a welcome mail"),
    ]


@example("Not to be changed", height=120)
def shown() -> Node:
    return form_grid[
        shown_field("client", "Client", value="Analytical Engines"),
        shown_field("team", "Team", value="Harwell", error="It was dissolved."),
    ]


@example("Unseen", height=110)
def unseen() -> Node:
    """What a form sends along, and whose password this is."""
    return form(action="#password", hidden={"version": "3"})[
        hidden_username(value="ada@example.com"),
        text_field("password", "New password", type="password", autocomplete="new-password"),
    ]


@example("For a filter bar", height=100)
def filters() -> Node:
    return row()[
        search_input("search", "Search clients", placeholder="Search clients…", hotkey="/"),
        select_input("owner", "Owner", OWNERS, empty="All owners"),
    ]


@example("A control of another kind", height=110)
def another_kind() -> Node:
    """What components of their own fields are made of."""
    field = Field("probability", "Probability", hint="Of winning, in steps of a tenth")
    return field.frame(h.input(field.wiring, type="range", min=0, max=100, step=10, value=40))


@example("Not now", height=300)
def not_now() -> Node:
    """To those who may see and not change."""
    return form_grid[
        text_field("name", "Full name", value="Ada Lovelace", disabled=True),
        select_field("owner", "Owner", OWNERS, value="2", disabled=True),
        money_field(
            "amount", "Amount", value="900", currency="EUR", currencies=("EUR",), disabled=True
        ),
        checkbox_field("active", "Active", checked=True, disabled=True),
        textarea_field("notes", "Notes", value="Met at the fair.", rows=2, disabled=True),
    ]
