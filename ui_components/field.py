"""Form fields that own their label, hint, error and the wiring between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypedDict, Unpack

from htpy import Node

from ui_components import html as h
from ui_components import icons
from ui_components.html import NO_ATTRS, Attrs, Tag
from ui_components.kbd import kbd

InputType: TypeAlias = Literal["text", "email", "tel", "url", "password"]


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str


class Notes(TypedDict, total=False):
    """What every field takes by name. ``wide`` spans both columns of a form grid."""

    id: str | None
    error: str | None
    hint: str | None
    required: bool
    disabled: bool
    wide: bool


class FieldParts(Notes, total=False):
    """``hx`` and ``attrs`` go on the control."""

    hx: Attrs
    attrs: Attrs


class Field:
    """A field that is being drawn: what its control wears, and what stands around it."""

    def __init__(self, name: str, label: str, **parts: Unpack[FieldParts]) -> None:
        self.name = name
        self.label = label
        self.id = parts.get("id") or f"field-{name}"
        self.error = parts.get("error")
        self.hint = parts.get("hint")
        self.is_required = parts.get("required", False)
        self.is_disabled = parts.get("disabled", False)
        self.is_wide = parts.get("wide", False)
        self.own: Attrs = {**parts.get("hx", NO_ATTRS), **parts.get("attrs", NO_ATTRS)}

    @property
    def described(self) -> Attrs:
        """Ties a control to the notes below it."""
        notes = {"hint": self.hint, "error": self.error}
        ids = " ".join(f"{self.id}-{part}" for part, text in notes.items() if text)
        return {"aria-invalid": _true(self.error), "aria-describedby": ids or None}

    @property
    def wiring(self) -> Attrs:
        """What the control wears."""
        return {
            **self.own,
            "id": self.id,
            "name": self.name,
            "required": self.is_required,
            "disabled": self.is_disabled,
            **self.described,
        }

    @property
    def notes(self) -> Node:
        mark = icons.icon("circle-alert", size="sm")
        return [
            self.hint and h.p(id=f"{self.id}-hint", class_="field-hint")[self.hint],
            self.error and h.p(id=f"{self.id}-error", class_="field-error")[mark, self.error],
        ]

    def frame(self, control: Node) -> Tag:
        """The label above the control, the notes below."""
        return h.div(class_="field", data_invalid=_true(self.error), data_wide=self.is_wide)[
            h.label(for_=self.id)[self._caption], control, self.notes
        ]

    def beside(self, control: Node) -> Tag:
        """The control before its label: for what is ticked or switched."""
        return h.div(
            class_="field",
            data_orientation="horizontal",
            data_invalid=_true(self.error),
            data_wide=self.is_wide,
        )[control, h.section[h.label(for_=self.id)[self._caption], self.notes]]

    def group(self, look: Attrs, controls: Node, *, of_radios: bool) -> Tag:
        """Several controls under one label. ARIA lets only one of radio buttons be invalid."""
        described = dict(self.described)
        if not of_radios:
            del described["aria-invalid"]
        return h.fieldset(
            self.own,
            look,
            described,
            id=self.id,
            data_wide=self.is_wide,
            role="radiogroup" if of_radios else None,
            disabled=self.is_disabled,
            aria_required=_true(of_radios and self.is_required),
        )[h.legend[self._caption], controls, self.notes]

    @property
    def _caption(self) -> Node:
        return [
            self.label,
            self.is_required and h.span(class_="field-required", aria_hidden="true")["*"],
        ]


def text_field(
    name: str,
    label: str,
    *,
    value: str = "",
    type: InputType = "text",
    autocomplete: str | None = None,
    placeholder: str | None = None,
    autofocus: bool = False,
    **parts: Unpack[FieldParts],
) -> Tag:
    """One line of text. A password is never sent back."""
    field = Field(name, label, **parts)
    return field.frame(
        h.input(
            field.wiring,
            type=type,
            value=None if type == "password" else value,
            autocomplete=autocomplete,
            placeholder=placeholder,
            autofocus=autofocus,
        )
    )


def textarea_field(
    name: str, label: str, *, value: str = "", rows: int = 4, **parts: Unpack[FieldParts]
) -> Tag:
    """Several lines of text; over the whole width unless it says otherwise."""
    parts.setdefault("wide", True)
    field = Field(name, label, **parts)
    # A leading newline is eaten by the parser, so one more keeps the value as it was.
    kept = f"\n{value}" if value[:1] == "\n" else value
    return field.frame(h.textarea(field.wiring, rows=rows)[kept])


def select_field(
    name: str,
    label: str,
    options: Sequence[Option],
    *,
    value: str = "",
    empty: str | None = None,
    **parts: Unpack[FieldParts],
) -> Tag:
    """``empty`` is what the choice of nothing is called; without it something is always chosen."""
    field = Field(name, label, **parts)
    return field.frame(h.select(field.wiring)[_options(options, value, empty)])


def shown_field(
    name: str, label: str, *, value: str, error: str | None = None, hint: str | None = None
) -> Tag:
    """A value that cannot be changed here, though something may be wrong with it."""
    field = Field(name, label, error=error, hint=hint)
    return h.div(class_="field", data_invalid=_true(error), data_wide=True)[
        h.span(class_="label")[label], h.p(class_="field-value", id=field.id)[value], field.notes
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
    **parts: Unpack[FieldParts],
) -> Tag:
    """An amount beside its currency, which is a choice when ``currencies`` are given."""
    field = Field(name, label, **parts)
    amount = h.input(
        field.wiring,
        class_="input",
        type="text",
        inputmode="decimal",
        autocomplete="off",
        value=value,
    )
    choices = [Option(code, code) for code in currencies]
    named: Attrs = {"name": currency_name, "aria-label": currency_label}
    unit = h.select(named, class_="select", disabled=field.is_disabled)[
        _options(choices, currency, None)
    ]
    return field.frame(h.div(class_="money-input")[amount, unit if choices else h.span[currency]])


def checkbox_field(
    name: str,
    label: str,
    *,
    checked: bool = False,
    value: str = "on",
    **parts: Unpack[FieldParts],
) -> Tag:
    """Sent as ``value`` when it is ticked, and not at all when it is not."""
    field = Field(name, label, **parts)
    return field.beside(h.input(field.wiring, type="checkbox", value=value, checked=checked))


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


def hidden_username(*, value: str = "") -> h.Void:
    """Beside a password, for programs that keep passwords and want to know whose this one is."""
    return h.input(type="text", name="username", value=value, autocomplete="username", hidden=True)


def hidden_inputs(values: Attrs) -> list[h.Void]:
    """What a form sends along unseen."""
    return [h.input(type="hidden", name=name, value=value) for name, value in values.items()]


def _options(options: Sequence[Option], value: str, empty: str | None) -> Node:
    return [
        empty is not None and h.option(value="", selected=value == "")[empty],
        [h.option(value=one.value, selected=one.value == value)[one.label] for one in options],
    ]


def _true(condition: object) -> str | None:
    return "true" if condition else None
