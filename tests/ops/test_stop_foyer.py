"""Ctrl-C, SIGTERM and worse; and what the next start finds."""

import json
import signal
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.ops.conftest import Foyer, is_alive

Start = Callable[..., Foyer]
ADMIN = {"CRM_ADMIN_EMAIL": "boss@foyer.test", "CRM_ADMIN_PASSWORD": "a long first password"}


def sign_in(foyer: Foyer) -> int:
    url = f"http://localhost:{foyer.port + 1}/api/v1/auth/login"
    words = {"email": ADMIN["CRM_ADMIN_EMAIL"], "password": ADMIN["CRM_ADMIN_PASSWORD"]}
    return httpx.post(url, json=words).status_code


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_asked_to_stop_it_leaves_nothing_behind(start: Start, number: signal.Signals) -> None:
    foyer = start("--no-demo", **ADMIN)
    foyer.wait_for("Foyer runs at")
    children = foyer.children()

    asked = time.monotonic()
    code = foyer.stop(number)

    assert code == 0
    assert time.monotonic() - asked < 5
    assert len(children) == 5
    assert not [name for name, pid in children.items() if is_alive(pid)]
    assert not (foyer.state / "state.json").exists()


def test_asked_twice_it_stops_as_well(start: Start) -> None:
    foyer = start("--no-demo", **ADMIN)
    foyer.wait_for("Foyer runs at")

    foyer.process.send_signal(signal.SIGTERM)
    time.sleep(0.05)
    code = foyer.stop()

    assert code == 0
    assert not [name for name, pid in foyer.children().items() if is_alive(pid)]


@pytest.mark.parametrize("seconds", [0.2, 0.8, 1.6])
def test_asked_to_stop_while_starting_it_does(start: Start, seconds: float) -> None:
    foyer = start("--no-demo", **ADMIN)
    time.sleep(seconds)

    code = foyer.stop()

    assert code in {0, -signal.SIGTERM}  # the latter before Python itself had started
    assert not [name for name, pid in foyer.children().items() if is_alive(pid)]


def test_given_credentials_are_not_repeated(start: Start) -> None:
    foyer = start("--no-demo", **ADMIN)

    output = foyer.wait_for("Foyer runs at")

    assert ADMIN["CRM_ADMIN_PASSWORD"] not in output
    assert sign_in(foyer) == 200


def test_a_later_start_has_the_same_people_and_says_no_password(start: Start) -> None:
    first = start("--no-demo", **ADMIN)
    first.wait_for("Foyer runs at")
    first.stop()

    later = start()

    assert later.wait_for("Foyer runs at") == f"Foyer runs at {later.url}\n"
    assert sign_in(later) == 200


def test_killed_it_recovers(start: Start) -> None:
    killed = start("--no-demo", **ADMIN)
    killed.wait_for("Foyer runs at")
    children = killed.children()
    killed.stop(signal.SIGKILL)

    next_one = start("--no-demo")
    next_one.wait_for("Foyer runs at")

    assert sign_in(next_one) == 200
    assert not [name for name, pid in children.items() if is_alive(pid)]


def test_other_servers_take_the_place_of_our_own(start: Start, tmp_path: Path) -> None:
    owner = start("--no-demo", **ADMIN)
    owner.wait_for("Foyer runs at")
    running = owner.state / "state.json"
    urls = {"DATABASE_URL": "database_url", "REDIS_URL": "redis_url"}
    given = {name: json.loads(running.read_text())[key] for name, key in urls.items()}

    guest = Foyer(tmp_path / "guest", "--no-demo", **given)
    guest.wait_for("Foyer runs at")

    assert set(guest.children()) == {"backend", "worker", "bff"}
    assert sign_in(guest) == 200
    assert guest.stop() == 0
