"""Which requests the BFF's gateway makes, read from its source."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

VERBS = {"get": "get", "post": "post", "patch": "patch", "delete": "delete", "download": "get"}
OURS = {"key", "version", "is_repeatable"}  # told to our own client, not to the API


class Call(NamedTuple):
    """``path`` has ``{}`` for what is filled in; ``into`` is None where nothing is read."""

    where: str
    method: str
    path: str
    into: str | None
    parameters: frozenset[str]


def calls_in(folder: Path) -> Iterator[Call]:
    for file in sorted(folder.glob("*.py")):
        yield from calls_of(file.read_text(), file.name)


def calls_of(source: str, name: str) -> Iterator[Call]:
    """Every ``self._backend.verb(path, Into, …)``."""
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.AsyncFunctionDef):
            texts = _texts(function)
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and _is_request(node.func):
                    yield _call(node, f"{name}:{node.lineno}", texts)


def _is_request(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr in VERBS
        and isinstance(function.value, ast.Attribute)
        and function.value.attr == "_backend"
    )


def _texts(function: ast.AsyncFunctionDef) -> dict[str, ast.expr]:
    """What the function's own names stand for."""
    return {
        target.id: node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _call(node: ast.Call, where: str, texts: dict[str, ast.expr]) -> Call:
    assert isinstance(node.func, ast.Attribute)
    path = node.args[0]
    if isinstance(path, ast.Name):
        path = texts[path.id]
    into = node.args[1] if len(node.args) > 1 else None
    named = {keyword.arg for keyword in node.keywords if keyword.arg} - OURS
    return Call(
        where,
        VERBS[node.func.attr],
        _filled(path),
        into.id if isinstance(into, ast.Name) else None,
        frozenset(named if node.func.attr == "get" else ()),
    )


def _filled(path: ast.expr) -> str:
    if isinstance(path, ast.Constant):
        return str(path.value)
    assert isinstance(path, ast.JoinedStr), ast.dump(path)
    parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in path.values)
    return "".join(map(str, parts))
