"""`task bench`: Foyer beside its own ceiling, in one run, against the budgets."""

import asyncio
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import click

from ops.bench.budgets import FEW, MANY, Results, budgets
from ops.bench.database import milliseconds
from ops.bench.load import Measured, burst, middle, resident_mb
from ops.bench.report import show
from ops.bench.scenarios import Scenario, scenarios
from ops.bench.stack import Stack, running_stack
from ops.errors import Refused
from ops.local.state import State

WARM_UP = 0.5  # seconds


@click.command()
@click.option("--clients", default=100_000, show_default=True, type=click.IntRange(100))
@click.option("--deals", default=200_000, show_default=True, type=click.IntRange(1))
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1))
@click.option("--seconds", default=2.0, show_default=True, help="Of each burst.")
@click.option("--state", type=click.Path(path_type=Path), help="Keep the data here for next time.")
def main(clients: int, deals: int, rounds: int, seconds: float, state: Path | None) -> None:
    """Measure each way through Foyer beside a bare probe, in turns; say which budgets are kept.

    Ends with 1 where a budget that is required is not kept. Trust the ratios: both sides share
    the machine's moods.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="foyer-bench-") as folder:
            Path(folder).chmod(0o711)
            kept = _bench(State(state or Path(folder)), clients, deals, rounds, seconds)
    except Refused as refused:
        sys.exit(str(refused))
    sys.exit(0 if kept else 1)


def _bench(state: State, clients: int, deals: int, rounds: int, seconds: float) -> bool:
    click.echo(f"Seeding {clients:,} clients and {deals:,} deals …", err=True)
    with running_stack(state, clients=clients, deals=deals) as stack:
        results = _measure(stack, rounds, seconds)
        in_postgres = asyncio.run(milliseconds(stack.database_url))
        pids = {"backend": stack.api.pid, "bff": stack.bff.pid, "worker": stack.start_worker()}
        memory = {name: resident_mb(pid) for name, pid in pids.items()}
    found = budgets(results, in_postgres=in_postgres, memory=memory)
    show(results, found)
    return all(budget.kept for budget in found if budget.required)


def _measure(stack: Stack, rounds: int, seconds: float) -> Results:
    """In turns, so that a bad moment of the machine meets both sides."""
    found: dict[tuple[str, str, int], list[Measured]] = defaultdict(list)
    for number in range(rounds):
        click.echo(f"Round {number + 1} of {rounds} …", err=True)
        for scenario in scenarios(stack):
            for connections in (MANY, FEW):
                for server, measured in _both(stack, scenario, connections, seconds):
                    found[scenario.name, server, connections].append(measured)
    return {key: middle(each) for key, each in found.items()}


def _both(
    stack: Stack, scenario: Scenario, connections: int, seconds: float
) -> list[tuple[str, Measured]]:
    sides: list[tuple[str, bytes, int]] = [(scenario.server, scenario.request, scenario.status)]
    if scenario.probe is not None:
        sides.append(("probe", scenario.probe, 200))
    found: list[tuple[str, Measured]] = []
    for server, request, status in sides:
        served = getattr(stack, server)
        for length in (WARM_UP, seconds):
            measured = burst(
                served, request, status=status, connections=connections, seconds=length
            )
        found.append((server, measured))
    return found


if __name__ == "__main__":
    main()
