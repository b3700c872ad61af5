"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from ops.local.state import State  # types alone

Command = TypeVar("Command", bound=Callable[..., object])


def database_url(command: Command) -> Command:
    """Adds ``database``: DATABASE_URL, else that of the running `crm up` of this checkout."""
    return click.option(
        "--database-url",
        "database",
        envvar="DATABASE_URL",
        callback=_or_running,
        help="postgresql://… Default: DATABASE_URL (or …_FILE), else the `crm up` from here.",
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


def state(command: Command) -> Command:
    """Adds ``state``: the folder of a `crm up`, else that of this checkout."""
    return click.option(
        "--state",
        type=click.Path(path_type=Path, file_okay=False),
        callback=_or_here,
        help="The folder of a `crm up`. Default: .crm. DATABASE_URL and CRM_FILES go before it.",
    )(command)


def _or_here(_context: click.Context, _parameter: click.Parameter, given: Path | None) -> "State":
    from ops.local.state import State, checkout_state

    return State(given) if given else checkout_state()


def passphrase(command: Command) -> Command:
    """Adds ``passphrase``, which is never an argument: those can be read by everybody."""
    return click.option(
        "--passphrase-file",
        "passphrase",
        envvar="CRM_BACKUP_PASSPHRASE_FILE",
        type=click.Path(path_type=Path, dir_okay=False),
        callback=_read_passphrase,
        help="Its first line encrypts. Or CRM_BACKUP_PASSPHRASE_FILE, or CRM_BACKUP_PASSPHRASE.",
    )(command)


def _read_passphrase(
    _context: click.Context, _parameter: click.Parameter, file: Path | None
) -> str | None:
    import os

    from ops.errors import Refused

    if file is None:
        words = os.environ.get("CRM_BACKUP_PASSPHRASE")
        return _long_enough(words) if words else None
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"The passphrase in {file} cannot be read.") from error
    return _long_enough(lines[0].strip() if lines else "")


def _long_enough(passphrase: str) -> str:
    from ops.backup.sealing import SHORTEST
    from ops.errors import Refused

    if len(passphrase) < SHORTEST:
        raise Refused(f"A passphrase has {SHORTEST} characters or more.")
    return passphrase
