"""`crm migrate`"""

import click

from ops.commands.options import database_url


@click.command()
@click.option("--check", is_flag=True, help="Say whether models and migrations agree.")
@click.option("--pooled", is_flag=True, help="Also lay the programs' session settings on the role.")
@click.option(
    "--wait", "seconds", type=click.IntRange(1), help="Only wait, at most so long, for another's."
)
@database_url
def migrate(database: str, seconds: int | None, *, check: bool, pooled: bool) -> None:
    """Bring the database's tables to the newest version."""
    from ops.database import (
        await_migration,
        lay_settings_on_role,
        migrate,
        require_current_models,
    )

    if seconds:
        await_migration(database, seconds=seconds)
    else:
        migrate(database)
    if pooled:
        lay_settings_on_role(database)
    if check:
        require_current_models(database)
    click.echo("Models and migrations agree." if check else "The database is up to date.")
