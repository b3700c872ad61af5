"""A choice among more records than a list can hold: one types, and the server finds."""

from collections.abc import Sequence
from typing import Unpack

from ui_components import html as h
from ui_components import hx, icons
from ui_components.button import button
from ui_components.field import Field, FieldParts, Notes, Option, select_input
from ui_components.html import Attrs, Tag


def combobox(
    name: str,
    label: str,
    *,
    source: str,
    options: Sequence[Option] = (),
    value: str = "",
    typed: str = "",
    placeholder: str = "",
    find: str = "Find",
    autofocus: bool = False,
    **parts: Unpack[Notes],
) -> Tag:
    """``source`` answers ``?{name}_search=…`` with `combobox_options`.

    The choice itself is a ``<select>`` of ``options``, which scripts hide. Without them ``find``
    sends the form as ``find={name}``: show it again with what was found.
    """
    field = Field(name, label, **parts)
    chosen = next((one.label for one in options if one.value == value and value), typed)
    listed = f"{field.id}-list"
    behaviour: Attrs = {
        "name": f"{name}_search",
        "required": False,  # what is typed is no choice yet
        "role": "combobox",
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": listed,
        "aria-required": "true" if field.is_required else None,
    }
    request = hx.request(
        "get", source, target=f"#{listed}", trigger="input changed delay:150ms", sync="replace"
    )
    text = h.input(
        {**field.wiring, **behaviour},
        request,
        class_="input",
        type="text",
        value=chosen,
        placeholder=placeholder,
        autocomplete="off",
        autofocus=autofocus,
    )
    found = h.ul(class_="combobox-list", id=listed, role="listbox", aria_label=label, hidden=True)
    return field.frame(
        h.div(class_="combobox", data_combobox=True)[
            icons.icon("search"), text, found, _plain_choice(field, options, value, find)
        ]
    )


def _plain_choice(field: Field, options: Sequence[Option], value: str, find: str) -> Tag:
    name, off = field.name, field.is_disabled
    sends: Attrs = {"name": "find", "value": name, "formnovalidate": True}
    return h.div(class_="without-scripts")[
        button(type="submit", variant="outline", disabled=off, attrs=sends)[find],
        select_input(
            name,
            field.label,
            options,
            value=value,
            empty="—",
            id=f"choice-{name}",
            attrs={"disabled": off},
        ),
    ]


def combobox_options(
    options: Sequence[Option], *, empty: str = "Nothing found", id: str = "field"
) -> list[Tag]:
    """What ``source`` answers: the content of the list. ``id`` is the combobox's."""
    if not options:
        return [h.li(class_="combobox-empty", role="option", aria_disabled="true")[empty]]
    return [
        h.li(id=f"{id}-option-{place}", role="option", aria_selected="false", data_value=one.value)[
            one.label
        ]
        for place, one in enumerate(options)
    ]


def combo_field(
    name: str,
    label: str,
    options: Sequence[Option],
    *,
    value: str = "",
    placeholder: str | None = None,
    **parts: Unpack[FieldParts],
) -> Tag:
    """One of many that are all in the page: the browser's own list, without a script.

    What is sent is what stands in the field, so check it like any other text.
    """
    field = Field(name, label, **parts)
    listed = f"{field.id}-options"
    control = h.input(
        field.wiring,
        type="text",
        list=listed,
        value=value,
        placeholder=placeholder,
        autocomplete="off",
    )
    names = [h.option(value=one.value)[one.label] for one in options]
    return field.frame([control, h.datalist(id=listed)[names]])
