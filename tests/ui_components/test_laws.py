"""The laws of this library."""

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, Unpack, get_args, get_origin, get_type_hints

import pytest
from htpy import Node

from tests.ui_components.library import EXAMPLES, MODULES, NODES, ROOT, every_function, parsed
from ui_components.html import NO_ATTRS, Attrs

ALLOWED = {"htpy", "markupsafe", "ui_components"} | sys.stdlib_module_names
LOOKS = {
    "align",
    "columns",
    "direction",
    "flow",
    "gap",
    "kind",
    "level",
    "method",
    "orientation",
} | {"side", "size", "theme", "tone", "type", "variant"}
BY_ADDRESS = Callable[[str], Attrs] | None  # the request of each of many links
DATA = 3  # what has no name where it is called

files = pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: path.stem)
# What only writes ``dist/`` and ``vendor/``, on a developer's machine.
BUILDING = {"fontTools", "turbohtml"}


def hints(function: Callable[..., Any]) -> dict[str, Any]:
    """Of its parameters; those of a field are written down once, in a TypedDict."""
    found = get_type_hints(function)
    found.pop("return", None)
    for name, hint in list(found.items()):
        if get_origin(hint) is Unpack:
            del found[name]
            found |= get_type_hints(get_args(hint)[0])
    return found


def members(hint: Any) -> set[Any]:
    """``Tone | None`` has three and more, a closed choice none but those that it names."""
    if get_origin(hint) is Literal:
        return {Literal}
    parts = get_args(hint) if type(None) in get_args(hint) else (hint,)
    return {Literal if get_origin(part) is Literal else part for part in parts} - {type(None)}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@cache
def shown() -> frozenset[str]:
    """Every name that an example speaks of."""
    nodes = (node for path in EXAMPLES.glob("*.py") for node in ast.walk(parsed(path)))
    return frozenset(node.id for node in nodes if isinstance(node, ast.Name))


@cache
def draws(function: Callable[..., Any]) -> bool:
    return get_type_hints(function)["return"] in NODES


@pytest.mark.parametrize("module", MODULES)
def test_a_component_says_what_it_is_for_and_shows_itself(module: str) -> None:
    examples = EXAMPLES / f"{module}.py"

    assert ast.get_docstring(parsed(ROOT / f"{module}.py"))
    assert any(isinstance(node, ast.FunctionDef) for node in parsed(examples).body)


def test_every_function_that_draws_is_shown_and_says_what_for() -> None:
    drawing = {name: function for name, function in every_function() if draws(function)}

    assert drawing.keys() - shown() == set()
    assert [name for name, function in drawing.items() if not function.__doc__] == []


def test_looks_are_chosen_and_never_handed_in() -> None:
    found = {name: hints(function) for name, function in every_function()}

    handed_in = {"class_", "class_name", "classes", "style", "styles"}
    assert [name for name, taken in found.items() if not taken.keys().isdisjoint(handed_in)] == []
    assert [
        (name, look)
        for name, taken in found.items()
        for look in LOOKS & taken.keys()
        if str in members(taken[look])
    ] == []


def test_only_the_data_has_no_name() -> None:
    """And none of it can be left out, or is a bare yes or no."""
    for name, function in every_function():
        parameters = inspect.signature(function).parameters.values()
        data = [one for one in parameters if one.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]

        assert len(data) <= DATA, name
        assert all(one.default is inspect.Parameter.empty for one in data), name
        assert bool not in {hints(function)[one.name] for one in data}, name


def test_children_come_in_brackets() -> None:
    for name, function in every_function():
        decorated = getattr(sys.modules[function.__module__], name)
        parameters = list(inspect.signature(function).parameters.values())

        takes_children = hasattr(decorated, "wrapped")  # by htpy's with_children
        assert takes_children == ("children" in [one.name for one in parameters]), name
        if takes_children:
            assert parameters[0].name == "children", name
            assert parameters[0].annotation == Node, name


def test_requests_and_attributes_are_two_mappings() -> None:
    for name, function in every_function():
        parameters, taken = inspect.signature(function).parameters, hints(function)
        mappings = {one for one in taken if one in ("hx", "attrs") or one.endswith("_hx")}

        if draws(function):
            assert {one for one, hint in taken.items() if members(hint) == {Attrs}} <= mappings
        for one in mappings & parameters.keys():
            assert taken[one] in (Attrs, BY_ADDRESS), name
            assert parameters[one].default in (inspect.Parameter.empty, NO_ATTRS, None), name


@files
def test_the_library_stands_on_htpy_alone(path: Path) -> None:
    builds = BUILDING if path.parent.name == "theme" else set()
    assert {name.split(".")[0] for name in imports(path)} <= ALLOWED | builds


@files
def test_files_fit_in_the_head(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) < 300
