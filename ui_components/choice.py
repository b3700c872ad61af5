"""Choosing: one of a few that all are seen, several, one of very many, or on and off."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from htpy import Node

from ui_components import html as h
from ui_components.button import button
from ui_components.field import Option, field_frame, field_notes, field_wiring
from ui_components.html import Attrs, Tag
from ui_components.icons import IconName, icon


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    value: str
    label: str
    hint: str | None = None
    icon: IconName | None = None


def radio_cards(
    name: str,
    label: str,
    choices: Sequence[Choice],
    *,
    value: str,
    error: str | None = None,
) -> Tag:
    """One of a few, each with room to say what it means."""
    return _group(name, label, choices, {value}, "radio", error=error, hint=None)


def check_list(
    name: str,
    label: str,
    choices: Sequence[Choice],
    *,
    values: Collection[str],
    error: str | None = None,
    hint: str | None = None,
) -> Tag:
    """Any of a few. Each is sent under a name of its own: ``scope-write`` of ``scope``."""
    return _group(name, label, choices, values, "checkbox", error=error, hint=hint)


def combo_field(
    name: str,
    label: str,
    options: Sequence[Option],
    *,
    value: str = "",
    error: str | None = None,
    hint: str | None = None,
    required: bool = False,
    placeholder: str | None = None,
) -> Tag:
    """One of very many, found by typing a part of it: the browser's own list, without a script.

    What is sent is what stands in the field, so check it like any other text.
    """
    id = f"field-{name}"
    control = [
        h.input(
            field_wiring(id, name, error=error, hint=hint, required=required),
            type="text",
            list=f"{id}-options",
            value=value,
            placeholder=placeholder,
            autocomplete="off",
        ),
        h.datalist(id=f"{id}-options")[[h.option(value=one.value)[one.label] for one in options]],
    ]
    return field_frame(id, label, control, error=error, hint=hint, required=required)


def switch_button(label: str, *, on: bool, disabled: bool = False, bare: bool = False) -> Tag:
    """On or off, at once: the submit button of a small form that turns it over.

    ``bare`` where a table's row and column say what it turns: the label is then only heard.
    """
    state: Attrs = {"role": "switch", "aria-checked": "true" if on else "false"}
    return button(type="submit", variant="ghost", size="sm", disabled=disabled, attrs=state)[
        h.span(class_="switch-track", aria_hidden="true"),
        h.span(class_="sr-only")[label] if bare else label,
    ]


def _group(
    name: str,
    label: str,
    choices: Sequence[Choice],
    values: Collection[str],
    kind: str,
    *,
    error: str | None,
    hint: str | None,
) -> Tag:
    id = f"field-{name}"
    described = " ".join(
        f"{id}-{part}" for part, text in (("hint", hint), ("error", error)) if text
    )
    return h.fieldset(
        class_="choice-group",
        id=id,
        data_kind=kind,
        data_wide=True,
        aria_describedby=described or None,
        aria_invalid="true" if error and kind == "radio" else None,
        role="radiogroup" if kind == "radio" else None,
    )[
        h.legend[label],
        h.div[[_choice(name, id, one, kind, on=one.value in values) for one in choices]],
        field_notes(id, error, hint),
    ]


def _choice(name: str, id: str, choice: Choice, kind: str, *, on: bool) -> Tag:
    hint_id = f"{id}-{choice.value}-hint" if choice.hint else None
    text: Node = [
        h.span(class_="choice-label")[choice.label],
        choice.hint and h.span(class_="choice-hint", id=hint_id)[choice.hint],
    ]
    return h.label(class_="choice")[
        h.input(
            type=kind,
            class_="input",
            name=name if kind == "radio" else f"{name}-{choice.value}",
            value=choice.value,
            checked=on,
            aria_describedby=hint_id,
        ),
        choice.icon and icon(choice.icon),
        h.span[text],
    ]
