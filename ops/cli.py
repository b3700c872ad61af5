"""The `crm` command: a table of contents."""

import click

from ops.commands.backup import backup, export_all, import_all, restore
from ops.commands.imports import imports
from ops.commands.migrate import migrate
from ops.commands.openapi import openapi
from ops.commands.secrets import secrets
from ops.commands.seed import seed
from ops.commands.serve import alive, serve
from ops.commands.up import up
from ops.commands.upgrade import upgrade
from ops.commands.user import user


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Foyer from the command line."""


for command in (
    *(up, migrate, user, seed, imports, openapi, serve, alive, secrets),
    *(backup, restore, export_all, import_all, upgrade),
):
    main.add_command(command)
