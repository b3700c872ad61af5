"""Workers as processes of their own, to be stopped in every way that a machine knows."""

import os
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import redis

from backend.settings import Settings

ROOT = Path(__file__).parents[3]
PATIENCE = 100.0  # seconds; on a machine that has much else to do


def environment(settings: Settings) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("CRM_")},
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "CRM_SECRET_KEY": settings.secret_key,
        "CRM_BFF_KEY": settings.bff_key,
        "CRM_FILES": settings.files,
        "CRM_ENVIRONMENT": "development",
        "CRM_LOG_LEVEL": "WARNING",
        "CRM_PRIVATE_WEBHOOKS": "true",
    }


def spawn(environ: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "backend.worker"],
        env=environ,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def worker_process(
    settings: Settings, *, level: str = "WARNING", **further: str
) -> Generator[subprocess.Popen[str]]:
    """Yields it at once; the test stops it, and only where it has failed is that done here."""
    process = spawn(environment(settings) | {"CRM_LOG_LEVEL": level} | further)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            process.communicate()


def signs(connection: redis.Redis) -> list[bytes]:
    return list(connection.scan_iter("foyer:worker:*"))


def wait_for_sign(connection: redis.Redis) -> None:
    deadline = time.monotonic() + PATIENCE
    while not signs(connection):
        assert time.monotonic() < deadline, "no worker shows its sign"
        time.sleep(0.05)
