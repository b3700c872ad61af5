"""`crm up`"""

from pathlib import Path

import click


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65_534))
@click.option("--state", type=click.Path(path_type=Path, file_okay=False), help="Default: .crm")
@click.option("--smtp", default="", help="A mail server, as CRM_SMTP names it.")
@click.option("--demo/--no-demo", default=True, show_default=True, help="Data to look around with.")
def up(port: int, state: Path | None, smtp: str, *, demo: bool) -> None:
    """Start Foyer and everything it needs; stop it with Ctrl-C.

    Data is kept in the --state directory. The API answers one port above --port. DATABASE_URL and
    REDIS_URL replace the servers that come along; CRM_ADMIN_EMAIL and CRM_ADMIN_PASSWORD name the
    first admin.

    Mails leave by the --smtp server, or CRM_SMTP where a password should stand in no command;
    without one they go to an inbox that a browser can open.
    """
    import os
    import sys

    from ops.local.state import State, checkout_state
    from ops.local.up import run

    run(State(state) if state else checkout_state(), port=port, demo=demo, smtp=smtp)
    # All has ended. Taking this process' own memory apart would be half of the waiting.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
