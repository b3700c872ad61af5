"""`crm user add` and `crm user reset-password`"""

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

        def add(
            email: str, *, password: str, command: str = "add"
        ) -> subprocess.CompletedProcess[str]:
            name = ["--name", "New Person"] if command == "add" else []
            return subprocess.run(
                [*CRM, "user", command, email, *name, "--password-stdin"],
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


def test_a_forgotten_password_is_replaced(add: Add) -> None:
    add("forgot@example.com", password="long enough to hold")

    done = add("Forgot@example.com", password="another one to hold", command="reset-password")

    assert done.returncode == 0, done.stderr
    assert done.stdout == "Forgot@example.com may sign in with the new password.\n"


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("nobody@example.com", "another one to hold", "There is no user nobody@example.com."),
        ("weak@example.com", "short", "length >= 12"),
        ("weak@example.com", "password1234", "easily guessed"),
    ],
)
def test_what_cannot_be_reset_is_explained(add: Add, email: str, password: str, words: str) -> None:
    add("weak@example.com", password="long enough to hold")

    done = add(email, password=password, command="reset-password")

    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
