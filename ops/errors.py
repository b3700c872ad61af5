"""What stops a command for a reason its user can act on."""

import click


class Refused(click.ClickException):
    """One sentence for a person; the command prints it and ends with exit code 1."""
