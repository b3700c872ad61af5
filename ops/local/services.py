"""PostgreSQL and Valkey from wheels, started together and stopped together."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from ops.local.account import server_account
from ops.local.postgres import Postgres
from ops.local.process import Process
from ops.local.state import Instance, State
from ops.local.valkey import Valkey

STOP_SECONDS = 30


class EmbeddedServices:
    def __init__(self, state: State, instance: Instance, *, durable: bool) -> None:
        account = server_account(Path(instance.servers_folder or state.folder) / "postgres")
        servers = state.servers_folder(instance, account, lasting=durable)
        password = instance.server_password
        self._instance = instance
        self._valkey = Valkey(
            servers, account, port=instance.valkey_port, password=password, durable=durable
        )
        self._postgres = Postgres(
            servers, account, port=instance.postgres_port, password=password, durable=durable
        )
        self._state = state
        self.processes: list[Process] = []

    @property
    def database_url(self) -> str:
        return self._instance.database_url()

    @property
    def redis_url(self) -> str:
        return self._instance.redis_url

    def create_database(self, name: str, *, template: str = "template1") -> str:
        """Makes it unless it exists, as a copy of ``template``, and says its URL."""
        self._postgres.create_database(name, template=template)
        return self._instance.database_url(name)

    def drop_database(self, name: str) -> None:
        """Even one that is in use."""
        self._postgres.drop_database(name)

    def start(self) -> None:
        """Raises Refused with the server's own words when one of them cannot start."""
        for server in (self._valkey, self._postgres):
            server.prepare()
            process = Process(server.program(), logs=self._state.logs, locks=self._state.locks)
            self.processes.append(process)
            process.start()
        for process in self.processes:
            process.wait_ready()
        self.create_database("crm")

    def stop(self) -> None:
        for process in self.processes:
            process.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self.processes:
            process.wait_stopped(deadline)


@contextmanager
def embedded_services(folder: Path, *, durable: bool = True) -> Generator[EmbeddedServices]:
    """Runs them on the data in ``folder``, made there at first; raises Refused if it is in use.

    Without ``durable`` a crash of the machine may lose data, and everything is faster.
    Call it in the main thread.
    """
    state = State(folder)
    with state.claimed() as instance:
        services = EmbeddedServices(state, instance, durable=durable)
        try:
            services.start()
            yield services
        finally:
            services.stop()
