"""Ports on this machine's own address."""

import secrets
import socket

from ops.errors import Refused

LOW, HIGH = 20_000, 32_000  # below the range from which systems take ports for outgoing connections


def is_free(port: int) -> bool:
    """Raises Refused for a port that we may not take at all."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise Refused(f"Port {port} is for administrators; give another.") from error
        except OSError:
            return False
        return True


def unused_port() -> int:
    while not is_free(port := LOW + secrets.randbelow(HIGH - LOW)):
        pass
    return port
