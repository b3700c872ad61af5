"""What Sentry is told of an error, and what it is not."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import sentry_sdk

from backend.core.error_reports import Reporter, without_private
from backend.core.logs import redact
from tests.support.collector import Collector, collecting

CANARY = "canary-7f3a9c"
REQUEST = "0199f000-0000-7000-8000-000000000000"


@pytest.fixture
def sentry() -> Iterator[Collector]:
    with collecting() as collector:
        yield collector
        sentry_sdk.get_client().close(timeout=2)
        # Not `init()`: its integrations would read the body of every later test's requests.
        sentry_sdk.get_global_scope().set_client(None)


def sign_in(password: str, email: str) -> None:
    raise ValueError(f"({email}) exists, password={password}\nDETAIL:  {email}, {CANARY}")


def reported(sentry: Collector) -> list[dict[str, Any]]:
    sentry_sdk.flush(60)
    return [msgspec.json.decode(body.split(b"\n")[2]) for body in sentry.bodies]


def test_an_error_is_told_with_its_request_and_without_anybodys_data(sentry: Collector) -> None:
    reporter = Reporter(sentry.dsn, program="backend", environment="production")
    try:
        sign_in(f"{CANARY}-password", f"{CANARY}@example.com")
    except ValueError as error:
        line = {
            "event": "unexpected_error",
            "level": "error",
            "path": "/api/v1/auth/login",
            "request_id": REQUEST,
            "trace_id": "a" * 32,
            "token": f"{CANARY}-token",
            "body": f"{CANARY}-body",
            "exc_info": error,
        }
        reporter(None, "error", redact(None, "error", line))

    (told,) = reported(sentry)
    assert told["exception"]["values"][0]["type"] == "ValueError"
    assert told["exception"]["values"][0]["stacktrace"]["frames"][-1]["function"] == "sign_in"
    assert told["release"].startswith("foyer@")
    assert told["environment"] == "production"
    assert told["tags"] == {
        "program": "backend",
        "event": "unexpected_error",
        "request_id": REQUEST,
        "trace_id": "a" * 32,
    }
    assert told["contexts"]["line"] == {"path": "/api/v1/auth/login"}
    assert "user" not in told
    assert "request" not in told
    assert CANARY not in b"".join(sentry.bodies).decode().replace(f'f"{CANARY}', "")


def test_what_is_no_error_is_not_told(sentry: Collector) -> None:
    reporter = Reporter(sentry.dsn, program="backend", environment="production")

    reporter(None, "warning", {"event": "round_failed", "level": "warning"})

    assert reported(sentry) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("no such client ann@example.com here", "no such client [hidden] here"),
        ("Authorization: Bearer abc.def", "[hidden] abc.def"),
        ("cookie=abc; more", "[hidden] more"),
        ("the key " + "k" * 43, "the key [hidden]"),
        ("client " + REQUEST, "client " + REQUEST),
        ("column x of relation clients", "column x of relation clients"),
    ],
)
def test_private_words_are_hidden(text: str, shown: str) -> None:
    assert without_private(text) == shown
