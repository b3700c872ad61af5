"""Children of a supervisor that was killed."""

import os
import signal
from pathlib import Path
from typing import TextIO

from ops.errors import Refused
from ops.local.locks import taken


def stop_orphans(locks: Path) -> None:
    """Ends what a killed supervisor left behind; on Linux it is already ending by itself.

    Raises Refused for a process that does not even end when killed.
    """
    for path in locks.glob("*.lock"):
        with path.open() as lock:
            if not taken(lock, within=0):
                _stop_orphan(path.stem, lock)


def _stop_orphan(name: str, lock: TextIO) -> None:
    pid, stop_signal = (int(word) for word in lock.read().split() or (0, 0))
    _signal(pid, stop_signal)
    if not taken(lock, within=20):
        _signal(pid, signal.SIGKILL)
    if not taken(lock, within=5):
        raise Refused(f"{name} of an earlier start still runs (process {pid}); end it first.")


def _signal(pid: int, number: int) -> None:
    if not pid:
        return  # killed before it could write who its child is; the child is ending by itself
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
