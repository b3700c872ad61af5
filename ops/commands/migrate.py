"""`crm migrate`"""

import click

from ops.commands.options import database_url


@click.command()
@click.option("--check", is_flag=True, help="Say whether models and migrations agree.")
@database_url
def migrate(database: str, *, check: bool) -> None:
    """Bring the database's tables to the newest version."""
    from backend.migrations import runner
    from ops.errors import Refused

    runner.upgrade(database)
    if check and (missing := runner.check(database)):
        raise Refused(missing)
    click.echo("Models and migrations agree." if check else "The database is up to date.")
