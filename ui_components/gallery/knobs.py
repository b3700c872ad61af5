"""A component's parameters as form controls, read from its types and from nothing else."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

Value: TypeAlias = str | int | bool
MAX_TEXT = 200


@dataclass(frozen=True, slots=True)
class Knob:
    name: str
    kind: Literal["choice", "text", "number", "switch"]
    default: Value | None = None
    choices: tuple[str, ...] = ()
    optional: bool = False


def knobs(component: Callable[..., object]) -> list[Knob]:
    """Parameters that are neither text, number, switch nor closed choice have no knob."""
    function = inspect.unwrap(component)
    hints = get_type_hints(function)
    found: list[Knob | None] = []
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:  # named one by one in a TypedDict
            (parts,) = get_args(hints[name])
            found += [_knob(part, hint, None) for part, hint in get_type_hints(parts).items()]
        elif parameter.kind is not inspect.Parameter.VAR_POSITIONAL:
            found.append(_knob(name, hints[name], parameter.default))
    return [knob for knob in found if knob is not None]


def parse(knobs: Sequence[Knob], query: Mapping[str, str]) -> dict[str, Value]:
    """The arguments that ``query`` asks for; a LookupError for a value its type does not have."""
    return {
        knob.name: _value(knob, query[knob.name])
        for knob in knobs
        if knob.name in query and not (_may_be_left_out(knob) and query[knob.name] == "")
    }


def _may_be_left_out(knob: Knob) -> bool:
    return knob.optional or knob.kind == "number"


def _knob(name: str, hint: Any, default: object) -> Knob | None:
    kind, optional = _without_none(hint)
    given = default if isinstance(default, str | int) else None
    if get_origin(kind) is Literal:
        return Knob(name, "choice", given, tuple(map(str, get_args(kind))), optional)
    if kind is bool:
        return Knob(name, "switch", given)
    if kind is str:
        return Knob(name, "text", given, (), optional)
    if kind is int:
        return Knob(name, "number", given, (), optional)
    return None


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) not in (Union, UnionType):
        return hint, False
    members = [member for member in get_args(hint) if member is not NoneType]
    return (members[0] if len(members) == 1 else None), len(members) < len(get_args(hint))


def _value(knob: Knob, text: str) -> Value:
    if knob.kind == "switch":
        return text == "on"
    if knob.kind == "text":
        return text[:MAX_TEXT]
    if knob.kind == "choice" and text in knob.choices:
        return text
    if knob.kind == "number" and text.isascii() and text.isdecimal() and len(text) < 7:
        return int(text)
    raise LookupError(f"{knob.name} cannot be {text[:MAX_TEXT]!r}")
