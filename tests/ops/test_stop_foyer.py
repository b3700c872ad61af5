"""Ctrl-C and SIGTERM, at any moment."""

import signal
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from tests.ops.conftest import Foyer
from tests.support.forms import filled
from tests.support.people import PASSWORD

pytestmark = pytest.mark.slow

Start = Callable[..., Foyer]


ADMIN = "ann@foyer.test"


@contextmanager
def watched(foyer: Foyer, *, streams: int) -> Generator[None]:
    """By a browser with so many tabs, none of which ever ends."""
    with httpx.Client(base_url=foyer.url, headers={"Origin": foyer.url}, timeout=60) as browser:
        page = browser.get("/login/")
        form = filled(page.text, "form[action='/login/']", email=ADMIN, password=PASSWORD)
        assert browser.post("/login/", data=form).status_code == 303
        with ExitStack() as tabs:
            for _ in range(streams):
                tab = tabs.enter_context(browser.stream("GET", "/activity/stream/"))
                assert next(tab.iter_lines()) == "event: hello"
            yield


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_leaves_nothing_behind(start: Start, number: signal.Signals) -> None:
    foyer = start("--no-demo", CRM_ADMIN_EMAIL=ADMIN, CRM_ADMIN_PASSWORD=PASSWORD)
    foyer.wait_for("Foyer runs at")
    children = foyer.children()

    with watched(foyer, streams=3):
        asked = time.monotonic()
        foyer.process.send_signal(number)  # `uv run` passes on what the terminal sent already
        code = foyer.stop(number)
        took = time.monotonic() - asked

    assert code == 0
    assert took < 25  # what does not end by itself is killed after thirty
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
