"""An upgrade: planned, backed up before, and all or nothing."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from ops.backup.doing import pack
from ops.backup.place import Place, found, here
from ops.database import lay_settings_on_role, migrate
from ops.errors import Refused
from ops.local.state import Instance, State
from ops.upgrade.plan import Plan, planned

KEPT = 3  # backups from before upgrades
NAME = "before-{target}-{now:%Y%m%dT%H%M%SZ}.crm"
Say = Callable[[str], object]


def upgrade(
    state: State,
    backups: Path | None,
    passphrase: str | None,
    *,
    check: bool,
    without: bool,
    pooled: bool,
) -> None:
    """Raises Refused with the reasons; ``check`` only says what would be done."""
    with found(state) as place:
        folder = None if without else backups or _folder_of(place)
        plan = asyncio.run(planned(place.database_url, folder))
        if check:
            _tell(plan, folder)
        elif folder is None and not without and plan.steps:
            raise Refused("Say where the backup goes by --backups FOLDER, or --no-backup.")
        else:
            carry_out(place, plan, folder, passphrase, say=click.echo)
            if pooled:
                lay_settings_on_role(place.database_url)


def upgrade_on_start(state: State, instance: Instance, database_url: str) -> None:
    """What `crm up` does about tables of another version; those of an empty database are made."""
    place = here(database_url, state, instance)
    folder = _folder_of(place)
    plan = asyncio.run(planned(database_url, folder))
    say: Say = click.echo if plan.revision else lambda _: None
    carry_out(place, plan, folder, None, say=say)


def carry_out(
    place: Place, plan: Plan, folder: Path | None, passphrase: str | None, *, say: Say
) -> None:
    if plan.refusals:
        raise Refused(" ".join(plan.refusals))
    if folder and plan.steps:
        file = _back_up(place, plan, folder, passphrase)
        say(f"The tables of version {plan.revision} are backed up in {file}.")
    if plan.is_done:
        say(f"The tables are of version {plan.target}, the newest.")
        return
    migrate(place.database_url)
    say(f"The tables are of version {plan.target} now.")


def _tell(plan: Plan, folder: Path | None) -> None:
    for line in plan.lines():
        click.echo(line)
    if plan.refusals:
        click.get_current_context().exit(1)
    if plan.steps:
        where = f"in {folder}, {plan.backup / 1e6:,.1f} MB at most" if folder else "nowhere"
        click.echo(f"The backup before it would be {where}.")


def _folder_of(place: Place) -> Path | None:
    return place.state.folder / "backups" if place.state else None


def _back_up(place: Place, plan: Plan, folder: Path, passphrase: str | None) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / NAME.format(target=plan.target, now=datetime.now(UTC))
    pack(place, file, passphrase, with_keys=False)
    for old in sorted(folder.glob("before-*.crm"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        old.unlink()
    return file
