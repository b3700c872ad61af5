"""`crm up`"""

from pathlib import Path

import click


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65_534))
@click.option("--state", type=click.Path(path_type=Path, file_okay=False), help="Default: .crm")
@click.option("--demo/--no-demo", default=True, show_default=True, help="Data to look around with.")
def up(port: int, state: Path | None, *, demo: bool) -> None:
    """Start Foyer and everything it needs; stop it with Ctrl-C.

    Data is kept in the --state directory. The API answers one port above --port. DATABASE_URL and
    REDIS_URL replace the servers that come along; CRM_ADMIN_EMAIL and CRM_ADMIN_PASSWORD name the
    first admin.
    """
    from ops.local.state import State, checkout_state
    from ops.local.up import run

    run(State(state) if state else checkout_state(), port=port, demo=demo)
