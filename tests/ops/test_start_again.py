"""The next start: after a good end, after a bad one, beside another instance."""

import json
import signal
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.ops.conftest import PATIENCE, Foyer

pytestmark = pytest.mark.slow

Start = Callable[..., Foyer]
EMAIL, PASSWORD = "boss@foyer.test", "a long first password"
GIVEN = {"CRM_ADMIN_EMAIL": EMAIL, "CRM_ADMIN_PASSWORD": PASSWORD}


def sign_in(foyer: Foyer) -> int:
    url = f"http://localhost:{foyer.port + 1}/api/v1/auth/login"
    told = {"email": EMAIL, "password": PASSWORD}
    return httpx.post(url, json=told, timeout=PATIENCE).status_code


def test_a_later_start_has_the_same_people_and_says_nothing_of_them(start: Start) -> None:
    first = start("--no-demo", **GIVEN)
    greeting = first.wait_for("Foyer runs at")
    first.stop()

    later = start()
    line = later.wait_for("Foyer runs at")

    assert greeting.startswith(f"Foyer runs at {first.url} ")
    assert greeting.endswith(f" · sign in as {EMAIL}\n")
    assert line.startswith(f"Foyer runs at {later.url} ")
    assert "sign in" not in line
    assert sign_in(later) == 200


def test_after_a_kill_the_next_start_recovers(start: Start) -> None:
    killed = start("--no-demo", **GIVEN)
    killed.wait_for("Foyer runs at")
    children = killed.children()
    killed.stop(signal.SIGKILL)

    next_one = start("--no-demo")
    next_one.wait_for("Foyer runs at")

    assert sign_in(next_one) == 200
    assert next_one.alive(children) == []


def test_other_servers_take_the_place_of_our_own(start: Start, tmp_path: Path) -> None:
    owner = start("--no-demo", **GIVEN)
    owner.wait_for("Foyer runs at")
    running = json.loads((owner.state / "state.json").read_text())

    guest = start(
        "--no-demo",
        at=tmp_path / "guest",
        DATABASE_URL=running["database_url"],
        REDIS_URL=running["redis_url"],
        CRM_SMTP="smtp://127.0.0.1:9?starttls=never",
        CRM_MAIL_FROM="crm@foyer.test",
    )
    guest.wait_for("Foyer runs at")

    assert set(guest.children()) == {"backend", "worker", "bff"}
    assert sign_in(guest) == 200
    assert guest.stop() == 0
