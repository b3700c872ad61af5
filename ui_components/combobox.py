"""A choice among more records than a list can hold: one types, and the server finds."""

from collections.abc import Sequence
from typing import Unpack

from ui_components import html as h
from ui_components import hx, icons
from ui_components.button import button
from ui_components.field import Field, FieldParts, Notes, Option, select_input
from ui_components.html import NO_ATTRS, Attrs, Tag


def combobox(
    name: str,
    label: str,
    *,
    source: str,
    options: Sequence[Option] = (),
    value: str = "",
    typed: str = "",
    placeholder: str = "",
    empty: str = "—",
    find: str = "Find",
    told: str | None = None,
    offers: bool = False,
    autofocus: bool = False,
    attrs: Attrs = NO_ATTRS,
    **parts: Unpack[Notes],
) -> Tag:
    """``source`` answers ``?{name}_search=…`` with `combobox_options`: to what is typed, and where
    the box ``offers`` something also to whoever comes to it.

    The choice itself is a ``<select>`` of ``options``, which scripts hide. Without them ``find``
    sends the form as ``find={name}``: show it again with what was found, and what is to be
    ``told`` of it: that there is more, or nothing.
    """
    look: Attrs = {"placeholder": placeholder, "autofocus": autofocus, **attrs}
    field = Field(name, label, attrs=look, **parts)
    text = _text(field, source, _shown(options, value) or typed, offers=offers)
    plain = _plain_choice(field, options, value=value, empty=empty, find=find, told=told)
    return field.frame(_box(field, text, plain))


def combobox_input(
    name: str,
    label: str,
    *,
    source: str,
    options: Sequence[Option] = (),
    value: str = "",
    empty: str = "",
    find: str = "Find",
    told: str | None = None,
    id: str | None = None,
) -> Tag:
    """Without a visible label, for a filter bar: it offers, and ``empty`` is the choice of none."""
    look: Attrs = {"placeholder": empty, "aria-label": label}
    field = Field(name, label, id=id, attrs=look)
    text = _text(field, source, _shown(options, value), offers=True)
    plain = _plain_choice(field, options, value=value, empty=empty, find=find, told=told)
    return _box(field, text, plain)


def _shown(options: Sequence[Option], value: str) -> str:
    return next((one.label for one in options if one.value == value and value), "")


def _text(field: Field, source: str, shown: str, *, offers: bool) -> h.Void:
    behaviour: Attrs = {
        "name": f"{field.name}_search",
        "required": False,  # what is typed is no choice yet
        "role": "combobox",
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": f"{field.id}-list",
        "aria-required": "true" if field.is_required else None,
    }
    request = hx.request(
        "get",
        source,
        target=f"#{field.id}-list",
        trigger="focus, input changed delay:150ms" if offers else "input changed delay:150ms",
        sync="replace",
    )
    return h.input(
        {**field.wiring, **behaviour},
        request,
        class_="input",
        type="text",
        value=shown,
        autocomplete="off",
    )


def _box(field: Field, text: h.Void, choice: Tag) -> Tag:
    found = h.ul(
        class_="combobox-list",
        id=f"{field.id}-list",
        role="listbox",
        aria_label=field.label,
        hidden=True,
    )
    return h.div(class_="combobox", data_combobox=True)[icons.icon("search"), text, found, choice]


def _plain_choice(
    field: Field,
    options: Sequence[Option],
    *,
    value: str,
    empty: str,
    find: str,
    told: str | None,
) -> Tag:
    name, off = field.name, field.is_disabled
    sends: Attrs = {"name": "find", "value": name, "formnovalidate": True}
    return h.div(class_="without-scripts")[
        button(type="submit", variant="outline", disabled=off, attrs=sends)[find],
        select_input(
            name,
            field.label,
            options,
            value=value,
            empty=empty,
            id=f"{field.id}-choice",
            attrs={"disabled": off},
        ),
        told and h.small(class_="combobox-empty")[told],
    ]


def combobox_options(
    options: Sequence[Option],
    *,
    empty: str = "Nothing found",
    more: str | None = None,
    id: str = "field",
) -> list[Tag]:
    """What ``source`` answers: the content of the list, and whether there is ``more`` than that.
    ``id`` is the combobox's.
    """
    found = [
        h.li(id=f"{id}-option-{place}", role="option", aria_selected="false", data_value=one.value)[
            one.label
        ]
        for place, one in enumerate(options)
    ]
    told = more if options else empty
    if told:
        found.append(h.li(class_="combobox-empty", role="option", aria_disabled="true")[told])
    return found


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
