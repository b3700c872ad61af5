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

    if password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    asyncio.run(add_user(database, email=email, full_name=name, role=role, password=password))
    click.echo(f"{email} may sign in.")


@click.group(commands=[add])
def user() -> None:
    """People who may sign in."""
