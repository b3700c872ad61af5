"""`crm user`"""

import sys

import click

from ops.commands.options import database_url


@click.command()
@click.argument("email")
@click.option("--name", required=True, help="As others see it.")
@click.option("--role", type=click.Choice(["ADMIN", "USER"]), default="USER", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@database_url
def add(email: str, name: str, role: str, database: str, *, password_stdin: bool) -> None:
    """Add a user; the password is asked for, or read from standard input."""
    import asyncio

    from ops.accounts import add_user

    password = _password(from_stdin=password_stdin)
    asyncio.run(add_user(database, email=email, full_name=name, role=role, password=password))
    click.echo(f"{email} may sign in.")


@click.command("reset-password")
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@database_url
def reset(email: str, database: str, *, password_stdin: bool) -> None:
    """Give a user a new password, and end their sessions."""
    import asyncio

    from ops.accounts import reset_password

    password = _password(from_stdin=password_stdin)
    asyncio.run(reset_password(database, email=email, password=password))
    click.echo(f"{email} may sign in with the new password.")


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password


@click.group(commands=[add, reset])
def user() -> None:
    """People who may sign in."""
