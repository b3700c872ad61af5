"""The import contracts are kept, and each is seen broken by a planted import."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAMS = ("backend", "bff", "ui_components", "ops")
PLANTED = {
    "backend/deals/service.py": [
        ("import ui_components.html", "The backend renders nothing and is started by others"),
        ("import backend.deals.controller", "A feature: controller and jobs"),
        ("import backend.imports.service", "backend: programs > features in tiers > core"),
    ],
    "backend/core/db.py": [
        ("import backend.clients.models", "backend: programs > features in tiers > core")
    ],
    "bff/deals/routes.py": [
        ("import backend.deals.schemas", "The web front knows the backend by HTTP alone"),
        ("import bff.clients.pages", "bff: app > features"),
        ("import httpx", "Only the gateway makes calls"),
    ],
    "bff/gateway/deals.py": [("import bff.shell", "bff: app > features")],
    "ui_components/badge.py": [
        ("import msgspec", "Components are plain htpy"),
        ("import bff.words", "Components are plain htpy"),
    ],
}


def lint(folder: Path) -> str:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--config", str(folder / "pyproject.toml"), "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
    )
    return done.stdout


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the code to plant something in."""
    for program in PROGRAMS:
        only_code = shutil.ignore_patterns("__pycache__", "vendor", "dist", "locales")
        shutil.copytree(ROOT / program, tmp_path / program, ignore=only_code)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_they_are_kept(tree: Path) -> None:
    output = lint(tree)

    assert "0 broken." in output, output


@pytest.mark.parametrize("file", PLANTED)
def test_a_planted_import_is_noticed(tree: Path, file: str) -> None:
    statements = [statement for statement, _ in PLANTED[file]]
    (tree / file).write_text((tree / file).read_text() + "\n" + "\n".join(statements) + "\n")

    output = lint(tree)

    broken = [line for line in output.splitlines() if line.endswith("BROKEN")]
    for _, contract in PLANTED[file]:
        assert any(line.startswith(contract) for line in broken), (contract, output)
