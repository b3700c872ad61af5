"""The guide's own code, in a folder of its own: it needs the library, not the repository."""

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import get_type_hints

import pytest

from tests.ui_components.library import NODES, public
from ui_components.gallery.registry import components

pytestmark = pytest.mark.slow

GUIDE = Path(__file__).parents[2] / "docs" / "components.md"
BLOCK = re.compile(r"^```python\n# (?P<name>[\w.]+)\n(?P<code>.*?)^```", re.DOTALL | re.MULTILINE)


def test_its_code_runs_and_its_tests_pass(tmp_path: Path) -> None:
    text = GUIDE.read_text("utf-8")
    blocks = list(BLOCK.finditer(text))
    for block in blocks:
        (tmp_path / block["name"]).write_text(block["code"], "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")

    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:playwright"],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
        capture_output=True,
        text=True,
    )

    assert len(blocks) == text.count("```python")
    assert run.returncode == 0, run.stdout
    assert "8 passed" in run.stdout


def test_the_tokens_it_names_are_there() -> None:
    tokens = (GUIDE.parents[1] / "ui_components/theme/tokens.css").read_text("utf-8")

    assert all(f"{name}:" in tokens for name in ("--brand", "--radius"))


def test_its_table_names_every_component() -> None:
    """If this fails: the rows that are missing are what is to be written."""
    told = [line for line in GUIDE.read_text("utf-8").splitlines() if line.startswith("| `")]

    assert [row for row in rows() if row not in told] == []
    assert [line for line in told if line not in rows()] == []


@cache
def rows() -> list[str]:
    shown = sorted(components().values(), key=lambda one: (one.group, one.name))
    return [
        f"| `{one.name}` | {one.group} | {drawing(one.name)} | {one.doc.splitlines()[0]} |"
        for one in shown
    ]


def drawing(module: str) -> str:
    """The functions that make something to look at."""
    names = [name for name, one in public(module) if get_type_hints(one)["return"] in NODES]
    return ", ".join(f"`{name}`" for name in names)
