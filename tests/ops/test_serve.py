"""`crm serve`, `crm alive` and `crm secrets`, as a container and its operator use them."""

import socket
import stat
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
import redis

from ops import serving
from ops.errors import Refused
from ops.secrets import make_secrets
from tests.ops.conftest import crm_here


@contextmanager
def answering(status: int) -> Generator[int]:
    """A program at a port, which says this of its life."""

    class Program(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Program)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def test_forwarded_addresses_are_believed_of_those_alone_who_are_named() -> None:
    serve = partial(serving.served, "backend", host="127.0.0.1", port=9001)

    closed, opened = serve(trusted="", reload=False), serve(trusted="172.30.7.2", reload=False)
    reloaded = serve(trusted="172.30.7.2", reload=True)

    assert closed[-2:] == ["--trusted", ""]
    assert opened[-2:] == ["--trusted", "172.30.7.2"]
    assert reloaded[-2:] == ["--forwarded-allow-ips", "172.30.7.2"]


def test_the_role_comes_from_the_environment_or_is_asked_for() -> None:
    known = crm_here("alive", CRM_ROLE="cook")
    unsaid = crm_here("serve")

    assert known.returncode == unsaid.returncode == 2
    assert "'cook' is not one of 'backend', 'bff', 'worker'" in known.stderr
    assert "Missing argument" in unsaid.stderr


def test_a_web_program_lives_that_answers() -> None:
    with answering(200) as port:
        serving.require_answer(port)
    with answering(500) as port, pytest.raises(Refused, match="answers 500"):
        serving.require_answer(port)
    with pytest.raises(Refused, match="does not answer"):
        serving.require_answer(port)


def test_a_worker_lives_that_has_put_up_a_sign(redis_url: str) -> None:
    machine = socket.gethostname()
    with redis.Redis.from_url(redis_url) as server:
        server.set("foyer:worker:elsewhere:1", "x")
        before = crm_here("alive", "worker", REDIS_URL=redis_url)
        server.set(f"foyer:worker:{machine}:1", "x")
        after = crm_here("alive", "worker", REDIS_URL=redis_url)

    assert before.returncode == 1
    assert before.stderr == "Error: This machine's worker has put up no sign for ten seconds.\n"
    assert after.returncode == 0


def test_nobody_is_started_anew_because_valkey_is_away() -> None:
    assert crm_here("alive", "worker", REDIS_URL="redis://127.0.0.1:9/0").returncode == 0


def test_secrets_are_made_once_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    first = crm_here("secrets", str(folder))
    texts = {path.name: path.read_text() for path in folder.iterdir()}

    second = crm_here("secrets", str(folder))

    assert first.stdout.startswith("Made backend_secret_key, ")
    assert second.stdout == "Nothing was missing.\n"
    assert {path.name: path.read_text() for path in folder.iterdir()} == texts
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o444}


def test_a_password_without_its_address_is_not_made_up(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    (tmp_path / "postgres_url").unlink()

    done = crm_here("secrets", str(tmp_path))

    assert done.returncode == 1
    assert "only one of postgres_password and postgres_url: they belong together" in done.stderr
