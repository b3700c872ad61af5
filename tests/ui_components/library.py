"""The public functions of the library, as they are written and as they can be called."""

import ast
import inspect
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from markupsafe import Markup

import ui_components
from ui_components.html import Tag, Void

ROOT = Path(ui_components.__file__).parent
EXAMPLES = ROOT / "gallery" / "examples"
# What components are made of, rather than components.
GROUND = {"__init__", "html", "hx", "assets", "paper", "scale", "template"}
NODES = (Tag, Void, Markup)
MODULES = sorted(path.stem for path in ROOT.glob("*.py") if path.stem not in GROUND)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def public(module: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The functions that a module has to offer, without what decorates them."""
    for name, value in vars(import_module(f"ui_components.{module}")).items():
        function = inspect.unwrap(value) if callable(value) else value
        is_own = getattr(function, "__module__", "") == f"ui_components.{module}"
        if inspect.isfunction(function) and is_own and not name.startswith("_"):
            yield name, function


def every_function() -> list[tuple[str, Callable[..., Any]]]:
    return [each for module in MODULES for each in public(module)]
