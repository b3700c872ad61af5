"""Hands one message to a chat service: ``python -m backend.channels.courier``, a program.

Apprise calls ``requests`` in a thread, which nothing could stop; a process can be killed at its
deadline. And whatever apprise and its plugins do in here, an audit hook (PEP 578) looks at each
address at the moment of its connection, so no name can lead elsewhere after it was checked.
"""

import logging
import re
import sys
from typing import Any

import msgspec
from msgspec import Struct

from backend.core.networks import is_public

HTTPS = 443
REFUSED_EVENTS = (
    *("socket.sendto", "socket.sendmsg", "socket.bind", "subprocess.Popen", "os.system"),
    *("os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "pty.spawn"),
)
STATUS = re.compile(r"error=([1-5][0-9]{2})\b")


class Message(Struct, frozen=True):
    url: str
    private: bool
    title: str
    text: str


class Result(Struct, frozen=True):
    """``error`` in words that hold nothing of the address."""

    error: str | None = None


class Blocked(Exception):
    """Not a place that this instance sends to."""


class Watch:
    """Sees each attempt to leave this process; what it has once refused is told at the end."""

    def __init__(self, *, private: bool) -> None:
        self._private = private
        self.has_refused = False

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "socket.connect":
            self._look(args[1])
        elif event in REFUSED_EVENTS:
            self._refuse()

    def _look(self, address: Any) -> None:
        try:
            host, port = str(address[0]), address[1]
            is_open = self._private or (port == HTTPS and is_public(host))
        except (ValueError, TypeError, IndexError):  # a name, or a socket of this machine
            is_open = False
        if not is_open:
            self._refuse()

    def _refuse(self) -> None:
        self.has_refused = True
        raise Blocked


def deliver(message: Message) -> Result:
    import apprise  # noqa: PLC0415  # over a second, and only in here

    asset = apprise.AppriseAsset(
        app_id="Foyer",
        app_desc="Foyer",
        app_url="",
        http_redirects=False,
        allow_templates=False,
        storage_mode=apprise.PersistentStoreMode.MEMORY,
        async_mode=False,
    )
    courier = apprise.Apprise(asset=asset)
    logging.disable(logging.CRITICAL)  # which may say the address
    if not courier.add(message.url):
        return Result("This is no whole address of this service")
    logging.disable(logging.NOTSET)
    watch = Watch(private=message.private)
    sys.addaudithook(watch)
    capture: Any = apprise.LogCapture  # apprise left it untyped
    with capture(level=logging.WARNING) as said:
        is_taken = courier.notify(title=message.title, body=message.text)
        why = said.getvalue()
    return Result() if is_taken else Result(explain(why, watch))


def explain(said: str, watch: Watch) -> str:
    """Of apprise's own words only a status is told on: the others may hold a secret."""
    if watch.has_refused:
        return "The address leads to a place that this instance does not send to"
    if status := STATUS.search(said):
        return f"It answered {status[1]}"
    if "onnection" in said:
        return "No connection could be made, or it broke off"
    return "The service did not take it"


def main() -> None:
    message = msgspec.json.decode(sys.stdin.buffer.read(), type=Message)
    sys.stdout.buffer.write(msgspec.json.encode(deliver(message)))


if __name__ == "__main__":
    main()
