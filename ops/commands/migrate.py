"""`crm migrate`"""

import click

from ops.commands.options import database_url


@click.command()
@click.option("--check", is_flag=True, help="Say whether models and migrations agree.")
@database_url
def migrate(database: str, *, check: bool) -> None:
    """Bring the database's tables to the newest version."""
    from ops.database import migrate, require_current_models

    migrate(database)
    if check:
        require_current_models(database)
    click.echo("Models and migrations agree." if check else "The database is up to date.")
