"""Choosing among a few that all are seen, each with room to say what it means: one, or several."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, Unpack

from ui_components import html as h
from ui_components.field import Field, FieldParts
from ui_components.html import Tag
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
    **parts: Unpack[FieldParts],
) -> Tag:
    """One of a few. `radio_field` is for those whose name says enough."""
    parts.setdefault("wide", True)
    return _group(Field(name, label, **parts), choices, {value}, "radio")


def check_list(
    name: str,
    label: str,
    choices: Sequence[Choice],
    *,
    values: Collection[str],
    **parts: Unpack[FieldParts],
) -> Tag:
    """Any of a few. Each is sent under a name of its own: ``scope-write`` of ``scope``."""
    parts.setdefault("wide", True)
    return _group(Field(name, label, **parts), choices, values, "checkbox")


def _group(
    field: Field,
    choices: Sequence[Choice],
    values: Collection[str],
    kind: Literal["radio", "checkbox"],
) -> Tag:
    cards = [_card(field, one, kind, on=one.value in values) for one in choices]
    return field.group({"class": "choice-group"}, h.div[cards], of_radios=kind == "radio")


def _card(field: Field, choice: Choice, kind: Literal["radio", "checkbox"], *, on: bool) -> Tag:
    hint_id = f"{field.id}-{choice.value}-hint" if choice.hint else None
    return h.label(class_="choice")[
        h.input(
            type=kind,
            class_="input",
            name=field.name if kind == "radio" else f"{field.name}-{choice.value}",
            value=choice.value,
            checked=on,
            required=kind == "radio" and field.is_required,
            aria_describedby=hint_id,
        ),
        choice.icon and icon(choice.icon),
        h.span[
            h.span(class_="choice-label")[choice.label],
            choice.hint and h.span(class_="choice-hint", id=hint_id)[choice.hint],
        ],
    ]
