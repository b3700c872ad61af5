"""Form fields that own their label, hint, error and the wiring between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from htpy import Node

from ui_components import html as h
from ui_components import icons
from ui_components.html import NO_ATTRS, Attrs, Tag
from ui_components.kbd import kbd

InputType: TypeAlias = Literal[
    "text", "email", "tel", "url", "password", "date", "datetime-local", "number", "file"
]


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str


def text_field(
    name: str,
    label: str,
    *,
    value: str = "",
    type: InputType = "text",
    error: str | None = None,
    hint: str | None = None,
    required: bool = False,
    autocomplete: str | None = None,
    placeholder: str | None = None,
    autofocus: bool = False,
    wide: bool = False,
    id: str | None = None,
    hx: Attrs = NO_ATTRS,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """One line of text, or a number, a date, a file. ``wide`` spans both columns of a form grid."""
    id = id or f"field-{name}"
    control = h.input(
        hx,
        attrs,
        field_wiring(id, name, error=error, hint=hint, required=required),
        type=type,
        value=None if type in ("password", "file") else value,
        autocomplete=autocomplete,
        placeholder=placeholder,
        autofocus=autofocus,
    )
    return field_frame(id, label, control, error=error, hint=hint, required=required, wide=wide)


def textarea_field(
    name: str,
    label: str,
    *,
    value: str = "",
    rows: int = 4,
    error: str | None = None,
    hint: str | None = None,
    required: bool = False,
    id: str | None = None,
    hx: Attrs = NO_ATTRS,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    id = id or f"field-{name}"
    wiring = field_wiring(id, name, error=error, hint=hint, required=required)
    # A leading newline is eaten by the parser, so one more keeps the value as it was.
    control = h.textarea(hx, attrs, wiring, rows=rows)[f"\n{value}" if value[:1] == "\n" else value]
    return field_frame(id, label, control, error=error, hint=hint, required=required, wide=True)


def select_field(
    name: str,
    label: str,
    options: Sequence[Option],
    *,
    value: str = "",
    empty: str | None = None,
    error: str | None = None,
    hint: str | None = None,
    required: bool = False,
    wide: bool = False,
    id: str | None = None,
    hx: Attrs = NO_ATTRS,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """``empty`` is what the choice of nothing is called; without it something is always chosen."""
    id = id or f"field-{name}"
    wiring = field_wiring(id, name, error=error, hint=hint, required=required)
    control = h.select(hx, attrs, wiring)[_options(options, value, empty)]
    return field_frame(id, label, control, error=error, hint=hint, required=required, wide=wide)


def shown_field(
    name: str, label: str, *, value: str, error: str | None = None, hint: str | None = None
) -> Tag:
    """A value that cannot be changed here, though something may be wrong with it."""
    id = f"field-{name}"
    control = h.p(class_="field-value", id=id)[value]
    return h.div(class_="field", data_invalid=_true(error), data_wide=True)[
        h.span(class_="label")[label], control, field_notes(id, error, hint)
    ]


def money_field(
    name: str,
    label: str,
    *,
    value: str = "",
    currency: str,
    currencies: Sequence[str] = (),
    currency_name: str = "currency",
    currency_label: str = "Currency",
    error: str | None = None,
    hint: str | None = None,
    required: bool = False,
    wide: bool = False,
    id: str | None = None,
    hx: Attrs = NO_ATTRS,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """An amount beside its currency, which is a choice when ``currencies`` are given.

    ``hx`` and ``attrs`` go on the amount.
    """
    id = id or f"field-{name}"
    amount = h.input(
        hx,
        attrs,
        field_wiring(id, name, error=error, hint=hint, required=required),
        class_="input",
        type="text",
        inputmode="decimal",
        autocomplete="off",
        value=value,
    )
    choices = [Option(code, code) for code in currencies]
    unit = (
        h.select(class_="select", name=currency_name, aria_label=currency_label)[
            _options(choices, currency, None)
        ]
        if choices
        else h.span[currency]
    )
    control = h.div(class_="money-input")[amount, unit]
    return field_frame(id, label, control, error=error, hint=hint, required=required, wide=wide)


def checkbox_field(
    name: str,
    label: str,
    *,
    checked: bool = False,
    value: str = "on",
    error: str | None = None,
    hint: str | None = None,
    id: str | None = None,
    hx: Attrs = NO_ATTRS,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    id = id or f"field-{name}"
    control = h.input(
        hx,
        attrs,
        field_wiring(id, name, error=error, hint=hint, required=False),
        type="checkbox",
        value=value,
        checked=checked,
    )
    return h.div(class_="field", data_orientation="horizontal", data_invalid=_true(error))[
        control, h.section[h.label(for_=id)[label], field_notes(id, error, hint)]
    ]


def search_input(
    name: str,
    label: str,
    *,
    value: str = "",
    placeholder: str = "",
    hotkey: str | None = None,
    id: str | None = None,
    hx: Attrs = NO_ATTRS,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """A search box without a visible label; ``hotkey`` puts the cursor into it."""
    return h.div(class_="input-icon")[
        icons.icon("search"),
        h.input(
            hx,
            attrs,
            class_="input",
            type="search",
            name=name,
            id=id or f"field-{name}",
            value=value,
            placeholder=placeholder,
            aria_label=label,
            autocomplete="off",
            data_hotkey=hotkey,
        ),
        hotkey and kbd(hotkey),
    ]


def select_input(
    name: str,
    label: str,
    options: Sequence[Option],
    *,
    value: str = "",
    empty: str | None = None,
    id: str | None = None,
    hx: Attrs = NO_ATTRS,
    attrs: Attrs = NO_ATTRS,
) -> Tag:
    """A choice without a visible label, for a filter bar."""
    return h.select(
        hx, attrs, class_="select", name=name, id=id or f"field-{name}", aria_label=label
    )[_options(options, value, empty)]


def hidden_username(value: str = "") -> h.Void:
    """Beside a password, for programs that keep passwords and want to know whose this one is."""
    return h.input(type="text", name="username", value=value, autocomplete="username", hidden=True)


def hidden_inputs(values: Attrs) -> list[h.Void]:
    return [h.input(type="hidden", name=name, value=value) for name, value in values.items()]


def _options(options: Sequence[Option], value: str, empty: str | None) -> Node:
    return [
        empty is not None and h.option(value="", selected=value == "")[empty],
        [h.option(value=one.value, selected=one.value == value)[one.label] for one in options],
    ]


def _true(condition: object) -> str | None:
    return "true" if condition else None


def field_wiring(
    id: str, name: str, *, error: str | None, hint: str | None, required: bool
) -> Attrs:
    """What ties a control to its label and its notes."""
    return {"id": id, "name": name, "required": required, **described(id, error=error, hint=hint)}


def described(id: str, *, error: str | None, hint: str | None) -> Attrs:
    """Ties a control to the notes below it."""
    parts = ("hint" * bool(hint), "error" * bool(error))
    notes = " ".join(f"{id}-{part}" for part in parts if part)
    return {"aria-invalid": _true(error), "aria-describedby": notes or None}


def field_frame(
    id: str,
    label: str,
    control: Node,
    *,
    error: str | None = None,
    hint: str | None = None,
    required: bool = False,
    wide: bool = False,
) -> Tag:
    """Label, control and notes of any kind of field; its control wears `field_wiring`."""
    star = required and h.span(class_="field-required", aria_hidden="true")["*"]
    return h.div(class_="field", data_invalid=_true(error), data_wide=wide)[
        h.label(for_=id)[label, star], control, field_notes(id, error, hint)
    ]


def field_notes(id: str, error: str | None, hint: str | None) -> Node:
    return [
        hint and h.p(id=f"{id}-hint", class_="field-hint")[hint],
        error
        and h.p(id=f"{id}-error", class_="field-error")[
            icons.icon("circle-alert", size="sm"), error
        ],
    ]
