"""The laws that import contracts cannot say: each looks at one file and names what breaks it."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import PurePosixPath

Law = Callable[[PurePosixPath, str], Iterator[str]]

COMMITS_HERE = {"backend/core/db.py", "backend/core/http.py", "backend/migrations/env.py"}
MARKUP_HERE = {
    "backend/mail/paper.py",
    "ops/bench/render.py",  # what it compares with
    "ui_components/document.py",
    "ui_components/gallery/display.py",
    "ui_components/html.py",
    "ui_components/icons.py",
    "ui_components/template.py",
}
HTMX_HERE = {"ui_components/hx.py", "ui_components/html.py"}
PUBLIC_HERE = {
    "backend/accounts/controller.py",  # signing in
    "backend/core/disk.py",  # by signature: whoever was lent the address
    "backend/core/health.py",
    "backend/feeds/controller.py",  # by token: whoever was given the address of a calendar
    "backend/reminders/controller.py",  # by token: whoever was sent a reminder's link
    "backend/notifications/controller.py",  # by a signed link, which ends mails
    "backend/schema_pages/files.py",
    "backend/schema_pages/pages.py",
    "backend/system/metrics.py",
    "bff/assets.py",
    "bff/tasks/feed_routes.py",  # the same, for programs that have no session
    "bff/gallery/routes.py",
    "bff/health.py",
    "bff/metrics.py",  # by token: Prometheus
}
ROUTES = {"get", "post", "put", "patch", "delete"}
LONGEST_HANDLER = 5  # statements: parse, call, answer
LONGEST_FILE = 300
LONGEST_FUNCTION = 50
LISTENERS = re.compile(r"litestar\.events|import (.*\W)?(listener|event)\b")
MONEY = re.compile(r"amount|sum|price|total|value")
SCRIPT = re.compile(r"(js|javascript):")
BARE_EXCUSE = re.compile(
    r"#\s*(noqa(:\s*[A-Z0-9, ]+)?|(type|pyright): ignore(\[[A-Za-z, -]+\])?|pragma: no cover)"
    # A reason that only points at another is none where it stands.
    r"\s*(#\s*(likewise|as above|said above))?\s*$"
)
SHORTHAND = re.compile(r"^[.#][A-Za-z]")
SKIPS = {"skip", "skipif", "xfail"}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def only_the_kernel_commits(path: PurePosixPath, source: str) -> Iterator[str]:
    if path.parts[0] == "backend" and str(path) not in COMMITS_HERE:
        for call in calls(source):
            if name_of(call.func) == "commit":
                yield f"line {call.lineno}: commit()"


def markup_is_made_in_few_files(path: PurePosixPath, source: str) -> Iterator[str]:
    if path.parts[0] != "tests" and str(path) not in MARKUP_HERE:
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
    for node in nodes(source):
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
    for node in nodes(source):
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".controller"):
            yield f"line {node.lineno}: {node.module}"


def excuses_have_reasons(path: PurePosixPath, source: str) -> Iterator[str]:
    if path.stem == "planted_mistakes":  # where each excuse is what is tested
        return
    for number, line in enumerate(source.splitlines(), start=1):
        if BARE_EXCUSE.search(line):
            yield f"line {number}: {line.strip()[-40:]}"


def our_own_code_is_not_mocked(path: PurePosixPath, source: str) -> Iterator[str]:
    if path.parts[0] == "tests":
        for node in nodes(source):
            if isinstance(node, ast.Import | ast.ImportFrom) and "mock" in ast.unparse(node):
                yield f"line {node.lineno}: {ast.unparse(node)}"


def skipped_tests_have_dates(path: PurePosixPath, source: str) -> Iterator[str]:
    if path.parts[0] == "tests":
        for call in calls(source):
            if name_of(call.func) in SKIPS and not DATE.search(ast.unparse(call)):
                yield f"line {call.lineno}: {ast.unparse(call)[:60]}"


def triggers_and_values_run_no_script(path: PurePosixPath, source: str) -> Iterator[str]:
    """htmx would evaluate a trigger's filter and a value that begins with ``js:``."""
    if path.parts[0] not in {"bff", "ui_components"}:
        return
    for call in calls(source):
        for keyword in call.keywords:
            if keyword.arg == "trigger" and "[" in ast.unparse(keyword.value):
                yield f"line {call.lineno}: trigger={ast.unparse(keyword.value)}"
    for node in nodes(source):
        if isinstance(node, ast.Constant) and SCRIPT.match(str(node.value)):
            yield f"line {node.lineno}: {node.value!r}"


def only_these_routes_are_open(path: PurePosixPath, source: str) -> Iterator[str]:
    if path.parts[0] == "tests" or str(path) in PUBLIC_HERE:
        return
    for call in calls(source):
        for keyword in call.keywords:
            if keyword.arg == "public" and name_of(call.func) in ROUTES:
                yield f"line {call.lineno}: public="
    for line, key in dict_keys(source):
        if key == "public":
            yield f"line {line}: 'public'"


def nothing_follows_behind_the_back(path: PurePosixPath, source: str) -> Iterator[str]:
    """What must follow a change is an outbox row in its transaction, not a listener's doing."""
    if path.parts[0] == "backend" and str(path) != "backend/core/db.py":
        for node in nodes(source):
            if isinstance(node, ast.ImportFrom) and LISTENERS.search(ast.unparse(node)):
                yield f"line {node.lineno}: {ast.unparse(node)}"


def money_is_never_a_float(path: PurePosixPath, source: str) -> Iterator[str]:
    if path.name in {"models.py", "schemas.py", "columns.py"} or "gateway" in path.parts:
        for node in nodes(source):
            if isinstance(node, ast.AnnAssign | ast.arg) and node.annotation:
                name = node.arg if isinstance(node, ast.arg) else ast.unparse(node.target)
                if "float" in ast.unparse(node.annotation).lower() and MONEY.search(name):
                    yield f"line {node.lineno}: {name}"


def modules_say_what_they_are_for(path: PurePosixPath, source: str) -> Iterator[str]:
    if path.parts[0] != "tests" and source.strip():
        first, _, _ = (ast.get_docstring(tree(source)) or "").partition("\n\n")
        if not re.search(r"[.:?)`]$", first) and "versions" not in path.parts:
            yield f"begins with {first!r}"


def files_fit_in_the_head(path: PurePosixPath, source: str) -> Iterator[str]:
    if (length := source.count("\n")) > LONGEST_FILE and "versions" not in path.parts:
        yield f"{length} lines"


def functions_are_short(path: PurePosixPath, source: str) -> Iterator[str]:
    if "versions" in path.parts:
        return
    for node in nodes(source):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.body[0].lineno + 1
            if length > LONGEST_FUNCTION:
                yield f"line {node.lineno}: {node.name} has {length} lines"


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
    triggers_and_values_run_no_script,
    only_these_routes_are_open,
    nothing_follows_behind_the_back,
    money_is_never_a_float,
    modules_say_what_they_are_for,
    files_fit_in_the_head,
    functions_are_short,
)


@lru_cache(maxsize=1)  # of the file that law after law looks at
def tree(source: str) -> ast.Module:
    return ast.parse(source)


@lru_cache(maxsize=1)
def nodes(source: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree(source)))


def calls(source: str) -> Iterator[ast.Call]:
    return (node for node in nodes(source) if isinstance(node, ast.Call))


def dict_keys(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each literal key."""
    for node in nodes(source):
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
