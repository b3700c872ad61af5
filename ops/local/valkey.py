"""Valkey 9 as a child process, with its data under the servers' folder."""

import socket
from pathlib import Path

from ops.local.account import Account
from ops.local.binaries import valkey_program
from ops.local.process import Program

CONFIGURATION = """\
bind 127.0.0.1
protected-mode yes
port {port}
requirepass {password}
dir {folder}
save ""
appendonly {appendonly}
appendfsync everysec
maxmemory-policy noeviction
daemonize no
"""


class Valkey:
    def __init__(
        self, servers: Path, account: Account, *, port: int, password: str, durable: bool
    ) -> None:
        self._account = account
        self._port = port
        self._password = password
        self._durable = durable
        self._program = valkey_program(account, servers)
        self._folder = servers / "valkey"

    def prepared(self) -> Program:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        configuration = self._folder / "valkey.conf"
        configuration.touch(0o600)
        configuration.write_text(
            CONFIGURATION.format(
                port=self._port,
                password=self._password,
                folder=self._folder,
                appendonly="yes" if self._durable else "no",
            )
        )
        self._account.own(self._folder)
        self._account.own(configuration)
        return Program(
            name="valkey",
            argv=[str(self._program), str(self._folder / "valkey.conf")],
            environment={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            folder=self._folder,
            ready=lambda _pid: self._answers(),
            account=self._account,
        )

    def _answers(self) -> bool:
        """A server that still loads its data answers the PING with an error."""
        try:
            with socket.create_connection(("127.0.0.1", self._port), 1) as connection:
                connection.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                with connection.makefile("rb") as answers:
                    return [answers.readline(), answers.readline()] == [b"+OK\r\n", b"+PONG\r\n"]
        except OSError:
            return False
