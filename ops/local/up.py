"""Everything Foyer needs, started in order, kept running, stopped together."""

import os
import secrets

import click

from ops.errors import Refused
from ops.local.ports import is_free
from ops.local.postgres import Postgres
from ops.local.process import Processes
from ops.local.programs import programs
from ops.local.schema import is_current
from ops.local.services import STOP_SECONDS, servers
from ops.local.signals import stops_when_asked
from ops.local.state import Instance, Running, State
from ops.local.supervisor import keep_running

PATIENCE = 3.0  # seconds that our own programs get to end
ADMIN = "admin@example.com"


def run(state: State, *, port: int, demo: bool, smtp: str = "") -> None:
    """``smtp`` is the address of a mail server, which takes the place of the inbox for developers.

    Returns when it was asked to stop and all has stopped; raises Refused if it cannot start."""
    with (
        stops_when_asked(),
        state.claimed() as instance,
        Processes(state, patience=STOP_SECONDS) as the_servers,
        Processes(state, patience=PATIENCE) as the_programs,
    ):
        for each in (port, port + 1):
            if not is_free(each):
                raise Refused(f"Port {each} is taken; stop what runs there or give another --port.")
        smtp = smtp or os.environ.get("CRM_SMTP", "")
        running = _addresses(instance, port, has_inbox=not smtp)
        ours = programs(state, instance, running, port=port, smtp=smtp)
        postgres = _start_servers(state, instance, the_servers)
        the_programs.start(ours.bff)  # needs no tables, so it loads while they are made
        credentials = _prepare(state, instance, running, demo=demo)
        if postgres and credentials:
            postgres.settle()
        the_programs.start(ours.backend)
        the_programs.start(ours.worker)
        if ours.inbox:
            the_programs.start(ours.inbox)
        the_programs.wait_ready()
        state.announce(running)
        mails = f" and shows its mails at {running.inbox_url}" if running.inbox_url else ""
        click.echo(f"Foyer runs at {running.url}{mails}{credentials}")
        _remember_greeting(state, instance)
        keep_running([*the_servers, *the_programs], say=_warn)


def _addresses(instance: Instance, port: int, *, has_inbox: bool) -> Running:
    return Running(
        url=f"http://localhost:{port}",
        api_url=f"http://localhost:{port + 1}",
        database_url=os.environ.get("DATABASE_URL") or instance.database_url(),
        redis_url=os.environ.get("REDIS_URL") or instance.redis_url,
        inbox_url=f"http://localhost:{instance.inbox_port}" if has_inbox else "",
    )


def _start_servers(state: State, instance: Instance, processes: Processes) -> Postgres | None:
    """Those that no URL in the environment replaces. Returns PostgreSQL, if it is one of them."""
    own_postgres, own_valkey = (not os.environ.get(n) for n in ("DATABASE_URL", "REDIS_URL"))
    if not (own_postgres or own_valkey):
        return None
    postgres, valkey = servers(state, instance, durable=True)
    if own_valkey:
        processes.start(valkey.prepared())
    if own_postgres:
        processes.start(postgres.prepared())
    processes.wait_ready()
    if not own_postgres:
        return None
    postgres.create_database("crm")
    return postgres


def _prepare(state: State, instance: Instance, running: Running, *, demo: bool) -> str:
    """The tables, and on the first start an admin; says how to sign in, if nobody knows yet.

    A password of our making is kept until it was shown: a start killed half way must not lose it.
    """
    if not is_current(running.database_url):
        # Takes longer to load than the BFF.
        from ops.upgrade.doing import upgrade_on_start  # noqa: PLC0415  # it loads the migrations

        upgrade_on_start(state, instance, running.database_url)
    if instance.greeted:
        return ""
    from ops.local.prepare import first_admin  # noqa: PLC0415  # for the same reason

    given = os.environ.get("CRM_ADMIN_PASSWORD")
    email = os.environ.get("CRM_ADMIN_EMAIL") or ADMIN
    password = given or instance.admin_password or secrets.token_urlsafe(12)
    instance.admin_password = "" if given else password
    state.save(instance)
    if not first_admin(running.database_url, email=email, password=password, demo=demo):
        return ""
    return f" · sign in as {email}" + ("" if given else f" with the password {password}")


def _remember_greeting(state: State, instance: Instance) -> None:
    instance.admin_password = ""
    instance.greeted = True
    state.save(instance)


def _warn(line: str) -> None:
    click.echo(line, err=True)
