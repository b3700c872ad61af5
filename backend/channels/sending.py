"""Sends by the courier's process, under a total deadline."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Final

import msgspec
import structlog

from backend.channels.courier import Message, Result

DEADLINE: Final = 30.0  # seconds for its start, name, connection, answer and all
ROOT: Final = Path(__file__).parents[2]
# Nothing of our own settings, no proxy, and nobody's .netrc.
KEPT: Final = ("PATH", "PYTHONPATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "LANG")

log = structlog.get_logger()


async def send(message: Message, *, deadline: float = DEADLINE) -> Result:
    """Never raises; what is under way at the deadline, or when this is cancelled, is killed."""
    try:
        async with asyncio.timeout(deadline):
            return await _send(message)
    except TimeoutError:
        return Result(f"No whole answer in {deadline:g} seconds")
    except (OSError, msgspec.DecodeError) as error:
        log.warning("courier_failed", error=type(error).__name__)
        return Result("It could not be sent from here; the operator finds why in the log")


async def _send(message: Message) -> Result:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "backend.channels.courier"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=ROOT,
        env={name: os.environ[name] for name in KEPT if name in os.environ}
        | {"NETRC": os.devnull, "HOME": os.devnull},
    )
    try:
        answer, _ = await process.communicate(msgspec.json.encode(message))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return msgspec.json.decode(answer, type=Result)
