"""`crm secrets`"""

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), required=False)
def secrets(folder: Path | None) -> None:
    """Make the secrets of ops/compose.prod.yaml in FOLDER (ops/secrets); keep what is there."""
    from ops.secrets import FOLDER, make_secrets

    made = make_secrets(folder or FOLDER)
    click.echo(f"Made {', '.join(made)}." if made else "Nothing was missing.")
