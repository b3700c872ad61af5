"""The three programs of Foyer, as `crm up` runs them."""

import http.client
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from backend.settings import BadSettings as BadBackendSettings
from backend.settings import Settings as BackendSettings
from bff.settings import BadSettings as BadBffSettings
from bff.settings import Settings as BffSettings
from ops import serving
from ops.errors import Refused
from ops.local.process import Program
from ops.local.state import Instance, Running, State

HOST = "127.0.0.1"
GRACE = 2  # seconds that open requests get when a web program stops
FOR_THE_START_ALONE = ("CRM_ADMIN_EMAIL", "CRM_ADMIN_PASSWORD")


@dataclass(frozen=True)
class Programs:
    backend: Program
    worker: Program
    bff: Program
    inbox: Program | None


def programs(
    state: State, instance: Instance, running: Running, *, port: int, smtp: str = ""
) -> Programs:
    """Raises Refused, in the program's own words, for a setting that it would not start with.

    Mails leave by ``smtp``, or go to the inbox where there is one, or wait.
    """
    given = {name: text for name, text in os.environ.items() if name not in FOR_THE_START_ALONE}
    common = {
        "CRM_ENVIRONMENT": "development",
        "CRM_PUBLIC_URL": running.url,
        "CRM_BFF_KEY": instance.bff_key,
        "CRM_BACKEND_URL": f"http://{HOST}:{port + 1}",
        "CRM_STORE": str(state.folder / "bff.sqlite3"),
        "CRM_FILES": str(state.folder / "files"),
    }
    if running.inbox_url:
        common["CRM_MAIL_FROM"] = "Foyer <foyer@example.com>"
        smtp = f"smtp://{HOST}:{instance.smtp_port}?starttls=never"
    common |= given | {"CRM_SMTP": smtp}
    urls = {"DATABASE_URL": running.database_url, "REDIS_URL": running.redis_url}
    backend = {"CRM_SECRET_KEY": instance.backend_secret} | common | urls
    bff = {"CRM_SECRET_KEY": instance.bff_secret} | common | urls
    _check(backend, bff)
    folder = state.folder
    return Programs(
        backend=web("backend.asgi:app", folder, port=port + 1, path="/readyz", environment=backend),
        worker=_worker(folder, environment=backend),
        bff=web("bff.asgi:app", folder, port=port, path="/login/", environment=bff),
        inbox=_inbox(folder, instance) if running.inbox_url else None,
    )


def _inbox(folder: Path, instance: Instance) -> Program:
    port = instance.inbox_port
    return Program(
        name="inbox",
        argv=[
            *(sys.executable, "-m", "ops.inbox", "--folder", str(folder / "mails")),
            *("--port", str(port), "--smtp-port", str(instance.smtp_port)),
        ],
        environment=os.environ,
        folder=folder,
        ready=_answers(port, "/"),
    )


def _check(backend: Mapping[str, str], bff: Mapping[str, str]) -> None:
    """Before anything starts, so that a slip of the hand costs no waiting."""
    try:
        BackendSettings.from_env(backend)
        BffSettings.from_env(bff)
    except (BadBackendSettings, BadBffSettings) as error:
        raise Refused("; ".join(str(error).splitlines())) from error


def web(
    app: str,
    folder: Path,
    *,
    port: int,
    path: str,
    environment: Mapping[str, str],
    trusted: str = "",
    grace: int = GRACE,
    linger: float = 0,
) -> Program:
    """An ASGI app; it is ready when ``path`` answers 200."""
    start = serving.web(app, host=HOST, port=port, grace=grace, linger=linger, trusted=trusted)
    return Program(
        name=app.split(".", maxsplit=1)[0],
        argv=start,
        environment=environment,
        folder=folder,
        ready=_answers(port, path),
    )


def _worker(folder: Path, *, environment: Mapping[str, str]) -> Program:
    return Program(
        name="worker",
        argv=[sys.executable, "-m", "backend.worker"],
        environment=environment,
        folder=folder,
        ready=_signs(environment["REDIS_URL"], since=datetime.now(UTC).isoformat()),
    )


def _signs(redis_url: str, *, since: str) -> Callable[[int], bool]:
    """A worker keeps a key in Redis that holds the time of its start, in UTC."""

    def ready(_pid: int) -> bool:
        import redis  # noqa: PLC0415  # loads while the programs do

        try:
            with redis.Redis.from_url(redis_url, decode_responses=True, socket_timeout=2) as client:
                signs = client.mget([*client.scan_iter("foyer:worker:*"), "nobody's"])
        except redis.RedisError:
            return False
        return any(sign and str(sign) >= since for sign in signs)

    return ready


def _answers(port: int, path: str) -> Callable[[int], bool]:
    def ready(_pid: int) -> bool:
        connection = http.client.HTTPConnection(HOST, port, timeout=2)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return ready
