"""`crm backup`: whole under its name or not there, and plain about what is not in it."""

import asyncio
import gzip
import tarfile
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path

import msgspec
import pytest

from backend.migrations.runner import revisions
from ops.backup.boxes import PIECE, Box, Folder, Write, new_folder, new_pack
from ops.backup.place import found
from ops.backup.saving import save
from ops.local.state import State
from tests.ops.backup.conftest import FILES, Instance

pytestmark = pytest.mark.slow

Opens = Callable[[Path], AbstractContextManager[Box]]
KINDS = "SELECT DISTINCT relkind::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"
KEYLESS = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
        AND oid NOT IN (SELECT indrelid FROM pg_index WHERE indisprimary)
"""


def test_it_is_a_tar_that_every_system_opens(plain: Path) -> None:
    with gzip.open(plain) as packed, tarfile.open(fileobj=packed) as tar:
        names = tar.getnames()
        about = msgspec.json.decode(tar.extractfile("about.json").read())  # type: ignore[union-attr]  # it is a file

    assert (names[0], names[-1]) == ("about.json", "manifest.json")
    assert {"tables/clients.csv", "files/attachments/roof"} <= {*names}
    assert "files/attachments/long.000002" in names
    assert len(FILES["attachments/long"]) > PIECE
    assert about["revision"] == revisions()[-1]
    assert plain.stat().st_mode & 0o077 == 0


def test_keys_are_left_out_and_it_says_so(company: Instance, tmp_path: Path) -> None:
    done = company.crm("backup", tmp_path / "a.crm")

    assert "The keys are not in it. Keep CRM_SECRET_KEY" in done.stdout
    assert "It is not encrypted" in done.stdout
    assert b"s" * 40 not in gzip.decompress((tmp_path / "a.crm").read_bytes())


def test_keys_go_into_an_encrypted_one_alone(company: Instance, tmp_path: Path) -> None:
    done = company.crm("backup", tmp_path / "a.crm", "--with-keys")

    assert (done.returncode, list(tmp_path.iterdir())) == (1, [])
    assert done.stderr.startswith("Error: Keys are only written into an encrypted backup")


def test_a_short_passphrase_is_refused(company: Instance, tmp_path: Path) -> None:
    done = company.crm("backup", tmp_path / "a.crm", CRM_BACKUP_PASSPHRASE="short")

    assert done.stderr == "Error: A passphrase has 12 characters or more.\n"


@pytest.mark.parametrize("box", [partial(new_pack, passphrase=None), new_folder])
def test_one_that_was_interrupted_leaves_nothing(box: Opens, tmp_path: Path) -> None:
    with suppress(KeyboardInterrupt), box(tmp_path / "a") as half:
        with half.entry("about.json") as write:
            write(b"x" * PIECE)
        raise KeyboardInterrupt

    assert list(tmp_path.iterdir()) == []


def test_one_that_is_there_stays(company: Instance, plain: Path) -> None:
    before = plain.read_bytes()

    done = company.crm("backup", plain)

    assert done.stderr == f"Error: {plain} is there already; give another name.\n"
    assert plain.read_bytes() == before


def test_a_file_that_is_gone_is_told_and_the_rest_is_kept(
    company: Instance, tmp_path: Path
) -> None:
    file = company.files / "attachments/roof"
    file.rename(tmp_path / "roof")
    try:
        done = company.crm("backup", tmp_path / "a.crm")
    finally:
        (tmp_path / "roof").rename(file)

    assert done.returncode == 3
    assert (
        "1 files are named by the database and not in the storage: attachments/roof" in done.stderr
    )
    assert company.crm("restore", "--check", tmp_path / "a.crm").returncode == 0


def test_a_file_that_rotted_is_told(company: Instance, tmp_path: Path) -> None:
    file = company.files / "attachments/roof"
    file.write_bytes(b"%PDF-1.7 rot!")
    done = company.crm("backup", tmp_path / "a.crm")
    file.write_bytes(FILES["attachments/roof"])

    assert done.returncode == 3
    assert "1 files are not what was attached: attachments/roof" in done.stderr


def test_what_is_deleted_meanwhile_is_no_loss(
    company: Instance, empty: Instance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tables are of the moment before, and the restored place is as if of the one after."""

    class Meanwhile(Folder):
        @contextmanager
        def entry(self, name: str) -> Generator[Write]:
            if name == "files/attachments/long":
                row = company.run("DELETE FROM attachments WHERE key LIKE '%roof' RETURNING *")
                removed.append(row[0])
                (company.files / "attachments/roof").unlink()
            with super().entry(name) as write:
                yield write

    removed: list[object] = []
    monkeypatch.setenv("DATABASE_URL", company.database_url)
    monkeypatch.setenv("CRM_FILES", str(company.files))
    with found(State(tmp_path / "none")) as place, new_folder(tmp_path / "all") as box:
        asyncio.run(save(place, Meanwhile(box.path), with_keys=False))

    done = empty.crm("import-all", tmp_path / "all")

    assert done.returncode == 0, done.stderr
    assert [row[0] for row in empty.run("SELECT key FROM attachments")] == ["attachments/long"]
    assert [*empty.contents()] == ["attachments/long"]
    assert len(removed) == 1


def test_nothing_in_the_database_is_of_a_kind_that_it_does_not_know(company: Instance) -> None:
    """Tables, their partitions and indexes, views: whoever adds a sequence must add it here."""
    kinds = {row[0] for row in company.run(KINDS)}

    assert kinds <= {"r", "p", "i", "I", "v", "c", "t"}
    assert company.run(KEYLESS) == []
