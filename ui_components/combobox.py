"""A choice among more records than a list can hold: one types, and the server finds."""

from collections.abc import Sequence

from ui_components import html as h
from ui_components import hx, icons
from ui_components.button import button
from ui_components.field import Option, field_frame, field_wiring, select_input
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
    error: str | None = None,
    hint: str | None = None,
    required: bool = False,
    wide: bool = False,
    autofocus: bool = False,
    id: str | None = None,
) -> Tag:
    """``source`` answers ``?{name}_search=…`` with `combobox_options`.

    The choice itself is a ``<select>`` of ``options``, which scripts hide. Without them ``find``
    sends the form as ``find={name}``: show it again with what was found.
    """
    id = id or f"field-{name}"
    chosen = next((one.label for one in options if one.value == value and value), typed)
    behaviour: Attrs = {
        "role": "combobox",
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": f"{id}-list",
        "aria-required": "true" if required else None,
        **field_wiring(id, f"{name}_search", error=error, hint=hint, required=False),
    }
    request = hx.request(
        "get",
        source,
        target=f"#{id}-list",
        trigger="input changed delay:150ms",
        sync="replace",
    )
    control = h.div(class_="combobox", data_combobox=True)[
        icons.icon("search"),
        h.input(
            behaviour,
            request,
            class_="input",
            type="text",
            value=chosen,
            placeholder=placeholder,
            autocomplete="off",
            autofocus=autofocus,
        ),
        h.ul(
            class_="combobox-list", id=f"{id}-list", role="listbox", aria_label=label, hidden=True
        ),
        _plain_choice(name, label, options, value, find),
    ]
    return field_frame(id, label, control, error=error, hint=hint, required=required, wide=wide)


def _plain_choice(name: str, label: str, options: Sequence[Option], value: str, find: str) -> Tag:
    sends: Attrs = {"name": "find", "value": name, "formnovalidate": True}
    return h.div(class_="without-scripts")[
        button(type="submit", variant="outline", attrs=sends)[find],
        select_input(name, label, options, value=value, empty="—", id=f"choice-{name}"),
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
