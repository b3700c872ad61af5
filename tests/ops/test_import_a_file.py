"""`crm import`, a client of the API that a real instance serves."""

import csv
import io
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest

from tests.backend.imports.workbooks import workbook
from tests.ops.conftest import Foyer, crm_here

pytestmark = pytest.mark.slow

EMAIL, PASSWORD = "boss@foyer.test", "a long first password"
ACCOUNTS = "Account,City\nAcme,Oslo\nБерёзка,Тверь\n"
PIPELINE = """\
Opportunity,Account,Stage,Value
O-1,Acme,Won,1250.50
O-2,Acme,Open,
O-3,,Won,10
O-4,Nobody,Open,10
"""
MAPPING = ("--map", "Account=client", "--map", "Opportunity=external_id", "--map", "Stage=status")
VALUES = ("--value", "status:Won=WON", "--value", "status:Open=NEW", "--map", "Value=amount")
CONSTANTS = ("--set", "title=A deal", "--set", "currency=USD")


@pytest.fixture(scope="module")
def foyer(state: Path) -> Iterator[Foyer]:
    foyer = Foyer(state, "--no-demo", CRM_ADMIN_EMAIL=EMAIL, CRM_ADMIN_PASSWORD=PASSWORD)
    foyer.wait_for("Foyer runs at")
    yield foyer
    foyer.stop()


@pytest.fixture(scope="module")
def token(foyer: Foyer) -> str:
    """For tests that run the command often: signing in is limited."""
    body = {"email": EMAIL, "password": PASSWORD}
    answer = httpx.post(f"{api_of(foyer)}/api/v1/auth/login", json=body)
    return str(answer.json()["access_token"])


@pytest.fixture
def accounts(tmp_path: Path) -> Path:
    file = tmp_path / "accounts.csv"
    file.write_text(ACCOUNTS)
    return file


@pytest.fixture
def pipeline(foyer: Foyer, token: str, tmp_path: Path, accounts: Path) -> Path:
    """Of clients that are there."""
    add = ("--map", "Account=name", "--map", "Account=external_id")
    assert run(foyer, "clients", accounts, *add, token=token).returncode == 0
    file = tmp_path / "pipeline.csv"
    file.write_text(PIPELINE)
    return file


def api_of(foyer: Foyer) -> str:
    return f"http://localhost:{foyer.port + 1}"


def run(
    foyer: Foyer,
    entity: str,
    file: Path | str,
    *options: str,
    password: str = PASSWORD,
    token: str = "",
) -> subprocess.CompletedProcess[str]:
    sign_in = {"CRM_URL": api_of(foyer), "CRM_EMAIL": EMAIL, "CRM_PASSWORD": password}
    return crm_here("import", entity, str(file), *options, **sign_in, CRM_TOKEN=token)


def test_one_column_feeds_two_fields(foyer: Foyer, accounts: Path) -> None:
    done = run(foyer, "clients", accounts, "--map", "Account=name", "--map", "Account=external_id")

    assert done.returncode == 0, done.stderr
    assert "Account → name\nAccount → external_id\n" in done.stdout
    assert " 0 rejected" in done.stdout


def test_each_row_is_accounted_for(
    foyer: Foyer, token: str, pipeline: Path, tmp_path: Path
) -> None:
    rejected = tmp_path / "rejected.csv"
    options = (*MAPPING, *VALUES, *CONSTANTS, "--rejected", str(rejected))

    tried = run(foyer, "deals", pipeline, *options, "--dry-run", token=token)
    first = run(foyer, "deals", pipeline, *options, token=token)
    second = run(foyer, "deals", pipeline, *options, token=token)

    assert "Would be: 2 created, 0 updated, 0 unchanged, 2 rejected" in tried.stdout
    assert "\n2 created, 0 updated, 0 unchanged, 2 rejected" in first.stdout
    assert "\n0 created, 0 updated, 2 unchanged, 2 rejected" in second.stdout
    rows = list(csv.DictReader(io.StringIO(rejected.read_text("utf-8-sig"))))
    assert [row["Opportunity"] for row in rows] == ["O-3", "O-4"]
    assert all(row["reason"] for row in rows)


def test_a_personal_token_signs_in(foyer: Foyer, accounts: Path) -> None:
    url = f"http://localhost:{foyer.port + 1}"
    with httpx.Client(base_url=f"{url}/api/v1/") as api:
        pair = api.post("auth/login", json={"email": EMAIL, "password": PASSWORD}).json()
        bearer = {"Authorization": f"Bearer {pair['access_token']}"}
        tokens = {
            scope: api.post("tokens", json={"name": scope, "scopes": [scope]}, headers=bearer)
            for scope in ("read", "write")
        }
    secrets = {scope: answer.json()["secret"] for scope, answer in tokens.items()}

    done = {
        scope: crm_here("import", "clients", str(accounts), "--map", "Account=name", **where)
        for scope, token in secrets.items()
        for where in [{"CRM_URL": url, "CRM_TOKEN": token}]
    }

    assert done["write"].returncode == 0, done["write"].stderr
    assert "0 rejected" in done["write"].stdout
    assert done["read"].returncode == 1
    assert "This API token may only read" in done["read"].stderr


def test_a_column_that_is_not_there_is_named(foyer: Foyer, pipeline: Path) -> None:
    done = run(foyer, "deals", pipeline, *MAPPING, *CONSTANTS, "--map", "Worth=amount")

    assert done.returncode == 1
    assert done.stderr.startswith("Error: The server refused: ")
    assert done.stderr.count("The file has no column Worth") == 1


def test_a_wrong_password_is_one_sentence(foyer: Foyer, accounts: Path) -> None:
    done = run(foyer, "clients", accounts, password="not the password")

    assert done.returncode == 1
    assert done.stderr.startswith("Error: The server refused: ")
    assert done.stderr.count("\n") == 1


def test_a_server_that_is_away_is_one_sentence(accounts: Path) -> None:
    done = crm_here(
        "import", "clients", str(accounts), CRM_URL="http://127.0.0.1:9", CRM_TOKEN="none"
    )

    assert done.returncode == 1
    assert done.stderr.startswith("Error: 127.0.0.1 does not answer: ")


@pytest.mark.parametrize(
    "option",
    [
        ("--map", "Account"),
        ("--map", "Account="),
        ("--value", "Won"),
        ("--value", "Won=WON"),
        ("--set", "USD"),
        ("--set", "=USD"),
    ],
)
def test_a_malformed_option_is_explained(accounts: Path, option: tuple[str, str]) -> None:
    done = crm_here("import", "clients", str(accounts), *option, CRM_TOKEN="none")

    assert done.returncode in {1, 2}
    assert "=" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_workbook_is_read_and_taken_back(foyer: Foyer, token: str, tmp_path: Path) -> None:
    file = tmp_path / "tasks.xlsx"
    file.write_bytes(
        workbook(
            ["Client", "Title", "Due"], ["Ledger", "Call", date(2026, 3, 4)], sheets=["A", "B"]
        )
    )
    accounts = tmp_path / "accounts.csv"
    accounts.write_text("Account\nLedger\n")
    run(foyer, "clients", accounts, token=token)

    first = run(foyer, "tasks", file, "--sheet", "B", token=token)
    import_id = first.stdout.split()[-1]
    undone = run(foyer, "undo", import_id, token=token)
    again = run(foyer, "undo", import_id, token=token)

    assert "1 created, 0 updated, 0 unchanged, 0 rejected" in first.stdout, first.stderr
    assert "1 went to the trash, 0 have their old values back, 0 were changed" in undone.stdout, (
        first,
        undone,
    )
    assert again.returncode != 0
    assert "undone already" in again.stderr
