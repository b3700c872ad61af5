"""What README and docs say, checked against what is there."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from backend.settings import ENVIRONMENT_NAMES
from ops.cli import main

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
CODE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
TASK = re.compile(r"^  ([a-z:]+):$", re.MULTILINE)


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def shell_lines() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for block in SHELL.findall(page.read_text()):
            for line in block.replace("\\\n", " ").splitlines():
                if line.strip():
                    yield name_of(page), line.partition("  #")[0].strip()


LINES = list(shell_lines())
CRM = [(page, line.partition("uv run crm ")[2]) for page, line in LINES if "uv run crm " in line]
TASKS = [(page, line.partition(" task")[2]) for page, line in LINES if "--group dev task" in line]


@pytest.mark.parametrize("document", PAGES, ids=name_of)
def test_links_lead_somewhere(document: Path) -> None:
    for link in LINK.findall(CODE.sub("", document.read_text())):
        assert (document.parent / link).exists(), link


@pytest.mark.parametrize(("document", "arguments"), CRM)
def test_crm_takes_what_the_docs_give_it(document: str, arguments: str) -> None:
    words = shlex.split(arguments)
    command: click.Command = main
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        command = command.commands[words.pop(0)]

    assert command is not main, f"{document}: {arguments}"
    command.make_context("crm", words, resilient_parsing=True)


@pytest.mark.parametrize(("document", "arguments"), TASKS)
def test_tasks_exist(document: str, arguments: str) -> None:
    known = TASK.findall((ROOT / "Taskfile.yml").read_text())

    words = shlex.split(arguments)

    assert not words or words[0] in known, f"{document}: task {arguments}"


def test_every_setting_of_the_backend_is_documented() -> None:
    cheat_sheet = (ROOT / "docs/tech-cheatsheet.md").read_text()

    missing = [name for name in ENVIRONMENT_NAMES.values() if f"`{name}`" not in cheat_sheet]

    assert missing == []


def test_ci_calls_the_readme_s_test_command() -> None:
    readme = (ROOT / "README.md").read_text()
    command = "uv run --group dev task test"

    assert f"pip install uv && {command}" in readme
    assert command in (ROOT / ".ci/run").read_text()


def test_a_command_that_is_gone_would_be_noticed() -> None:
    with pytest.raises(click.UsageError):
        main.commands["up"].make_context("crm", ["--gone"], resilient_parsing=False)


def test_the_pythons_we_promise_are_those_that_are_tested() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())

    tested = workflow["jobs"]["everything"]["strategy"]["matrix"]["python"]

    assert [line.rpartition(" ")[2] for line in project["classifiers"]] == tested
    assert project["requires-python"] == f">={tested[0]}"
    for page in ("README.md", "CONTRIBUTING.md"):
        assert f"With Python {tested[0]} or newer" in (ROOT / page).read_text()
