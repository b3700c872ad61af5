"""Mistakes that both type checkers must catch: an excuse that excuses nothing is an error itself.

Never imported. A mistake that is no longer caught fails `task types`.
"""
# pyright: strict, reportUnnecessaryTypeIgnoreComment=true

from dataclasses import dataclass

from ui_components import html as h
from ui_components import hx
from ui_components.badge import badge
from ui_components.button import button
from ui_components.choice import check_list
from ui_components.date_field import date_field
from ui_components.donut import donut
from ui_components.field import select_field, text_field
from ui_components.number import number_field
from ui_components.pagination import pagination
from ui_components.popover import popover
from ui_components.radio import radio_field
from ui_components.switch import switch_field
from ui_components.table import Column, Sort, data_table
from ui_components.tabs import tabs


@dataclass(frozen=True)
class Person:
    id: str
    name: str


PEOPLE = [Person("1", "Ada")]

# A choice that is not offered.
button(variant="danger")["Delete"]  # type: ignore[arg-type]
badge("Won", tone="green")  # type: ignore[arg-type]
hx.request("fetch", "/x")  # type: ignore[arg-type]
hx.request("get", "/x", swap="morph")  # type: ignore[arg-type]

date_field("due", "Due", kind="week")  # type: ignore[arg-type]
popover(id="why", title="Why", align="left")["…"]  # type: ignore[arg-type]

# A parameter that there is not, or that is missing, or that has no name.
button(colour="red")["Save"]  # type: ignore[call-arg]
button(class_="btn")["Save"]  # type: ignore[call-arg]
text_field("email")  # type: ignore[call-arg]
badge("Won", "success")  # type: ignore[call-arg]
pagination(summary="1 of 2", next=None)  # type: ignore[call-arg]

text_field("email", "E-mail", type="date")  # type: ignore[arg-type]
text_field("email", "E-mail", eror="Wrong")  # type: ignore[call-arg]
radio_field("size", "Size", [], flow="grid")  # type: ignore[arg-type]
switch_field("mail", "Mail", checked=True)  # type: ignore[call-arg]

# A value of the wrong kind.
check_list("scopes", "Scopes", ["read"], values=[])  # type: ignore[list-item]
select_field("owner", "Owner", [], hint=3)  # type: ignore[arg-type]
donut(["Won"], [3], name="Results", id="ring")  # type: ignore[list-item]
button(disabled="yes")["Save"]  # type: ignore[arg-type]
button()[object()]  # type: ignore[index]
button(hx="/save")["Save"]  # type: ignore[arg-type]

number_field("seats", "Seats", min="0")  # type: ignore[arg-type]
tabs(["Facts"], id="client", label="Parts")  # type: ignore[list-item]

# An element that HTML has not, children where there are none, classes that Tailwind cannot see.
h.dvi["text"]  # type: ignore[attr-defined]
h.br["text"]  # type: ignore[index]
h.div(".flex.gap-2")  # type: ignore[arg-type]

# A field that the row has not.
Column[Person](
    header="Name",
    cell=lambda who: who.nmae,  # type: ignore[attr-defined]
)
data_table(
    PEOPLE,
    [Column[Person](header="Name", cell=lambda who: who.name)],
    caption="People",
    row_key=lambda who: who.key,  # type: ignore[attr-defined]
    sort=Sort("name"),
)
