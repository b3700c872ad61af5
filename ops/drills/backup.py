"""`task drill:backup`: backs up, restores, exports and imports a large instance, and compares.

Each step is a `crm` of its own, as an operator would run it; its seconds and its memory are told.
"""

import asyncio
import hashlib
import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import asyncpg
import click

from ops.backup.papers import Sum
from ops.backup.tables import reached, sums_of, tables_of
from ops.database import migrate
from ops.local.services import embedded_services

CRM = [sys.executable, "-c", "from ops.cli import main; main()"]
ATTACH = """
    INSERT INTO attachments (entity_type, entity_id, file_name, content_type, size, state, version,
        uploaded_by, key, sha256)
    SELECT 'client', id, 'offer.pdf', 'application/pdf', $1, 'ready', 1, owner_id, $2, $3
    FROM clients ORDER BY id LIMIT 1
"""


class Instance:
    """A database and a folder; ``crm`` works on them."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder

    def crm(self, *arguments: object, **settings: str) -> None:
        """Says what it took; ends the drill where the command fails."""
        words = [str(word) for word in arguments]
        ours = {"DATABASE_URL": self.url, "CRM_FILES": str(self.folder / "files")}
        started = time.monotonic()
        command = subprocess.Popen(
            [*CRM, *words, *(() if words[0] == "seed" else ("--state", str(self.folder)))],
            env=os.environ | ours | settings,
            stdout=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(command.pid, 0)
        command.returncode = os.waitstatus_to_exitcode(status)
        seconds, memory = time.monotonic() - started, usage.ru_maxrss / 1000
        click.echo(f"{words[0]:<11} {seconds:7.1f} s  {memory:5.0f} MB of memory")
        if command.returncode:
            sys.exit(f"{words[0]} failed")

    def sums(self) -> dict[str, Sum]:
        async def ask() -> dict[str, Sum]:
            async with reached(self.url) as connection:
                return await sums_of(connection, await tables_of(connection))

        return asyncio.run(ask())

    def files(self) -> dict[str, str]:
        found = (path for path in (self.folder / "files").rglob("*") if path.is_file())
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in found}

    async def attach(self, count: int, size: int) -> None:
        folder = self.folder / "files" / "attachments"
        folder.mkdir(parents=True)
        connection = await asyncpg.connect(self.url)
        for number in range(count):
            content = secrets.token_bytes(size)
            (folder / f"file-{number}").write_bytes(content)
            digest = hashlib.sha256(content).hexdigest()
            await connection.execute(ATTACH, size, f"attachments/file-{number}", digest)
        await connection.close()


@click.command()
@click.option("--clients", default=100_000, show_default=True)
@click.option("--files", default=400, show_default=True, help="Of 250 kB each.")
def main(clients: int, files: int) -> None:
    """Ends with 1 where what came back is not what was there."""
    with tempfile.TemporaryDirectory(prefix="foyer-drill-") as folder:
        box = Path(folder)
        box.chmod(0o711)  # the servers' account must pass
        with embedded_services(box / "state") as services:
            names = ("source", "restored", "imported")
            source, *places = (Instance(services.create_database(n), box / n) for n in names)
            migrate(source.url)
            source.crm("seed", "--clients", clients, "--deals", 2 * clients, "--tasks", clients)
            asyncio.run(source.attach(files, 250_000))
            _go_round(box, source, *places)


def _go_round(box: Path, source: Instance, restored: Instance, imported: Instance) -> None:
    words = {"CRM_BACKUP_PASSPHRASE": secrets.token_urlsafe(16)}
    source.crm("backup", box / "plain.crm")
    source.crm("backup", box / "sealed.crm", **words)
    restored.crm("restore", "--check", box / "sealed.crm", **words)
    restored.crm("restore", box / "sealed.crm", **words)
    source.crm("export-all", box / "all")
    imported.crm("import-all", box / "all")
    before = source.sums()
    size = sum(each.size for each in before.values()) / 1e6
    rows = sum(each.rows or 0 for each in before.values())
    packed = (box / "plain.crm").stat().st_size / 1e6
    click.echo(f"{rows:,} rows, {size:.0f} MB as CSV; {packed:.0f} MB packed with its files")
    for place in (restored, imported):
        if (place.sums(), place.files()) != (before, source.files()):
            sys.exit(f"{place.folder.name} is not what was there")
    click.echo("what came back is what was there, both ways")


if __name__ == "__main__":
    main()
