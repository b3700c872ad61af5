"""`crm upgrade`"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ops.commands.options import passphrase, state

if TYPE_CHECKING:
    from ops.local.state import State  # types alone


@click.command()
@click.option("--check", is_flag=True, help="Only say what would be done.")
@click.option(
    "--backups",
    envvar="CRM_BACKUPS",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the backup before it goes. Default: CRM_BACKUPS, or backups in the state.",
)
@click.option("--no-backup", "without", is_flag=True, help="You have one of your own.")
@click.option("--pooled", is_flag=True, help="Also lay the programs' session settings on the role.")
@state
@passphrase
def upgrade(
    backups: Path | None,
    state: "State",
    passphrase: str | None,
    *,
    check: bool,
    without: bool,
    pooled: bool,
) -> None:
    """Bring the database to this version of Foyer: back it up, then migrate, all or nothing.

    Ends with 1 where it refuses, or would, and says why.
    """
    from ops.upgrade.doing import upgrade

    upgrade(state, backups, passphrase, check=check, without=without, pooled=pooled)
