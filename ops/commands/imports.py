"""`crm import`"""

from collections.abc import Callable
from pathlib import Path

import click

URL_HELP = "The API's address. Default: the `crm up` from here."


def pairs(form: str) -> Callable[[click.Context, click.Parameter, tuple[str, ...]], object]:
    """Splits each at its last sign, for a column of another system may be called anything."""
    field = 0 if form.startswith("FIELD") else 1

    def pair(text: str) -> tuple[str, str]:
        left, sign, right = text.rpartition("=")
        if not sign or not (left, right)[field]:
            raise click.BadParameter(f"expected {form}, not {text!r}")
        return left, right

    def split(
        _context: click.Context, _parameter: click.Parameter, texts: tuple[str, ...]
    ) -> list[tuple[str, str]]:
        return [pair(text) for text in texts]

    return split


@click.group("import")
def imports() -> None:
    """Import clients, deals or tasks from a file, or take an import back."""


@imports.command("undo")
@click.argument("import_id", metavar="ID")
@click.option("--leftovers", type=click.Path(path_type=Path), help="Where what is left is listed.")
@click.option("--url", envvar="CRM_URL", help=URL_HELP)
def undo(import_id: str, leftovers: Path | None, url: str | None) -> None:
    """Take the import ID back.

    What it made goes to the trash, what it changed gets its old values back; what someone has
    changed since is left as it is and listed in a file.
    """
    from ops.api import Api
    from ops.importing import run_undo

    with Api(url) as api:
        run_undo(api, import_id, leftovers)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--map",
    "columns",
    metavar="COLUMN=FIELD",
    multiple=True,
    callback=pairs("COLUMN=FIELD"),
    help="Read a field from a column; repeat it. `=FIELD` leaves a field out.",
)
@click.option(
    "--value",
    "values",
    metavar="FIELD:TEXT=VALUE",
    multiple=True,
    callback=pairs("FIELD:TEXT=VALUE"),
    help="Read a cell's text as another value; repeat it.",
)
@click.option(
    "--set",
    "constants",
    metavar="FIELD=VALUE",
    multiple=True,
    callback=pairs("FIELD=VALUE"),
    help="Give every row this value; repeat it.",
)
@click.option("--match-by", type=click.Choice(["external_id", "email", "name"]))
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--rejected", type=click.Path(path_type=Path), help="Where rejected rows go.")
@click.option("--sheet", help="Which sheet of a workbook to read. Default: the first.")
@click.option("--url", envvar="CRM_URL", help=URL_HELP)
@click.pass_context
def import_file(
    context: click.Context,
    file: Path,
    columns: list[tuple[str, str]],
    values: list[tuple[str, str]],
    constants: list[tuple[str, str]],
    match_by: str | None,
    rejected: Path | None,
    sheet: str | None,
    url: str | None,
    *,
    dry_run: bool,
) -> None:
    """Import them from FILE: CSV, or an Excel workbook (.xlsx).

    Columns whose names say what they hold need no --map. Each row is created, updated, unchanged,
    or rejected with a reason; rejected rows are written to a file of their own. Sign in by
    CRM_TOKEN, or CRM_EMAIL and CRM_PASSWORD, or when asked.
    """
    from ops.api import Api
    from ops.importing import Plan, run_import, translations

    plan = Plan(
        entity=str(context.info_name),
        file=file,
        columns={field: column for column, field in columns},
        values=translations(values),
        constants=dict(constants),
        match_by=match_by,
        dry_run=dry_run,
        rejected=rejected,
        sheet=sheet,
    )
    with Api(url) as api:
        run_import(api, plan)


for entity in ("clients", "deals", "tasks"):
    imports.add_command(
        click.Command(
            entity,
            params=import_file.params,
            callback=import_file.callback,
            help=import_file.help,
            short_help=f"Import {entity}.",
        )
    )
