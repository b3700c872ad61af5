"""Ctrl-C and SIGTERM, at any moment."""

import signal
import time
from collections.abc import Callable

import pytest

from tests.ops.conftest import Foyer

Start = Callable[..., Foyer]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_leaves_nothing_behind(start: Start, number: signal.Signals) -> None:
    foyer = start("--no-demo")
    foyer.wait_for("Foyer runs at")
    children = foyer.children()

    asked = time.monotonic()
    foyer.process.send_signal(number)  # `uv run` passes on what the terminal sent already
    code = foyer.stop(number)

    assert code == 0
    assert time.monotonic() - asked < 5
    assert len(children) == 6
    assert foyer.alive(children) == []
    assert not (foyer.state / "state.json").exists()


@pytest.mark.parametrize("seconds", [0.3, 1.2])
def test_asked_to_stop_while_starting_it_does(start: Start, seconds: float) -> None:
    foyer = start("--no-demo")
    time.sleep(seconds)

    code = foyer.stop()

    assert code in {0, -signal.SIGTERM}  # the latter before Python itself had started
    assert foyer.alive(foyer.children()) == []
