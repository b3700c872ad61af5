"""What the commands do, and what they say."""

import asyncio
import os
import time
from collections.abc import Mapping
from pathlib import Path

import click

from backend.migrations.runner import revisions
from ops.backup.boxes import new_folder, new_pack
from ops.backup.checking import Checked, check
from ops.backup.papers import Manifest, mark_of
from ops.backup.place import Place, found
from ops.backup.reading import README, readme
from ops.backup.restoring import restore
from ops.backup.saving import Saved, save
from ops.errors import Refused
from ops.local.state import State

INCOMPLETE = 3
FEW = 5


def back_up(state: State, file: Path, passphrase: str | None, *, with_keys: bool) -> None:
    if with_keys and not passphrase:
        raise Refused("Keys are only written into an encrypted backup; give --passphrase-file.")
    started = time.monotonic()
    with found(state) as place:
        saved = pack(place, file, passphrase, with_keys=with_keys)
    megabytes, seconds = file.stat().st_size / 1e6, time.monotonic() - started
    click.echo(f"{file}: {_told(saved.manifest)}, {megabytes:.1f} MB in {seconds:.1f} s.")
    _warn_of_keys(saved, encrypted=bool(passphrase))
    _warn_of_files(saved.manifest)


def pack(place: Place, file: Path, passphrase: str | None, *, with_keys: bool) -> Saved:
    with new_pack(file, passphrase) as box:
        return asyncio.run(save(place, box, with_keys=with_keys))


def export(state: State, folder: Path) -> None:
    started = time.monotonic()
    with found(state) as place, new_folder(folder) as box:
        saved = asyncio.run(save(place, box, with_keys=False))
        with box.entry(README) as write:
            write(readme(saved.about).encode())
    click.echo(f"{folder}: {_told(saved.manifest)} in {time.monotonic() - started:.1f} s.")
    _warn_of_keys(saved, encrypted=False)
    _warn_of_files(saved.manifest)


def tell_of(source: Path, passphrase: str | None) -> None:
    backup = check(source, passphrase)
    about = backup.about
    click.echo(
        f"{source} is whole: {_told(backup.manifest)}, made at {about.made_at:%Y-%m-%d %H:%M} UTC "
        f"by Foyer {about.foyer}, tables of version {about.revision}"
        f"{', with its keys' if about.has_keys else ''}."
    )


def bring_back(state: State, source: Path, passphrase: str | None, *, keys_to: Path | None) -> None:
    started = time.monotonic()
    if keys_to and keys_to.exists():
        raise Refused(f"{keys_to} is there already; give another name.")
    backup = check(source, passphrase)
    with found(state, make=True) as place:
        keys = restore(place, backup)
        _settle(place, keys, keys_to)
        told = f"{_told(backup.manifest)} are back in {time.monotonic() - started:.1f} s"
        click.echo(f"{told}; all that was compared is equal.")
        _warn_of_another_key(place, backup, keys)
    if backup.about.revision != revisions()[-1]:
        click.echo(f"The tables are of version {backup.about.revision}; now run `crm upgrade`.")


def _settle(place: Place, keys: Mapping[str, str], keys_to: Path | None) -> None:
    """Keys go where they are asked for, and into a folder that `crm up` will start."""
    if keys and keys_to:
        with open(os.open(keys_to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.writelines(f"{name}={value}\n" for name, value in keys.items())
        click.echo(f"The keys are in {keys_to}.")
    if not place.state or not (instance := place.state.instance()):
        return
    instance.greeted = True  # its people are the backup's, so nobody is made and nothing shown
    if keys:
        instance.backend_secret = keys["CRM_SECRET_KEY"]
        instance.bff_key = keys["CRM_BFF_KEY"]
        instance.bff_secret = keys.get("BFF_SECRET_KEY", instance.bff_secret)
    place.state.save(instance)


def _told(manifest: Manifest) -> str:
    return f"{manifest.rows:,} rows and {len(manifest.files):,} files"


def _warn_of_keys(saved: Saved, *, encrypted: bool) -> None:
    about = saved.about
    if about.has_keys:
        click.echo("The keys are in it: whoever has the passphrase has all.")
    else:
        click.echo(
            "The keys are not in it. Keep CRM_SECRET_KEY: without it the secrets of webhooks that "
            "are encrypted in the database cannot be read again."
        )
    if not encrypted:
        click.echo("It is not encrypted: it holds people's data and their passwords' hashes.")


def _warn_of_files(manifest: Manifest) -> None:
    """Ends the command with 3 where something is lost, for a backup must not hide it."""
    for keys, what in (
        (manifest.deleted, "were deleted meanwhile and are left out"),
        (manifest.missing, "are named by the database and not in the storage"),
        (manifest.damaged, "are not what was attached"),
    ):
        if keys:
            more = ", …" if len(keys) > FEW else ""
            click.echo(f"{len(keys)} files {what}: {', '.join(keys[:FEW])}{more}.", err=True)
    if manifest.missing or manifest.damaged:
        click.get_current_context().exit(INCOMPLETE)


def _warn_of_another_key(place: Place, backup: Checked, keys: Mapping[str, str]) -> None:
    here, mark = keys.get("CRM_SECRET_KEY") or place.secret, backup.about.key_mark
    if mark and (here is None or mark_of(here) != mark):
        click.echo(
            "CRM_SECRET_KEY is not the one of the backup: start Foyer with that one, or the "
            "secrets of webhooks cannot be read and must be made anew.",
            err=True,
        )
