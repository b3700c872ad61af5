"""Foyer's three programs as a container runs them, each alone, and how to ask whether one lives."""

import http.client
import socket
import sys
from typing import Final, Literal, TypeAlias, get_args

from ops.errors import Refused

Role: TypeAlias = Literal["backend", "bff", "worker"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
EVERYWHERE: Final = "0.0.0.0"  # noqa: S104  # in a container's own network
PORTS: Final = {"backend": 8001, "bff": 8000}
# An orchestrator waits longer than both before it kills: see stop_grace_period in
# ops/compose.prod.yaml and terminationGracePeriodSeconds in ops/k8s.
GRACE: Final = 20  # seconds that open requests get when a web program stops
# Before them: until then whoever is connected may ask. Longer than our own web front keeps a
# connection that it does not use, so that none is closed on which a request may be under way.
LINGER: Final = 4.0
PATIENCE: Final = 3.0  # seconds for an answer to "are you alive?"


def web(
    app: str, *, host: str, port: int, grace: int, linger: float, trusted: str = ""
) -> list[str]:
    """How a web program is started. Of the addresses ``trusted``, as uvicorn takes them, a request
    may say whom it is for; without any a forwarded address is a claim of the caller's own.
    """
    return [
        *(sys.executable, "-m", "ops.web", app, "--host", host, "--port", str(port)),
        *("--grace", str(grace), "--linger", str(linger), "--trusted", trusted),
    ]


def reloaded(app: str, *, host: str, port: int, trusted: str) -> list[str]:
    """For developers: uvicorn's own, which starts again when a file changes."""
    proxies = ("--forwarded-allow-ips", trusted) if trusted else ("--no-proxy-headers",)
    return [
        *(sys.executable, "-m", "uvicorn", app, "--host", host, "--port", str(port)),
        *("--reload", "--reload-dir", app.partition(".")[0], "--log-level", "warning"),
        *("--no-access-log", "--no-server-header", *proxies),
    ]


def served(role: Role, *, host: str, port: int | None, trusted: str, reload: bool) -> list[str]:
    """The command of a role."""
    if role == "worker":
        return [sys.executable, "-m", "backend.worker"]
    app, port = f"{role}.asgi:app", port or PORTS[role]
    if reload:
        return reloaded(app, host=host, port=port, trusted=trusted)
    return web(app, host=host, port=port, grace=GRACE, linger=LINGER, trusted=trusted)


def require_alive(role: Role, *, redis_url: str) -> None:
    """Raises Refused where a restart would help: what a program depends on is not its own life."""
    if role == "worker":
        require_sign(redis_url)
    else:
        require_answer(PORTS[role])


def require_answer(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/healthz")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise Refused(f"Port {port} does not answer: {error!r}.") from error
    finally:
        connection.close()
    if status != http.HTTPStatus.OK:
        raise Refused(f"Port {port} answers {status}.")


def require_sign(redis_url: str) -> None:
    """The worker of this machine keeps a key in Redis. Where Redis is away nobody knows better."""
    import redis  # noqa: PLC0415  # the web programs' probe, every few seconds, does without

    try:
        with redis.Redis.from_url(redis_url, socket_timeout=PATIENCE) as client:
            signs = client.scan_iter(f"foyer:worker:{socket.gethostname()}:*")
            if next(signs, None) is None:
                raise Refused("This machine's worker has put up no sign for ten seconds.")
    except redis.RedisError:
        return
