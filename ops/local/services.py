"""PostgreSQL and Valkey from wheels, started together and stopped together."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ops.local.account import server_account
from ops.local.postgres import Postgres
from ops.local.process import Processes
from ops.local.state import Instance, State
from ops.local.valkey import Valkey

STOP_SECONDS = 30  # PostgreSQL may have much to write, so it is not killed lightly


@dataclass(frozen=True)
class EmbeddedServices:
    database_url: str
    redis_url: str
    _instance: Instance
    _postgres: Postgres

    def create_database(self, name: str, *, template: str = "template1") -> str:
        """Makes it unless it exists, as a copy of ``template``, and says its URL."""
        self._postgres.create_database(name, template=template)
        return self._instance.database_url(name)

    def drop_database(self, name: str) -> None:
        """Even one that is in use."""
        self._postgres.drop_database(name)


def servers(state: State, instance: Instance, *, durable: bool) -> tuple[Postgres, Valkey]:
    account = server_account(state.folder)
    folder = state.servers_folder(account, lasting=durable)
    password = instance.server_password
    postgres = Postgres(
        folder, account, port=instance.postgres_port, password=password, durable=durable
    )
    valkey = Valkey(folder, account, port=instance.valkey_port, password=password, durable=durable)
    return postgres, valkey


@contextmanager
def embedded_services(folder: Path, *, durable: bool = True) -> Generator[EmbeddedServices]:
    """Runs them on the data in ``folder``, made there at first; raises Refused if it is in use.

    Without ``durable`` a crash of the machine may lose data, and everything is faster.
    Call it in the main thread.
    """
    state = State(folder)
    with state.claimed() as instance, Processes(state, patience=STOP_SECONDS) as processes:
        postgres, valkey = servers(state, instance, durable=durable)
        processes.start(valkey.prepared())
        processes.start(postgres.prepared())
        processes.wait_ready()
        postgres.create_database("crm")
        yield EmbeddedServices(instance.database_url(), instance.redis_url, instance, postgres)


@contextmanager
def embedded_postgres(folder: Path) -> Generator[tuple[Instance, str]]:
    """The database alone, with its URL, for a command that needs nothing else; likewise."""
    state = State(folder)
    with state.claimed() as instance, Processes(state, patience=STOP_SECONDS) as processes:
        postgres, _ = servers(state, instance, durable=True)
        processes.start(postgres.prepared())
        processes.wait_ready()
        postgres.create_database("crm")
        yield instance, instance.database_url()
