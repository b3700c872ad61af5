"""Options that several commands share."""

from collections.abc import Callable
from typing import TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., object])


def database_url(command: Command) -> Command:
    """Adds ``database``: DATABASE_URL, else that of the running `crm up` of this checkout."""
    return click.option(
        "--database-url",
        "database",
        envvar="DATABASE_URL",
        callback=_or_running,
        help="postgresql://… Default: DATABASE_URL, or DATABASE_URL_FILE, else the `crm up` from here.",
    )(command)


def _or_running(_context: click.Context, _parameter: click.Parameter, given: str | None) -> str:
    import os

    from backend.settings import BadSettings, told
    from ops.errors import Refused
    from ops.local.state import checkout_state

    try:
        if given or (given := told(os.environ, "DATABASE_URL")):
            return given
    except BadSettings as error:
        raise Refused(f"{error}.") from error
    if running := checkout_state().running():
        return running.database_url
    raise Refused("No database found: start `crm up` here, or set DATABASE_URL.")
