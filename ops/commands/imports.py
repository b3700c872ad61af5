"""`crm import`"""

from collections.abc import Callable
from pathlib import Path

import click


def pairs(form: str) -> Callable[[click.Context, click.Parameter, tuple[str, ...]], object]:
    """Splits each at its last sign, for a column of another system may be called anything."""

    def split(
        _context: click.Context, _parameter: click.Parameter, texts: tuple[str, ...]
    ) -> list[tuple[str, str]]:
        for text in texts:
            if "=" not in text:
                raise click.BadParameter(f"expected {form}, not {text!r}")
        return [(left, right) for left, _, right in (text.rpartition("=") for text in texts)]

    return split


@click.command("import")
@click.argument("entity", type=click.Choice(["clients", "deals"]))
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
@click.option("--url", envvar="CRM_URL", help="The API's address. Default: the `crm up` from here.")
def import_file(
    entity: str,
    file: Path,
    columns: list[tuple[str, str]],
    values: list[tuple[str, str]],
    constants: list[tuple[str, str]],
    match_by: str | None,
    rejected: Path | None,
    url: str | None,
    *,
    dry_run: bool,
) -> None:
    """Import clients or deals from a CSV FILE.

    Columns whose names say what they hold need no --map. Each row is created, updated, unchanged,
    or rejected with a reason; rejected rows are written to a file of their own. Sign in by
    CRM_TOKEN, or CRM_EMAIL and CRM_PASSWORD, or when asked.
    """
    from ops.api import Api
    from ops.importing import Plan, run_import, translations

    plan = Plan(
        entity=entity,
        file=file,
        columns={field: column for column, field in columns},
        values=translations(values),
        constants=dict(constants),
        match_by=match_by,
        dry_run=dry_run,
        rejected=rejected,
    )
    with Api(url) as api:
        run_import(api, plan)
