"""schemathesis over the whole schema: no 5xx, nothing undocumented, nothing lax.

`task fuzz` does it with many more cases, as an admin and as a user. A run's seed repeats it.
"""

import os
import subprocess
import sys

import httpx
import pytest

from tests.openapi.conftest import PEOPLE
from tests.support.people import PASSWORD

pytestmark = pytest.mark.slow

IN_BRIEF = {"FUZZ_CASES": "2", "FUZZ_ROLES": "USER", "FUZZ_SEED": "1"}
CASES, ROLES, SEED = (os.environ.get(name, default) for name, default in IN_BRIEF.items())
# What cannot hold here.
WITHOUT = [
    # A schema cannot say that the client, the cursor or the time zone which it names must exist.
    "positive_data_acceptance",
    # Litestar's OPTIONS lists the methods of one handler, not of the path (litestar #4169).
    "allow_header_conformance",
]
# They end the very sessions that the run is signed in by, or wait when many sign in.
NOT_TRIED = r"/auth/|/me/password|/me/sessions|/users/\{|/tokens"


@pytest.mark.parametrize("role", ROLES.split())
def test_nothing_breaks_what_the_schema_says(api_url: str, role: str) -> None:
    told = {"email": PEOPLE[role], "password": PASSWORD}
    token = httpx.post(f"{api_url}/api/v1/auth/login", json=told, timeout=60).json()["access_token"]

    run = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "run"),
            f"{api_url}/schema/openapi.json",
            *("--header", f"Authorization: Bearer {token}"),
            *("--checks", "all", "--exclude-checks", ",".join(WITHOUT)),
            *("--exclude-path-regex", NOT_TRIED),
            *("--max-examples", CASES, "--seed", SEED),
            *("--phases", "coverage,fuzzing"),  # examples are sent elsewhere, with real ids
            *("--warnings", "off", "--no-color"),
        ],
        capture_output=True,
        text=True,
        timeout=170 + int(CASES) * 30,  # 110 measured where much else runs
    )

    assert run.returncode == 0, run.stdout[-6000:]
