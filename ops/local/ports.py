"""Ports on this machine's own address."""

import secrets
import socket

LOW, HIGH = 20_000, 32_000  # below the range from which systems take ports for outgoing connections


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def unused_port() -> int:
    while not is_free(port := LOW + secrets.randbelow(HIGH - LOW)):
        pass
    return port
