"""`crm seed`"""

from datetime import UTC, datetime

import click

from ops.commands.options import database_url


@click.command()
@click.option("--clients", default=1_000, show_default=True, type=click.IntRange(1))
@click.option("--deals", default=2_500, show_default=True, type=click.IntRange(0))
@click.option("--seed", "number", default=1, show_default=True, help="The same for the same data.")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    default=lambda: datetime.now(UTC).strftime("%Y-%m-%d"),
    show_default="today",
    help="The last day of the two years that the data tells of.",
)
@database_url
def seed(clients: int, deals: int, number: int, until: datetime, database: str) -> None:
    """Fill the database with believable clients and deals."""
    import asyncio
    import time

    from ops.seed.store import seed_database

    start = time.monotonic()
    asyncio.run(
        seed_database(
            database,
            clients=clients,
            deals=deals,
            seed=number,
            until=until.replace(tzinfo=UTC),
        )
    )
    seconds = time.monotonic() - start
    click.echo(f"{clients:,} clients and {deals:,} deals added in {seconds:.1f} s.")
