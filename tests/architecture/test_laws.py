"""The tree obeys its laws, and each law notices when it does not."""

import re
from pathlib import Path, PurePosixPath

import pytest

from backend.core.queue import RELAY
from backend.exports.service import RUN as EXPORT
from backend.files.service import DISCARD
from backend.imports.service import RUN as IMPORT
from tests.architecture import laws

ROOT = Path(__file__).parents[2]
PROGRAMS = ("backend", "bff", "ui_components", "ops", "tests")
FILES = [path for program in PROGRAMS for path in sorted((ROOT / program).rglob("*.py"))]
PLANTED: list[tuple[laws.Law, str, str]] = [
    (laws.only_the_kernel_commits, "backend/deals/service.py", "await session.commit()"),
    (laws.markup_is_made_in_few_files, "bff/deals/pages.py", "x = Markup(name)"),
    (laws.htmx_is_spelled_in_one_place, "bff/deals/pages.py", "h.a(hx_get='/')"),
    (laws.htmx_is_spelled_in_one_place, "bff/deals/pages.py", "x = {'hx-get': '/'}"),
    (laws.nothing_is_inline, "bff/deals/pages.py", "h.p(style='color: red')"),
    (laws.nothing_is_inline, "bff/deals/pages.py", "h.p(onclick='go()')"),
    (laws.nothing_is_inline, "bff/deals/pages.py", "x = {'hx-on:click': 'go()'}"),
    (laws.classes_are_whole_words, "bff/deals/pages.py", "h.div('.flex.gap-2')"),
    (laws.classes_are_whole_words, "bff/deals/pages.py", "h.div(class_=f'p-{n}')"),
    (
        laws.handlers_are_short,
        "bff/deals/routes.py",
        "@get('/')\nasync def show():\n" + "    a = 1\n" * 6,
    ),
    (laws.packages_are_empty, "bff/deals/__init__.py", "from bff.deals import pages"),
    (
        laws.controllers_are_nobody_s_helpers,
        "backend/deals/service.py",
        "from backend.clients.controller import ClientController",
    ),
    (laws.excuses_have_reasons, "ops/cli.py", "import x  # no" + "qa: F401"),
    (laws.excuses_have_reasons, "ops/cli.py", "x = y  # type: ig" + "nore[assignment]"),
    (laws.excuses_have_reasons, "ops/cli.py", "x = y  # pyright: ig" + "nore[reportPrivateUsage]"),
    (laws.excuses_have_reasons, "ops/cli.py", "import x  # no" + "qa: F401  # as above"),
    (laws.our_own_code_is_not_mocked, "tests/test_x.py", "from unittest.mock import patch"),
    (laws.skipped_tests_have_dates, "tests/test_x.py", "pytest.skip('flaky')"),
    (
        laws.triggers_and_values_run_no_script,
        "bff/deals/pages.py",
        "hx.request('get', '/', trigger='keyup[key]')",
    ),
    (laws.triggers_and_values_run_no_script, "bff/deals/pages.py", "x = {'hx-vals': 'js:{}'}"),
    (
        laws.only_these_routes_are_open,
        "bff/deals/routes.py",
        "@get('/', public=True)\ndef x(): ...",
    ),
    (laws.only_these_routes_are_open, "backend/deals/controller.py", "opt = {'public': True}"),
    (
        laws.nothing_follows_behind_the_back,
        "backend/deals/service.py",
        "from litestar.events import listener",
    ),
    (laws.nothing_follows_behind_the_back, "backend/x.py", "from sqlalchemy import event"),
    (laws.money_is_never_a_float, "backend/deals/schemas.py", "class X:\n    amount: float"),
    (laws.money_is_never_a_float, "bff/gateway/deals.py", "def f(total: float | None): ..."),
    (laws.modules_say_what_they_are_for, "bff/deals/x.py", "import os"),
    (laws.files_fit_in_the_head, "bff/deals/x.py", "x = 1\n" * 301),
    (laws.functions_are_short, "bff/deals/x.py", "def f():\n" + "    x = 1\n" * 51),
]


@pytest.fixture(scope="module")
def broken() -> dict[laws.Law, list[str]]:
    """What each law finds. File by file, for each is parsed once."""
    found: dict[laws.Law, list[str]] = {law: [] for law in laws.LAWS}
    for file in FILES:
        path, source = PurePosixPath(file.relative_to(ROOT).as_posix()), file.read_text()
        for law in laws.LAWS:
            found[law] += (f"{path}: {finding}" for finding in law(path, source))
    return found


@pytest.mark.parametrize("law", laws.LAWS, ids=lambda law: law.__name__)
def test_the_tree_obeys(law: laws.Law, broken: dict[laws.Law, list[str]]) -> None:
    assert broken[law] == []


@pytest.mark.parametrize(("law", "path", "source"), PLANTED)
def test_a_planted_violation_is_noticed(law: laws.Law, path: str, source: str) -> None:
    assert list(law(PurePosixPath(path), source))


def test_every_law_has_a_planted_violation() -> None:
    assert {law for law, _, _ in PLANTED} == set(laws.LAWS)


def test_features_have_the_same_names_everywhere() -> None:
    slices = {path.stem for path in (ROOT / "bff/gateway").glob("*.py")} - {
        "__init__",
        "bulk",  # of every kind of record, as in the backend's kernel
        "calls",
        "client",
        "fields",
        "http",
        "problems",
        "transfer",
    }

    assert slices <= {path.name for path in (ROOT / "backend").iterdir()}
    assert slices <= {path.name for path in (ROOT / "tests/backend").iterdir()}


@pytest.mark.parametrize("name", [RELAY, IMPORT, EXPORT, DISCARD])
def test_jobs_have_dotted_names(name: str) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z]+", name)


def test_the_top_level_is_fixed() -> None:
    known = {"backend", "bff", "ui_components", "ops", "tests", "docs", "pyproject.toml"}
    known |= {"compose.yaml", "Taskfile.yml", "README.md", "LICENSE", "CHANGELOG.md"}
    known |= {"CONTRIBUTING.md", "SECURITY.md"}
    ignored = {line.strip("/*") for line in (ROOT / ".gitignore").read_text().splitlines()}

    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}

    assert found - ignored <= known
