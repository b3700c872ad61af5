"""An import from the command line: upload, map, start, watch, report."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ops.api import Api
from ops.errors import Refused

LOOK_EVERY = 0.3  # seconds
ENDED = ("DONE", "FAILED", "UNDONE")
OUTCOMES = ("created", "updated", "unchanged", "rejected")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """``columns`` goes from our field to the file's column, as the API wants it."""

    entity: str
    file: Path
    columns: dict[str, str]
    values: dict[str, dict[str, str]]
    constants: dict[str, str]
    match_by: str | None
    dry_run: bool
    rejected: Path | None
    sheet: str | None


def translations(values: Iterable[tuple[str, str]]) -> dict[str, dict[str, str]]:
    """``[("status:In_Progress", "IN_PROGRESS")]`` by field; raises Refused without a field."""
    by_field: dict[str, dict[str, str]] = {}
    for cell, value in values:
        field, colon, text = cell.partition(":")
        if not colon:
            raise Refused(f"--value {cell}={value} names no field; write FIELD:TEXT=VALUE.")
        by_field.setdefault(field, {})[text] = value
    return by_field


def run_import(api: Api, plan: Plan) -> None:
    """Prints the outcome; raises Refused where the server refuses the file or the mapping."""
    upload = _upload(api, plan)
    _say_how_it_is_read(upload)
    mapping = {f: c for f, c in (upload["suggested_mapping"] | plan.columns).items() if c}
    for field, column in mapping.items():
        click.echo(f"{column} → {field}")
    api.post(
        f"imports/{upload['id']}/start",
        json={
            "mapping": mapping,
            "values": plan.values,
            "constants": plan.constants,
            "match_by": plan.match_by,
            "dry_run": plan.dry_run,
        },
    )
    done = _watch(api, upload["id"], "importing", "processed", "total_rows")
    counts = ", ".join(f"{done[outcome]:,} {outcome}" for outcome in OUTCOMES)
    click.echo(f"{'Would be: ' if plan.dry_run else ''}{counts}")
    if done["rejected"]:
        target = plan.rejected or Path(f"rejected-{plan.entity}-{upload['id']}.csv")
        target.write_bytes(api.download(f"imports/{upload['id']}/rejected.csv"))
        click.echo(f"The rejected rows and their reasons are in {target}.")
    if not plan.dry_run and (done["created"] or done["updated"]):
        click.echo(f"To take it back: crm import undo {upload['id']}")


def run_undo(api: Api, import_id: str, leftovers: Path | None) -> None:
    """Prints the outcome; raises Refused where the server refuses."""
    api.post(f"imports/{import_id}/undo")
    done = _watch(api, import_id, "undoing", "trashed", "undo_total")
    click.echo(
        f"{done['trashed']:,} went to the trash, {done['reverted']:,} have their old values back, "
        f"{done['left_alone']:,} were changed since and left as they are"
    )
    if done["left_alone"]:
        target = leftovers or Path(f"leftovers-{import_id}.csv")
        target.write_bytes(api.download(f"imports/{import_id}/leftovers.csv"))
        click.echo(f"Those and the reasons are in {target}.")


def _upload(api: Api, plan: Plan) -> Any:
    fields = {"entity": plan.entity} | ({"sheet": plan.sheet} if plan.sheet else {})
    with plan.file.open("rb") as content:
        return api.post("imports/", data=fields, files={"file": (plan.file.name, content)})


def _say_how_it_is_read(upload: Any) -> None:
    """Only what is a guess, or a choice among several."""
    layout = upload["layout"]
    if not layout["encoding_is_certain"]:
        click.echo(f"The encoding is taken for {layout['encoding']}")
    if len(layout["sheets"]) > 1:
        click.echo(f"Sheet {layout['sheet']}")
    for column in upload["detected"]:
        if column["certainty"] == "guessed":
            ways = [way for way in (column["decimal"], column["date_order"]) if way]
            click.echo(f"{column['name']} could be read in two ways; taken: {' '.join(ways)}")


def _watch(api: Api, import_id: str, what: str, done: str, total: str) -> Any:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *(*columns, TimeRemainingColumn()),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as progress:
        bar = progress.add_task(what, total=None)
        while (view := api.get(f"imports/{import_id}"))["state"] not in ENDED:
            progress.update(bar, completed=view[done], total=view[total] or None)
            time.sleep(LOOK_EVERY)
    if view["error"]:
        raise Refused(f"The {what} failed: {view['error']}")
    return view
