"""`crm openapi`"""

from pathlib import Path

import click


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
def openapi(file: Path | None) -> None:
    """Print the API's OpenAPI document, or write it to FILE; no server is needed."""
    from ops.openapi import document

    if file is None:
        click.echo(document(), nl=False)
    else:
        file.write_text(document())
