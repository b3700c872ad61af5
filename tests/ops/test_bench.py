"""The bench: it measures what is there, and fails when the answers are wrong."""

import os
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ops.bench.budgets import FEW, MANY, Budget, budgets
from ops.bench.load import Measured, burst, middle
from ops.bench.stack import Served
from ops.errors import Refused

BODY = b"x" * 5_000
REQUEST = b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n"


class Answering(BaseHTTPRequestHandler):
    """Keeps connections open, and answers in two pieces."""

    protocol_version = "HTTP/1.1"
    status = 200
    delay = 0.0

    def do_GET(self) -> None:
        time.sleep(self.delay)
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, format: str, *args: object) -> None: ...


@contextmanager
def serving(*, status: int = 200, delay: float = 0.0) -> Generator[Served]:
    handler = type("Handler", (Answering,), {"status": status, "delay": delay})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield Served(server.server_port, os.getpid())
        server.shutdown()
        thread.join()


def measured(**figures: float) -> Measured:
    known = {"per_second": 100.0, "p50": 1.0, "p99": 1.5, "cpu": 100.0}
    return Measured(**(known | figures), body=0)


def all_results(**listed: float) -> dict[tuple[str, str, int], Measured]:
    names = ("list", "search selective", "page 2,000", "create")
    servers = [(name, server) for name in names for server in ("api", "probe")]
    keys = [(*each, count) for each in [*servers, ("full page", "bff")] for count in (FEW, MANY)]
    return {key: measured() for key in keys} | {("list", "api", MANY): measured(**listed)}


def test_a_burst_measures_every_answer_to_its_end() -> None:
    with serving(delay=0.02) as server:
        found = burst(server, REQUEST, status=200, connections=4, seconds=0.5)

    assert found.p50 >= 20
    assert found.p50 <= found.p99
    assert 0 < found.per_second <= 4 / 0.02
    assert found.body == len(BODY)


def test_a_wrong_answer_is_no_fast_answer() -> None:
    with (
        serving(status=503) as server,
        pytest.raises(Refused, match="503 Service Unavailable"),
    ):
        burst(server, REQUEST, status=200, connections=2, seconds=0.1)


def test_a_server_that_is_away_fails_the_bench() -> None:
    with serving() as server:
        pass

    with pytest.raises(Refused):
        burst(server, REQUEST, status=200, connections=1, seconds=0.1)


def test_the_middle_of_rounds_is_taken_for_each_figure() -> None:
    rounds = [measured(p50=1, p99=9), measured(p50=2, p99=3), measured(p50=8, p99=4)]

    found = middle(rounds)

    assert (found.p50, found.p99) == (2, 4)


@pytest.mark.parametrize(
    ("listed", "broken"),
    [
        ({"per_second": 60.0}, set[str]()),
        ({"per_second": 59.0}, {"list, of the probe"}),
        ({"p50": 1.0, "p99": 2.1}, {"list, p99 to p50"}),
    ],
)
def test_a_required_budget_that_is_not_kept_is_seen(
    listed: dict[str, float], broken: set[str]
) -> None:
    found = budgets(all_results(**listed), in_postgres={"board": 1.9}, memory={"bff": 149.0})

    assert {each.name for each in found if each.required and not each.kept} == broken


def test_a_slower_machine_is_given_the_time_that_its_probe_takes() -> None:
    slow = all_results() | {("list", "probe", MANY): measured(cpu=328.0)}
    slow |= {("full page", "bff", FEW): measured(p50=6.0)}

    (page,) = [b for b in budgets(slow, in_postgres={}, memory={}) if b.name == "full page, p50"]

    assert (page.found, page.kept) == (3.0, True)


def test_a_long_tail_of_the_probe_is_shown_and_excuses_nothing() -> None:
    shared = all_results(p99=2.9) | {("list", "probe", MANY): measured(p99=3.0)}

    found = {each.name: each for each in budgets(shared, in_postgres={}, memory={})}

    assert not found["list, p99 to p50"].kept
    assert found["the probe's own p99 to p50"].found == 3.0


def test_a_budget_is_kept_on_its_bound() -> None:
    assert Budget("x", 2, "≤", 2, "ms").kept
    assert Budget("x", 2, "≥", 2, "ms").kept
    assert not Budget("x", 2.01, "≤", 2, "ms").kept
