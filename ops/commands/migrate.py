"""`crm migrate`"""

import click

from ops.commands.options import database_url


@click.command()
@database_url
def migrate(database: str) -> None:
    """Bring the database's tables to the newest version."""
    from backend.migrations.runner import upgrade

    upgrade(database)
    click.echo("The database is at the newest version.")
