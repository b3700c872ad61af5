"""`crm backup`, `crm restore`, `crm export-all`, `crm import-all`"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ops.commands.options import passphrase, state

if TYPE_CHECKING:
    from ops.local.state import State  # types alone

FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("file", type=FILE)
@click.option("--with-keys", is_flag=True, help="Take the keys along; needs a passphrase.")
@state
@passphrase
def backup(file: Path, state: "State", passphrase: str | None, *, with_keys: bool) -> None:
    """Write everything into FILE: the database of one moment and the files it names.

    It works while Foyer runs. With a passphrase it is encrypted. Ends with 3 where files were
    missing or damaged: the backup has all else.
    """
    from ops.backup.doing import back_up

    back_up(state, file, passphrase, with_keys=with_keys)


@click.command()
@click.argument("file", type=FILE)
@click.option("--check", is_flag=True, help="Only say what is in FILE, and whether it is whole.")
@click.option("--keys-to", type=FILE, help="Write the keys that came with it into this file.")
@state
@passphrase
def restore(
    file: Path, state: "State", passphrase: str | None, keys_to: Path | None, *, check: bool
) -> None:
    """Bring what `crm backup` wrote into FILE to an empty place.

    FILE is read through first, and what has arrived is compared with what was saved.
    """
    from ops.backup.doing import bring_back, tell_of

    if check:
        tell_of(file, passphrase)
    else:
        bring_back(state, file, passphrase, keys_to=keys_to)


@click.command("export-all")
@click.argument("folder", type=FOLDER)
@state
def export_all(folder: Path, state: "State") -> None:
    """Write everything into a new FOLDER: tables as CSV, files as they are.

    README.md in it says what each column is. `crm import-all` makes the same instance of it.
    """
    from ops.backup.doing import export

    export(state, folder)


@click.command("import-all")
@click.argument("folder", type=FOLDER)
@state
def import_all(folder: Path, state: "State") -> None:
    """Bring what `crm export-all` wrote into FOLDER to an empty place."""
    from ops.backup.doing import bring_back

    bring_back(state, folder, None, keys_to=None)
