"""The laws that import contracts cannot say: each looks at one file and names what breaks it."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

Law = Callable[[PurePosixPath, str], Iterator[str]]

COMMITS_HERE = {"backend/core/db.py", "backend/core/http.py", "backend/migrations/env.py"}
MARKUP_HERE = {
    "ui_components/document.py",
    "ui_components/html.py",
    "ui_components/icons.py",
    "ui_components/template.py",
}
HTMX_HERE = {"ui_components/hx.py", "ui_components/html.py"}
ROUTES = {"get", "post", "put", "patch", "delete"}
LONGEST_HANDLER = 5  # statements: parse, call, answer
BARE_EXCUSE = re.compile(r"#\s*(noqa(:\s*[A-Z0-9, ]+)?|type: ignore(\[[a-z, -]+\])?)\s*$")
SHORTHAND = re.compile(r"^[.#][A-Za-z]")
SKIPS = {"skip", "skipif", "xfail"}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def only_the_kernel_commits(path: PurePosixPath, source: str) -> Iterator[str]:
    if path.parts[0] == "backend" and str(path) not in COMMITS_HERE:
        for call in calls(source):
            if name_of(call.func) == "commit":
                yield f"line {call.lineno}: commit()"


def markup_is_made_in_few_files(path: PurePosixPath, source: str) -> Iterator[str]:
    if path.parts[0] in {"bff", "ui_components"} and str(path) not in MARKUP_HERE:
        for call in calls(source):
            if name_of(call.func) == "Markup":
                yield f"line {call.lineno}: Markup()"


def htmx_is_spelled_in_one_place(path: PurePosixPath, source: str) -> Iterator[str]:
    if path.parts[0] in {"bff", "ui_components"} and str(path) not in HTMX_HERE:
        for call in calls(source):
            for keyword in call.keywords:
                if keyword.arg and keyword.arg.startswith("hx_"):
                    yield f"line {call.lineno}: {keyword.arg}="
        for line, key in dict_keys(source):
            if key.startswith("hx-"):
                yield f"line {line}: {key!r}"


def nothing_is_inline(path: PurePosixPath, source: str) -> Iterator[str]:
    """The Content-Security-Policy would refuse it; a page must not even try."""
    if path.parts[0] not in {"bff", "ui_components"}:
        return
    for call in calls(source):
        for keyword in call.keywords:
            if keyword.arg == "style" or re.fullmatch(r"on[a-z]{3,}", keyword.arg or ""):
                yield f"line {call.lineno}: {keyword.arg}="
    for line, key in dict_keys(source):
        if key == "style" or re.fullmatch(r"(hx-)?on[a-z:-]{3,}", key):
            yield f"line {line}: {key!r}"


def classes_are_whole_words(path: PurePosixPath, source: str) -> Iterator[str]:
    """Tailwind finds no class in dotted shorthand or in an f-string."""
    if path.parts[0] not in {"bff", "ui_components"}:
        return
    for call in calls(source):
        for first in call.args[:1]:
            is_tag = isinstance(call.func, ast.Attribute) and name_of(call.func.value) == "h"
            if is_tag and isinstance(first, ast.Constant) and SHORTHAND.match(str(first.value)):
                yield f"line {call.lineno}: {first.value!r}"
        for keyword in call.keywords:
            if keyword.arg == "class_" and isinstance(keyword.value, ast.JoinedStr):
                yield f"line {call.lineno}: class_=f'…'"


def handlers_are_short(path: PurePosixPath, source: str) -> Iterator[str]:
    if path.name not in {"controller.py", "routes.py"}:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.AsyncFunctionDef) and is_route(node):
            length = statements(node)
            if length > LONGEST_HANDLER:
                yield f"line {node.lineno}: {node.name} has {length} statements"


def packages_are_empty(path: PurePosixPath, source: str) -> Iterator[str]:
    if path.name == "__init__.py" and source.strip():
        yield "something stands in it"


def controllers_are_nobody_s_helpers(path: PurePosixPath, source: str) -> Iterator[str]:
    if path.parts[0] != "backend" or len(path.parts) < 3:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".controller"):
            yield f"line {node.lineno}: {node.module}"


def excuses_have_reasons(_: PurePosixPath, source: str) -> Iterator[str]:
    for number, line in enumerate(source.splitlines(), start=1):
        if BARE_EXCUSE.search(line):
            yield f"line {number}: {line.strip()[-40:]}"


def our_own_code_is_not_mocked(path: PurePosixPath, source: str) -> Iterator[str]:
    if path.parts[0] == "tests":
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import | ast.ImportFrom) and "mock" in ast.unparse(node):
                yield f"line {node.lineno}: {ast.unparse(node)}"


def skipped_tests_have_dates(path: PurePosixPath, source: str) -> Iterator[str]:
    if path.parts[0] == "tests":
        for call in calls(source):
            if name_of(call.func) in SKIPS and not DATE.search(ast.unparse(call)):
                yield f"line {call.lineno}: {ast.unparse(call)[:60]}"


LAWS: tuple[Law, ...] = (
    only_the_kernel_commits,
    markup_is_made_in_few_files,
    htmx_is_spelled_in_one_place,
    nothing_is_inline,
    classes_are_whole_words,
    handlers_are_short,
    packages_are_empty,
    controllers_are_nobody_s_helpers,
    excuses_have_reasons,
    our_own_code_is_not_mocked,
    skipped_tests_have_dates,
)


def calls(source: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))


def dict_keys(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each literal key."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Dict):
            for key in node.keys:
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.lineno, key.value


def name_of(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def is_route(node: ast.AsyncFunctionDef) -> bool:
    return any(
        isinstance(made, ast.Call) and name_of(made.func) in ROUTES for made in node.decorator_list
    )


def statements(node: ast.AsyncFunctionDef) -> int:
    """What a reader meets from top to bottom, but for the docstring."""
    return len(node.body) - (ast.get_docstring(node) is not None)
