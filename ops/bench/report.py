"""The results as tables that a person can read and paste."""

from collections.abc import Iterable

from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

from ops.bench.budgets import Budget, Results
from ops.bench.load import Measured


def show(results: Results, budgets: Iterable[Budget]) -> None:
    console = Console(width=120)
    console.print(_figures(results))
    console.print(_verdicts(budgets))


def _figures(results: Results) -> Table:
    table = _table(
        "", "c", "answers/s", "p50 ms", "p99 ms", "CPU µs", "probe/s", "its p99", "of probe", "KB"
    )
    for (name, server, connections), found in results.items():
        if server != "probe":
            probe = results.get((name, "probe", connections))
            table.add_row(name, str(connections), *_row(found), *_beside(found, probe))
    return table


def _row(found: Measured) -> tuple[str, ...]:
    return (
        f"{found.per_second:,.0f}",
        f"{found.p50:.2f}",
        f"{found.p99:.2f}",
        f"{found.cpu:,.0f}",
    )


def _beside(found: Measured, probe: Measured | None) -> tuple[str, ...]:
    size = f"{found.body / 1000:.1f}"
    if probe is None:
        return "", "", "", size
    share = f"{found.per_second / probe.per_second:.0%}"
    return f"{probe.per_second:,.0f}", f"{probe.p99:.2f}", share, size


def _verdicts(budgets: Iterable[Budget]) -> Table:
    table = _table("budget", "found", "allowed", "kept")
    for budget in budgets:
        allowed = f"{budget.sign} {budget.bound:,g} {budget.unit}"
        kept = "yes" if budget.kept else "NO" if budget.required else "not yet"
        table.add_row(budget.name, f"{budget.found:,.2f} {budget.unit}", allowed, kept)
    return table


def _table(first: str, *others: str) -> Table:
    table = Table(first, box=MARKDOWN)
    for other in others:
        table.add_column(other, justify="right")
    return table
