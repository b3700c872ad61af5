"""`crm user add` and `crm user reset-password`"""

import subprocess
from collections.abc import Callable

import pytest

from tests.ops.conftest import crm_here

Add = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def add(empty_database: str) -> Add:
    def add(email: str, *, password: str, command: str = "add") -> subprocess.CompletedProcess[str]:
        name = ["--name", "New Person"] if command == "add" else []
        arguments = ("user", command, email, *name, "--password-stdin")
        return crm_here(*arguments, typed=f"{password}\n", DATABASE_URL=empty_database)

    return add


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
