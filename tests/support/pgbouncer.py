"""A PgBouncer that pools by transactions, in front of a test's PostgreSQL."""

import os
import re
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import make_url

from ops.local.ports import is_free, unused_port
from ops.local.process import Processes, Program
from ops.local.state import State

KEEPS_STATEMENTS: Final = (1, 21)
CONNECTIONS: Final = 2  # few, so that everybody meets everybody else's
CONFIG: Final = """
[databases]
* = host={host} port={port} user={user} password={password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {here}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/people
pool_mode = transaction
default_pool_size = {connections}
max_prepared_statements = 200
{user_line}
"""


def pgbouncer() -> str:
    """One that keeps prepared statements: PGBOUNCER, else the system's. Debian 12's is older."""
    found = os.environ.get("PGBOUNCER") or shutil.which("pgbouncer", path="/usr/sbin:/usr/bin")
    if found:
        said = subprocess.run([found, "--version"], capture_output=True, text=True).stdout
        if tuple(map(int, re.findall(r"\d+", said)[:2])) >= KEEPS_STATEMENTS:
            return found
    pytest.skip("2026-11-26: no PgBouncer 1.21 or newer: install one, or name it in PGBOUNCER")


@contextmanager
def pooled(url: str, folder: Path) -> Generator[str]:
    """The URL that leads to this database through it. Call it in the main thread."""
    server, here = make_url(url), unused_port()
    (folder / "people").write_text(f'"{server.username}" ""\n')
    config = folder / "pgbouncer.ini"
    config.write_text(
        CONFIG.format(
            host=server.host,
            port=server.port,
            user=server.username,
            password=server.password,
            here=here,
            folder=folder,
            connections=CONNECTIONS,
            user_line="user = nobody" if os.geteuid() == 0 else "",
        )
    )
    program = Program(
        name="pgbouncer",
        argv=[pgbouncer(), str(config)],
        environment=dict(os.environ),
        folder=folder,
        ready=lambda _pid: not is_free(here),
    )
    state = State(folder)
    with state.claimed(), Processes(state, patience=5) as processes:
        processes.start(program)
        processes.wait_ready()
        yield server.set(host="127.0.0.1", port=here).render_as_string(hide_password=False)
