"""The laws of this library."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import ui_components

ROOT = Path(ui_components.__file__).parent
EXAMPLES = ROOT / "gallery" / "examples"
# What components are made of, rather than components.
GROUND = {"__init__", "html", "hx", "assets", "paper", "scale", "template"}
MODULES = sorted(path for path in ROOT.glob("*.py") if path.stem not in GROUND)
ALLOWED = {"htpy", "markupsafe", "ui_components"} | sys.stdlib_module_names
# What only writes ``dist/`` and ``vendor/``, on a developer's machine.
BUILDING = {"fontTools", "turbohtml"}


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in parsed(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_component_says_what_it_is_for_and_shows_itself(path: Path) -> None:
    examples = EXAMPLES / path.name

    assert ast.get_docstring(parsed(path))
    assert examples.exists()
    assert any(True for _ in public_functions(examples))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_function_of_a_component_is_shown(path: Path) -> None:
    shown = {
        node.id
        for example in EXAMPLES.glob("*.py")
        for node in ast.walk(parsed(example))
        if isinstance(node, ast.Name)
    }
    makes_nodes = {
        function.name
        for function in public_functions(path)
        if function.returns is not None and ast.unparse(function.returns) in ("Tag", "Markup")
    }

    assert makes_nodes <= shown


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_looks_are_chosen_and_never_handed_in(path: Path) -> None:
    for function in public_functions(path):
        names = {argument.arg for argument in [*function.args.args, *function.args.kwonlyargs]}
        assert names.isdisjoint({"class_", "style"})


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_component_has_few_positional_arguments(path: Path) -> None:
    for function in public_functions(path):
        assert len(function.args.args) <= 3, function.name


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: path.stem)
def test_the_library_stands_on_htpy_alone(path: Path) -> None:
    builds = BUILDING if path.parent.name == "theme" else set()
    assert {name.split(".")[0] for name in imports(path)} <= ALLOWED | builds


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: path.stem)
def test_files_fit_in_the_head(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) < 300
