"""`crm restore` and `crm import-all`: the same instance in an empty place, or one sentence."""

import gzip
import io
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ops.backup.conftest import FILES, PASSPHRASE, SECRET, Instance

pytestmark = pytest.mark.slow

Harm = Callable[[bytes], bytes]


def test_an_encrypted_backup_makes_the_same_instance(
    company: Instance, empty: Instance, tmp_path: Path, encrypted: Path, passphrase: Path
) -> None:
    keys = tmp_path / "keys.env"
    secret = ("--passphrase-file", passphrase, "--keys-to", keys)

    done = empty.crm("restore", encrypted, *secret, CRM_SECRET_KEY="")

    assert done.returncode == 0, done.stderr
    assert empty.sums() == company.sums()
    assert empty.contents() == FILES
    assert f"CRM_SECRET_KEY={SECRET}\n" in keys.read_text()
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert "all that was compared is equal" in done.stdout


def test_an_encrypted_backup_shows_nothing(encrypted: Path) -> None:
    content = encrypted.read_bytes()

    assert content.startswith(b"foyer-sealed-1 ")
    assert not any(each in content for each in (b"about.json", PASSPHRASE.encode()))


def test_an_export_makes_the_same_instance(
    company: Instance, empty: Instance, tmp_path: Path
) -> None:
    folder = tmp_path / "all"
    company.crm("export-all", folder)

    done = empty.crm("import-all", folder)

    assert done.returncode == 0, done.stderr
    assert empty.sums() == company.sums()
    assert empty.contents() == FILES
    readme = (folder / "README.md").read_text()
    assert "| owner_id | uuid | → users.id |" in readme
    assert "CRM_SECRET_KEY is not" not in done.stderr


def test_rules_and_totals_hold_in_it(company: Instance, empty: Instance, plain: Path) -> None:
    empty.crm("restore", plain)
    before = empty.run("SELECT sum(count) FROM client_totals")[0][0]

    with pytest.raises(Exception, match="fk_deals_client_id_clients"):
        empty.run("DELETE FROM clients")
    empty.run("UPDATE clients SET deleted_at = now() WHERE id = (SELECT id FROM clients LIMIT 1)")

    assert empty.run("SELECT sum(count) FROM client_totals")[0][0] == before - 1
    assert company.run("SELECT sum(count) FROM client_totals")[0][0] == before


def test_another_key_is_told(empty: Instance, plain: Path) -> None:
    done = empty.crm("restore", plain, CRM_SECRET_KEY="t" * 40)

    assert done.returncode == 0
    assert done.stderr.startswith("CRM_SECRET_KEY is not the one of the backup")


def test_a_place_that_is_not_empty_is_refused(company: Instance, plain: Path) -> None:
    before = company.sums()

    done = company.crm("restore", plain)

    assert (done.returncode, company.sums()) == (1, before)
    assert done.stderr.startswith("Error: This place is not empty (")


def test_files_of_something_else_are_refused(empty: Instance, plain: Path) -> None:
    other = empty.files / "attachments/other"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"x")

    done = empty.crm("restore", plain)

    assert done.stderr == "Error: This place keeps files of something else; give an empty one.\n"
    assert empty.contents() == {"attachments/other": b"x"}


def test_one_that_failed_half_way_is_run_again(
    company: Instance, empty: Instance, plain: Path
) -> None:
    in_the_way = empty.files / "attachments/roof"
    in_the_way.mkdir(parents=True)
    failed = empty.crm("restore", plain)
    rows = empty.run("SELECT count(*) FROM clients")[0][0]
    in_the_way.rmdir()

    again = empty.crm("restore", plain)

    assert (failed.returncode, rows) == (1, 0)
    assert again.returncode == 0, again.stderr
    assert empty.sums() == company.sums()
    assert empty.contents() == FILES


def flipped(content: bytes) -> bytes:
    """Among the tables: of a file that repeats itself the same may come out."""
    place = len(content) // 8
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def halved(content: bytes) -> bytes:
    return content[: len(content) // 2]


def without_its_end(content: bytes) -> bytes:
    return content[:-600]


def packed_without_its_end(content: bytes) -> bytes:
    """A tar is filled up with zeros."""
    return gzip.compress(gzip.decompress(content).rstrip(b"\0")[:-600])


def a_zip(_: bytes) -> bytes:
    return b"PK\x03\x04"


def nothing(_: bytes) -> bytes:
    return b""


def packed_words(_: bytes) -> bytes:
    return gzip.compress(b"hello" * 300)


def of_a_later_format(content: bytes) -> bytes:
    return repacked(content, "about.json", b'"format": 1', b'"format": 2')


def of_later_tables(content: bytes) -> bytes:
    return repacked(content, "about.json", b'"revision": "', b'"revision": "9')


def with_another_row(content: bytes) -> bytes:
    return repacked(content, "tables/users.csv", b"@", b"#")


def repacked(content: bytes, name: str, before: bytes, after: bytes) -> bytes:
    out = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as source,
        tarfile.open(fileobj=out, mode="w:gz") as target,
    ):
        for member in source:
            data = source.extractfile(member).read()  # type: ignore[union-attr]  # there are files alone
            if member.name == name:
                data = data.replace(before, after, 1)
                member.size = len(data)
            target.addfile(member, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (flipped, "is damaged"),
        (halved, "is damaged or was cut off"),
        (without_its_end, "is damaged or was cut off"),
        (packed_without_its_end, "is damaged"),
        (with_another_row, "is damaged at tables/users.csv"),
        (a_zip, "is no backup of Foyer"),
        (nothing, "is no backup of Foyer"),
        (packed_words, "is damaged or was cut off"),
        (of_a_later_format, "was made by a later Foyer"),
        (of_later_tables, "which this Foyer does not know"),
    ],
)
def test_what_cannot_be_restored_is_one_sentence(
    empty: Instance, plain: Path, tmp_path: Path, harm: Harm, sentence: str
) -> None:
    bad = tmp_path / "bad.crm"
    bad.write_bytes(harm(plain.read_bytes()))

    done = empty.crm("restore", bad)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert not empty.files.exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "is encrypted; give its passphrase by --passphrase-file"),
        ("another passphrase", "The passphrase is not that of"),
    ],
)
def test_without_its_passphrase_it_stays_shut(
    empty: Instance, encrypted: Path, words: str, sentence: str
) -> None:
    done = empty.crm("restore", encrypted, CRM_BACKUP_PASSPHRASE=words)

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert sentence in done.stderr


def test_an_encrypted_one_that_was_cut_off_is_one_sentence(
    empty: Instance, encrypted: Path, tmp_path: Path, passphrase: Path
) -> None:
    cut = tmp_path / "cut.crm"
    cut.write_bytes(encrypted.read_bytes()[:-1000])

    done = empty.crm("restore", cut, "--passphrase-file", passphrase)

    assert done.stderr == f"Error: {cut} is damaged or was cut off; nothing was changed.\n"


def test_an_export_that_somebody_edited_is_refused(
    company: Instance, empty: Instance, tmp_path: Path
) -> None:
    company.crm("export-all", tmp_path / "all")
    with (tmp_path / "all/tables/users.csv").open("a") as table:
        table.write("one,more\n")

    done = empty.crm("import-all", tmp_path / "all")

    assert "is damaged at tables/users.csv" in done.stderr
