"""Who looks on is loaded only where asked for; what both programs need is the same in both."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TWINS = ("error_reports", "pulse", "spans", "traces", "troubles", "watching")
HEAVY = {"opentelemetry", "sentry_sdk"}
LOADED_ON_DEMAND = {
    *("backend.core.spans", "backend.core.error_reports", "bff.spans", "bff.error_reports")
}


@pytest.mark.parametrize("name", TWINS)
def test_twins_are_alike(name: str) -> None:
    """The web front may not import the backend, so each has its own; see decision 0012."""
    ours = (ROOT / "backend/core" / f"{name}.py").read_text()
    theirs = (ROOT / "bff" / f"{name}.py").read_text()

    assert ours.replace("backend.core", "bff") == theirs


def test_whoever_does_not_ask_for_watchers_loads_none() -> None:
    for path in [*ROOT.glob("backend/**/*.py"), *ROOT.glob("bff/**/*.py")]:
        if ".".join(path.relative_to(ROOT).with_suffix("").parts) not in LOADED_ON_DEMAND:
            imported = {
                part
                for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.Import | ast.ImportFrom)
                for part in names(node)
            }
            assert not imported & (HEAVY | LOADED_ON_DEMAND), path


def names(node: ast.Import | ast.ImportFrom) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    module = node.module or ""
    return {module.partition(".")[0], module, *(f"{module}.{a.name}" for a in node.names)}
