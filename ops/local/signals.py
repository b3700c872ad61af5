"""Being asked to stop."""

import signal
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

ASKING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def stops_when_asked() -> Generator[None]:
    """The first signal ends the block in good order; more of them change nothing.

    `uv run` passes on what the terminal has already sent, so two at once are the rule.
    """
    before = {number: signal.getsignal(number) for number in ASKING}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:  # nohup
            signal.signal(number, _stop)
    try:
        yield
    except KeyboardInterrupt:
        return
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(_number: int, _frame: FrameType | None) -> None:
    for number in ASKING:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
