"""`crm user add`"""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ops.local.services import embedded_services
from tests.ops.conftest import CRM, clean_environment, crm

Add = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def add(state: Path) -> Iterator[Add]:
    with embedded_services(state, durable=False) as services:
        assert crm("migrate", DATABASE_URL=services.database_url).returncode == 0

        def add(email: str, *, password: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [*CRM, "user", "add", email, "--name", "New Person", "--password-stdin"],
                input=f"{password}\n",
                env=clean_environment() | {"DATABASE_URL": services.database_url},
                capture_output=True,
                text=True,
                check=False,
            )

        yield add


def test_someone_new_may_sign_in(add: Add) -> None:
    done = add("someone@example.com", password="long enough to hold")

    assert done.returncode == 0, done.stderr
    assert done.stdout == "someone@example.com may sign in.\n"


def test_an_address_is_taken_once_in_any_case(add: Add) -> None:
    add("twice@example.com", password="long enough to hold")

    done = add("Twice@Example.com", password="long enough to hold")

    assert done.returncode == 1
    assert done.stderr == "Error: Twice@Example.com is a user already.\n"


def test_a_short_password_is_refused(add: Add) -> None:
    done = add("short@example.com", password="short")

    assert done.returncode == 1
    assert "length >= 12" in done.stderr
    assert "Traceback" not in done.stderr
