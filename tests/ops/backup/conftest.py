"""Places to save and places to fill: databases and folders of the tests' own."""

import asyncio
import hashlib
import subprocess
from collections.abc import Awaitable, Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TypeVar

import asyncpg
import pytest

from ops.backup.papers import Sum
from ops.backup.tables import reached, sums_of, tables_of
from ops.seed.store import Sizes, seed_database
from tests.ops.conftest import crm_here
from tests.support.servers import Servers

SECRET = "s" * 40
PASSPHRASE = "correct horse battery"
FILES = {"attachments/roof": b"%PDF-1.7 roof", "attachments/long": bytes(range(256)) * 40_000}
T = TypeVar("T")
numbers = count(1)


@dataclass(frozen=True)
class Instance:
    database_url: str
    files: Path
    away: Path

    def crm(self, *arguments: object, **settings: str) -> subprocess.CompletedProcess[str]:
        given = {"DATABASE_URL": self.database_url, "CRM_FILES": str(self.files)}
        words = [*map(str, arguments), "--state", str(self.away)]
        return crm_here(*words, **{"CRM_SECRET_KEY": SECRET} | given | settings)

    def sums(self) -> dict[str, Sum]:
        async def question(connection: asyncpg.Connection) -> dict[str, Sum]:
            return await sums_of(connection, await tables_of(connection))

        return self.ask(question)

    def run(self, statement: str, *values: object) -> list[asyncpg.Record]:
        async def question(connection: asyncpg.Connection) -> list[asyncpg.Record]:
            return list(await connection.fetch(statement, *values))

        return self.ask(question)

    def ask(self, question: Callable[[asyncpg.Connection], Awaitable[T]]) -> T:
        """In a thread, for whoever asks may have a loop that runs."""

        async def ask() -> T:
            async with reached(self.database_url) as connection:
                return await question(connection)

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(ask())).result()

    def contents(self) -> dict[str, bytes]:
        found = (path for path in self.files.rglob("*") if path.is_file())
        kept = (path for path in found if "#" not in path.name)  # a draft, which is swept
        return {str(path.relative_to(self.files)): path.read_bytes() for path in kept}


@contextmanager
def new_instance(servers: Servers, worker_id: str, folder: Path) -> Generator[Instance]:
    number = next(numbers)
    with servers.copy_of_template(f"{worker_id}_place_{number}") as url:
        yield Instance(url, folder / f"files-{number}", folder / "nowhere")


def fill(instance: Instance) -> None:
    """A small company with its history, and two files, one of them in several pieces."""
    sizes = Sizes(clients=30, deals=60, tasks=40)
    until = datetime(2026, 11, 20, tzinfo=UTC)
    asyncio.run(seed_database(instance.database_url, sizes, seed=1, until=until))
    for key, content in FILES.items():
        path = instance.files / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        instance.run(
            "INSERT INTO attachments (entity_type, entity_id, file_name, content_type, size, state,"
            " version, uploaded_by, key, sha256) SELECT 'client', clients.id, 'offer.pdf',"
            " 'application/pdf', $1, 'ready', 1, owner_id, $2, $3 FROM clients ORDER BY id LIMIT 1",
            len(content),
            key,
            hashlib.sha256(content).hexdigest(),
        )


@pytest.fixture(scope="module")
def company(
    servers: Servers, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Instance]:
    with new_instance(servers, worker_id, tmp_path_factory.mktemp("company")) as instance:
        fill(instance)
        yield instance


@pytest.fixture
def empty(servers: Servers, worker_id: str, tmp_path: Path) -> Iterator[Instance]:
    with ExitStack() as stack:
        yield stack.enter_context(new_instance(servers, worker_id, tmp_path))


@pytest.fixture(scope="module")
def backups(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("backups")


@pytest.fixture(scope="module")
def plain(company: Instance, backups: Path) -> Path:
    """A backup of the company that nobody encrypted."""
    path = backups / "plain.crm"
    assert company.crm("backup", path).returncode == 0
    return path


@pytest.fixture(scope="module")
def passphrase(backups: Path) -> Path:
    path = backups / "passphrase"
    path.write_text(f"{PASSPHRASE}\n")
    return path


@pytest.fixture(scope="module")
def encrypted(company: Instance, backups: Path, passphrase: Path) -> Path:
    """With the keys. Made once, for age takes a second on purpose over each passphrase."""
    path = backups / "encrypted.crm"
    secret = ("--passphrase-file", passphrase)
    assert company.crm("backup", path, *secret, "--with-keys").returncode == 0
    return path
