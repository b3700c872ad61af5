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
ENDED = ("DONE", "FAILED")
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
    done = _watch(api, upload["id"])
    counts = ", ".join(f"{done[outcome]:,} {outcome}" for outcome in OUTCOMES)
    click.echo(f"{'Would be: ' if plan.dry_run else ''}{counts}")
    if done["rejected"]:
        _save_rejected(api, plan, upload["id"])


def _upload(api: Api, plan: Plan) -> Any:
    with plan.file.open("rb") as content:
        return api.post(
            "imports/", data={"entity": plan.entity}, files={"file": (plan.file.name, content)}
        )


def _watch(api: Api, import_id: str) -> Any:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *(*columns, TimeRemainingColumn()),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as progress:
        bar = progress.add_task("importing", total=None)
        while (view := api.get(f"imports/{import_id}"))["state"] not in ENDED:
            progress.update(bar, completed=view["processed"], total=view["total_rows"] or None)
            time.sleep(LOOK_EVERY)
    if view["error"]:
        raise Refused(f"The import failed: {view['error']}")
    return view


def _save_rejected(api: Api, plan: Plan, import_id: str) -> None:
    target = plan.rejected or Path(f"rejected-{plan.entity}-{import_id}.csv")
    target.write_bytes(api.download(f"imports/{import_id}/rejected.csv"))
    click.echo(f"The rejected rows and their reasons are in {target}.")
