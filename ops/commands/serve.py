"""`crm serve` and `crm alive`"""

import click

from ops.serving import EVERYWHERE, ROLES, Role

role_argument = click.argument("role", envvar="CRM_ROLE", type=click.Choice(ROLES))


@click.command()
@role_argument
@click.option(
    "--trust",
    envvar="CRM_TRUSTED_PROXIES",
    default="",
    help="Addresses or networks, with commas, whose X-Forwarded-For is believed.",
)
@click.option("--host", default=EVERYWHERE, show_default=True, help="Of a web program.")
@click.option("--port", type=int, help="Of a web program; the backend's is 8001, the bff's 8000.")
@click.option("--reload", is_flag=True, help="Start again when a file changes.")
def serve(role: Role, trust: str, host: str, port: int | None, *, reload: bool) -> None:
    """Run one of Foyer's programs, as a container does; settings come from the environment."""
    import os

    from ops.serving import served

    argv = served(role, host=host, port=port, trusted=trust, reload=reload)
    os.execv(argv[0], argv)  # noqa: S606  # so that signals reach the program itself


@click.command()
@role_argument
def alive(role: Role) -> None:
    """End with 1 where this container's program must be started again."""
    import os

    from backend.settings import told
    from ops.serving import require_alive

    require_alive(role, redis_url=told(os.environ, "REDIS_URL"))
