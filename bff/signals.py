"""Hears the signal that a process is to stop."""

import asyncio
import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import Final

STOP: Final = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def told_to_stop(react: Callable[[], None]) -> Generator[None]:
    """Reacts before the server does: uvicorn waits for open answers, and streams have no end."""
    loop = asyncio.get_running_loop()
    is_main = threading.current_thread() is threading.main_thread()
    servers = {number: signal.getsignal(number) for number in STOP if is_main}

    def hear(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(react)
        if callable(server := servers[signal.Signals(number)]):
            server(number, frame)

    for number, server in servers.items():
        if callable(server):
            signal.signal(number, hear)
    try:
        yield
    finally:
        for number, server in servers.items():
            if signal.getsignal(number) is hear:
                signal.signal(number, server)
