"""`crm up`, from nothing."""

import json
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.ops.conftest import PATIENCE, Foyer, crm

pytestmark = pytest.mark.slow

INVITATION = re.compile(r'href="(/mails/\d+)"[^>]*>[^<]*invites you to Foyer')
GREETING = re.compile(
    r"Foyer runs at (\S+) and shows its mails at (\S+)"
    r" · sign in as (\S+) with the password (\S+)\n"
)


@pytest.fixture(scope="module")
def foyer(state: Path) -> Iterator[Foyer]:
    """Started for the first time."""
    foyer = Foyer(state)
    foyer.wait_for("Foyer runs at")
    yield foyer
    foyer.stop()


@pytest.fixture
def api(foyer: Foyer) -> Iterator[httpx.Client]:
    """Signed in by the words that the first start said."""
    greeting = GREETING.match(foyer.output)
    assert greeting, foyer.output
    where = httpx.Client(base_url=f"http://localhost:{foyer.port + 1}/api/v1/", timeout=PATIENCE)
    with where as client:
        _, _, email, password = greeting.groups()
        answer = client.post("auth/login", json={"email": email, "password": password})
        assert answer.status_code == 200, answer.text
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        yield client


def test_one_line_says_where_and_how_to_sign_in(foyer: Foyer) -> None:
    greeting = GREETING.fullmatch(foyer.output)

    assert greeting, foyer.output
    assert greeting[1] == foyer.url


def test_what_it_mails_is_shown_and_runs_nothing(foyer: Foyer, api: httpx.Client) -> None:
    user = {"email": "new@foyer.test", "full_name": "<script>New</script>"}
    assert api.post("users", json=user).status_code == 201
    greeting = GREETING.match(foyer.output)
    assert greeting, foyer.output
    inbox = greeting[2]

    deadline = time.monotonic() + 60
    while not (found := INVITATION.search(listed := httpx.get(inbox, timeout=PATIENCE).text)):
        assert time.monotonic() < deadline, listed
        time.sleep(0.1)
    mail = httpx.get(f"{inbox}{found[1]}", timeout=PATIENCE).text
    html = httpx.get(f"{inbox}{found[1]}/html", timeout=PATIENCE)

    assert f"{foyer.url}/reset/?token=" in mail
    assert "&lt;script&gt;New" in html.text
    assert html.headers["content-security-policy"].startswith("sandbox")
    assert httpx.get(inbox, headers={"host": "evil.test"}, timeout=PATIENCE).status_code == 403
    for wrong in ("/mails/1", "/mails/../instance.json", "/static/nothing.css", "/x"):
        assert httpx.get(f"{inbox}{wrong}", timeout=PATIENCE).status_code == 404


def test_the_sign_in_page_answers(foyer: Foyer) -> None:
    page = httpx.get(f"{foyer.url}/login/", timeout=PATIENCE)

    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")


def test_what_it_keeps_is_nobody_elses_to_read(foyer: Foyer) -> None:
    """The folder itself may be passed through, for the servers' account."""
    files = {path.name: path.stat().st_mode & 0o777 for path in foyer.state.iterdir()}
    masks = {
        name: Path(f"/proc/{pid}/status").read_text().partition("Umask:")[2].split()[0]
        for name, pid in foyer.children().items()
    }

    assert {files[name] for name in ("instance.json", "lock", "state.json")} == {0o600}
    assert {int(mask, 8) for mask in masks.values()} == {0o077}


def test_there_is_something_to_look_at(api: httpx.Client) -> None:
    clients = api.get("clients/").json()
    board = api.get("deals/board").json()

    assert clients["total"] == 240
    assert sum(column["count"] for column in board["columns"]) == 600


def test_the_state_tells_its_owner_alone_where_all_is(foyer: Foyer) -> None:
    file = foyer.state / "state.json"

    assert json.loads(file.read_text())["url"] == foyer.url
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_password_is_kept_nowhere(foyer: Foyer) -> None:
    greeting = GREETING.match(foyer.output)
    assert greeting

    texts = [path.read_bytes() for path in foyer.state.rglob("*.log")]
    texts += [path.read_bytes() for path in foyer.state.glob("*.json")]

    assert len(texts) >= 7
    assert not any(greeting[3].encode() in text for text in texts)


def test_a_second_start_on_the_same_state_is_refused(foyer: Foyer) -> None:
    second = crm("up", "--state", str(foyer.state), "--port", str(foyer.port + 2))

    assert second.returncode == 1
    assert second.stderr.startswith(f"Error: Foyer already runs at {foyer.url} from ")
    assert second.stderr.count("\n") == 1


@pytest.mark.parametrize("offset", [0, -1])
def test_a_port_that_is_taken_is_refused(foyer: Foyer, tmp_path: Path, offset: int) -> None:
    busy = crm("up", "--state", str(tmp_path / "other"), "--port", str(foyer.port + offset))

    assert busy.returncode == 1
    assert busy.stderr == (
        f"Error: Port {foyer.port} is taken; stop what runs there or give another --port.\n"
    )


def test_a_setting_that_is_wrong_is_named(tmp_path: Path) -> None:
    wrong = crm("up", "--state", str(tmp_path / "other"), CRM_VISIBILITY="everybody")

    assert wrong.returncode == 1
    assert wrong.stderr.startswith("Error: CRM_VISIBILITY")
    assert wrong.stderr.count("\n") == 1


def test_every_wrong_setting_is_named_at_once(tmp_path: Path) -> None:
    wrong = crm(
        *("up", "--state", str(tmp_path / "other")), CRM_VISIBILITY="everybody", CRM_BFF_KEY="short"
    )

    assert "CRM_VISIBILITY" in wrong.stderr
    assert "CRM_BFF_KEY" in wrong.stderr


@pytest.mark.parametrize("program", ["backend", "worker", "bff", "valkey", "postgres"])
def test_a_program_that_dies_is_started_again(foyer: Foyer, program: str) -> None:
    dead = foyer.children()[program]
    os.kill(dead, signal.SIGKILL)

    foyer.wait_for(f"{program} stopped")
    until(lambda: foyer.children().get(program) not in {None, dead})
    until(lambda: answers(f"http://localhost:{foyer.port + 1}/readyz"))
    until(lambda: answers(f"{foyer.url}/login/"))


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def answers(url: str) -> bool:
    try:
        return httpx.get(url).status_code == 200
    except httpx.TransportError:
        return False
