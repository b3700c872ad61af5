"""A web program that is told to stop: whoever has reached it gets an answer."""

import socket
import subprocess
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from bff.gateway.http import KEPT
from ops import serving
from ops.local.ports import unused_port

HOST = "127.0.0.1"
ASKED = b"POST / HTTP/1.1\r\nHost: busy\r\nContent-Length: 0\r\n\r\n"
PEOPLE = 12
PATIENCE = 30.0  # seconds, on a machine that does much else
EMPTY = b""


@contextmanager
def busy(*, linger: float, grace: int = 60) -> Generator[tuple[subprocess.Popen[bytes], int]]:
    port = unused_port()
    argv = serving.web("tests.support.busy:app", host=HOST, port=port, grace=grace, linger=linger)
    with subprocess.Popen(argv) as program:
        try:
            until(lambda: answer(port))
            yield program, port
        finally:
            program.kill()


def until(works: object) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            assert callable(works)
            works()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return


def answer(port: int) -> bytes:
    """On a connection of its own; raises ConnectionRefusedError where nobody listens any more."""
    with socket.create_connection((HOST, port), PATIENCE) as line:
        return heard(line)


def heard(line: socket.socket) -> bytes:
    line.sendall(ASKED)
    said = b""
    while b"done" not in said and (piece := line.recv(4096)):
        said += piece
    return said


def ask_until_refused(port: int) -> list[str]:
    """What was left without an answer."""
    lost = []
    while True:
        try:
            if not answer(port):
                lost.append("closed")
        except ConnectionRefusedError:
            return lost
        except OSError as error:
            lost.append(repr(error))


def test_nobody_who_has_reached_it_is_left_without_an_answer() -> None:
    with busy(linger=1) as (program, port), ThreadPoolExecutor(PEOPLE) as people:
        asked = [people.submit(ask_until_refused, port) for _ in range(PEOPLE)]
        time.sleep(0.5)

        program.terminate()

        assert [loss for each in asked for loss in each.result()] == []


def test_who_is_connected_may_ask_once_more() -> None:
    with (
        busy(linger=PATIENCE) as (program, port),
        socket.create_connection((HOST, port), PATIENCE) as line,
    ):
        heard(line)

        program.terminate()
        ask_until_refused(port)  # so it is about to leave
        said = heard(line)

        assert said.startswith(b"HTTP/1.1 200 ")
        assert b"\r\nconnection: close\r\n" in said
        assert line.recv(1) == EMPTY


def test_it_waits_for_nobody_who_asks_nothing() -> None:
    with busy(linger=0.5) as (program, port), socket.create_connection((HOST, port), PATIENCE):
        asked = time.monotonic()

        program.terminate()
        program.wait(PATIENCE)  # which is half of what who asks would get

        assert time.monotonic() - asked > 0.5


def test_it_lingers_longer_than_our_web_front_keeps_a_connection() -> None:
    assert serving.LINGER > KEPT
