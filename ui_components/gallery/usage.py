"""Which modules of a program are made of which components, read from their imports."""

import ast
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def usages(package: Path) -> Mapping[str, tuple[str, ...]]:
    """By component: the modules in the folder that import it, as dotted names."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted(package.rglob("*.py")):
        module = ".".join(path.relative_to(package.parent).with_suffix("").parts)
        for component in _imported(ast.parse(path.read_text("utf-8"))):
            found[component].add(module)
    return {component: tuple(sorted(modules)) for component, modules in found.items()}


def _imported(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "ui_components":
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ui_components."):
            found.add((node.module or "").split(".")[1])
    return found
