"""`crm seed`"""

from datetime import UTC, datetime

import click

from ops.commands.options import database_url


@click.command()
@click.option("--clients", default=1_000, show_default=True, type=click.IntRange(1))
@click.option("--deals", default=2_500, show_default=True, type=click.IntRange(0))
@click.option("--tasks", default=1_500, show_default=True, type=click.IntRange(0))
@click.option("--seed", "number", default=1, show_default=True, help="The same for the same data.")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    default=lambda: datetime.now(UTC).strftime("%Y-%m-%d"),
    show_default="today",
    help="The last day of the two years that the data tells of.",
)
@click.option(
    "--initial-data",
    is_flag=True,
    help="Instead, a small company with fixed ids; a second time adds only what is missing.",
)
@database_url
def seed(
    clients: int,
    deals: int,
    tasks: int,
    number: int,
    until: datetime,
    database: str,
    *,
    initial_data: bool,
) -> None:
    """Fill the database with believable clients, deals and tasks."""
    import asyncio
    import time

    from ops.seed.initial_data import load_initial_data
    from ops.seed.store import Sizes, seed_database

    if initial_data:
        added = asyncio.run(load_initial_data(database))
        click.echo(f"{added} records added.")
        return
    start = time.monotonic()
    sizes = Sizes(clients, deals, tasks)
    asyncio.run(seed_database(database, sizes, seed=number, until=until.replace(tzinfo=UTC)))
    seconds = time.monotonic() - start
    made = f"{clients:,} clients, {deals:,} deals and {tasks:,} tasks"
    click.echo(f"{made} added in {seconds:.1f} s.")
