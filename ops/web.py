"""A web program's process: uvicorn, and nobody who has reached it leaves without an answer.

Told to stop, uvicorn closes at once the port with all who wait at it, and each connection that has
asked nothing yet. Behind nginx that was one POST in 430, and nobody may send those again.
"""

import asyncio
import ctypes
import os
import select
import socket
import struct
import sys
import time
from contextlib import suppress
from typing import Final

import click
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

CLOSE: Final = (b"connection", b"close")
SETTLING: Final = 0.1  # seconds in which those arrive who are on their way
PATIENCE: Final = 1.0  # seconds, where nothing keeps newcomers away
GLANCE: Final = 0.02  # seconds
# A packet filter for Linux, as the kernel takes it: of TCP's flags, the 14th byte of its header,
# a wish to connect has SYN without ACK. It is dropped, and everything else passes.
ATTACH_FILTER: Final = 26
NO_NEWCOMERS: Final = (
    (0x30, 0, 0, 13),  # load the flags
    (0x54, 0, 0, 0x12),  # of these SYN and ACK
    (0x15, 0, 1, 0x02),  # SYN alone?
    (0x06, 0, 0, 0),  # drop
    (0x06, 0, 0, 0xFFFFFFFF),  # pass
)


class Server(uvicorn.Server):
    """``linger``: seconds in which those who are connected may still ask."""

    def __init__(self, config: uvicorn.Config, *, linger: float) -> None:
        super().__init__(config)
        self._linger = linger

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.server_state.default_headers = [*self.server_state.default_headers, CLOSE]
        await self._let_in_who_waits()
        for server in self.servers:
            server.close()
        await self._hear_them_out()
        await super().shutdown(sockets)

    async def _let_in_who_waits(self) -> None:
        """A loop with much to do takes up only later who has reached the port."""
        waiting = select.poll()
        for listener in (each for server in self.servers for each in server.sockets):
            turn_newcomers_away(listener)
            waiting.register(listener.fileno(), select.POLLIN)
        await asyncio.sleep(SETTLING)
        deadline = time.monotonic() + PATIENCE
        while waiting.poll(0) and time.monotonic() < deadline:  # noqa: ASYNC110  # uvicorn tells of none
            await asyncio.sleep(GLANCE)

    async def _hear_them_out(self) -> None:
        deadline = time.monotonic() + self._linger
        while any(map(may_ask, self.server_state.connections)) and not self.force_exit:
            if time.monotonic() >= deadline:
                return
            await asyncio.sleep(GLANCE)


def may_ask(connection: object) -> bool:
    """It has asked nothing yet, or all was answered."""
    if not isinstance(connection, HttpToolsProtocol):
        return False
    return not connection.cycle or connection.cycle.response_complete


def turn_newcomers_away(listener: socket.SocketType) -> None:
    """Their kernel asks again after a second and is refused then, which anybody may answer by going
    elsewhere. Closing a port alone would cut off those who were let in but not yet taken up.

    Where there are no such filters, a moment remains in which that happens.
    """
    program = b"".join(struct.pack("HBBI", *step) for step in NO_NEWCOMERS)
    kept = ctypes.create_string_buffer(program)
    filled = struct.pack("HP", len(NO_NEWCOMERS), ctypes.addressof(kept))
    if sys.platform != "linux" or listener.family not in (socket.AF_INET, socket.AF_INET6):
        return
    with suppress(OSError), socket.socket(fileno=os.dup(listener.fileno())) as port:
        port.setsockopt(socket.SOL_SOCKET, ATTACH_FILTER, filled)


@click.command()
@click.argument("app")
@click.option("--host", required=True)
@click.option("--port", required=True, type=int)
@click.option("--grace", required=True, type=int, help="Seconds that open requests get.")
@click.option("--linger", required=True, type=float, help="Seconds in which more may be asked.")
@click.option("--trusted", default="", help="Whose X-Forwarded-For is believed.")
def main(app: str, host: str, port: int, grace: int, linger: float, trusted: str) -> None:
    """Without ``trusted`` a forwarded address is a claim of the caller's own."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(trusted),
        forwarded_allow_ips=trusted or None,
        timeout_graceful_shutdown=grace,
    )
    with suppress(KeyboardInterrupt):
        Server(config, linger=linger).run()


if __name__ == "__main__":
    main()
