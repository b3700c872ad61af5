"""One burst of requests at one server: how many a second, how long they took, what they cost."""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median, quantiles

import msgspec
from msgspec import Struct

from ops.bench.client import Job, Outcome
from ops.bench.stack import Served
from ops.errors import Refused

TICKS = os.sysconf("SC_CLK_TCK")


class Measured(Struct, frozen=True):
    """Milliseconds, and microseconds of the server's own processor time for each request."""

    per_second: float
    p50: float
    p99: float
    cpu: float
    body: int


def burst(
    server: Served, request: bytes, *, status: int, connections: int, seconds: float
) -> Measured:
    """Raises Refused when anything but ``status`` is answered."""
    job = Job(server.port, [request], connections, seconds, status)
    before = _cpu_seconds(server.pid)
    outcome = _run(job)
    cpu = _cpu_seconds(server.pid) - before
    if outcome.errors or not outcome.latencies:
        raise Refused(f"{outcome.errors} requests failed, the first with: {outcome.error}")
    count = len(outcome.latencies)
    return Measured(
        per_second=count / outcome.seconds,
        p50=median(outcome.latencies) * 1e3,
        p99=quantiles(outcome.latencies, n=100)[98] * 1e3,
        cpu=cpu / count * 1e6,
        body=outcome.body,
    )


def middle(rounds: list[Measured]) -> Measured:
    """The median of each figure, for a machine has better and worse moments."""
    fields = Measured.__struct_fields__
    return Measured(*(median(getattr(each, name) for each in rounds) for name in fields))


def resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _run(job: Job) -> Outcome:
    done = subprocess.run(
        [sys.executable, "-m", "ops.bench.client"],
        input=msgspec.msgpack.encode(job),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise Refused(f"The load generator failed: {done.stderr.decode()[-600:]}")
    return msgspec.msgpack.decode(done.stdout, type=Outcome)


def _cpu_seconds(pid: int) -> float:
    """User and system time of all its threads (proc(5): fields 14 and 15, after the name)."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / TICKS
