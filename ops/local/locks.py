"""Locks that the kernel drops when their last holder ends, however it ends."""

import fcntl
import time
from typing import TextIO

POLL = 0.02  # seconds


def taken(lock: TextIO, *, within: float) -> bool:
    """Takes the lock, waiting up to ``within`` seconds for its last holder to let go."""
    deadline = time.monotonic() + within
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(POLL)
        else:
            return True
