"""Strangers' clients, generated from the schema alone, work with the live API."""

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from ops.node import Packages, run_node
from tests.openapi.conftest import NODE, PEOPLE
from tests.support.people import PASSWORD

pytestmark = pytest.mark.slow

SCRIPT = textwrap.dedent("""
    import sys
    from foyer_client import AuthenticatedClient, Client
    from foyer_client.api.auth import log_in
    from foyer_client.api.clients import add_client, edit_client, list_clients
    from foyer_client.api.deals import move_deal, open_deal, show_board
    from foyer_client.models import DealStatus, EditClient, Login, MoveDeal, NewClient, NewDeal

    url, email, password = sys.argv[1:]
    login = Login(email=email, password=password)
    pair = log_in.sync(client=Client(url, raise_on_unexpected_status=True), body=login)
    api = AuthenticatedClient(url, pair.access_token, raise_on_unexpected_status=True)

    made = add_client.sync(client=api, body=NewClient(name="Acme"), idempotency_key="acme-1")
    again = add_client.sync(client=api, body=NewClient(name="Acme"), idempotency_key="acme-1")
    assert made == again, (made, again)

    stale = edit_client.sync_detailed(
        made.id, client=api, body=EditClient(name="Acme Ltd"), if_match='"99"'
    )
    assert (stale.status_code, stale.parsed.status) == (412, 412), stale

    deal = open_deal.sync(client=api, body=NewDeal(client_id=made.id, title="Roof", amount="12.50"))
    moved = move_deal.sync(deal.id, client=api, body=MoveDeal(status=DealStatus.WON))
    assert moved.status is DealStatus.WON, moved

    board = show_board.sync(client=api)
    won = next(column for column in board.columns if column.status is DealStatus.WON)
    assert (won.count, won.sums[0].amount) == (1, "12.50"), won
    page = list_clients.sync(client=api, search="acme", limit=1)
    assert [client.id for client in page.items] == [made.id], page
    print("works")
""")


def test_one_in_python_is_generated_without_a_warning_and_works(
    api_url: str, document: Path, tmp_path: Path
) -> None:
    programs = Path(sys.executable).parent
    path = {"PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": str(tmp_path)}

    made = subprocess.run(
        [
            *(str(programs / "openapi-python-client"), "generate", "--path", str(document)),
            *("--meta", "none", "--output-path", str(tmp_path / "foyer_client")),
            "--fail-on-warning",
        ],
        env=os.environ | path,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stdout + made.stderr

    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT, api_url, PEOPLE["USER"], PASSWORD],
        env=os.environ | path,
        capture_output=True,
        text=True,
    )
    assert run.stdout == "works\n", run.stdout + run.stderr


def test_one_in_typescript_passes_the_strictest_compiler_and_works(
    api_url: str, document: Path, packages: Packages, tmp_path: Path
) -> None:
    for name in ("smoke.ts", "tsconfig.json", "package.json"):
        shutil.copy(NODE / name, tmp_path)
    (tmp_path / "node_modules").symlink_to(packages.folder / "node_modules")
    # A default is no reason to ask for a field.
    plain = ("--default-non-nullable", "false")

    packages.run("openapi-typescript", document, "--output", "api.d.ts", *plain, cwd=tmp_path)
    packages.run("tsc", "--project", ".", cwd=tmp_path)
    printed = run_node(tmp_path / "smoke.ts", api_url, PEOPLE["USER"], PASSWORD, cwd=tmp_path)

    assert printed == "WON 412 1 12.50\n"
