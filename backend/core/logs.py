"""JSON logs on standard output; what is secret never reaches them."""

import logging
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache

import msgspec
import structlog
from structlog.typing import EventDict, WrappedLogger

SECRET = ("password", "token", "authorization", "cookie", "secret", "signature", "api_key")
HIDDEN = "[hidden]"
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
PLAIN = frozenset({str, int, float, bool})
_encode = msgspec.json.Encoder(enc_hook=repr).encode


def configure(level: str) -> None:
    """Once a process, before the first line."""
    number = logging.getLevelNamesMapping()[level]
    structlog.configure(
        processors=[
            _name_request,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            redact,
            structlog.processors.format_exc_info,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.BytesLoggerFactory(file=sys.stdout.buffer),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[_ToStructlog()], force=True)


def _name_request(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    if request_id := REQUEST_ID.get():
        event["request_id"] = request_id
    return event


def redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return _without_secrets(event)


def _without_secrets(event: EventDict) -> EventDict:
    for name, value in event.items():
        if _is_secret(str(name)):
            event[name] = HIDDEN
        elif type(value) not in PLAIN and isinstance(value, Mapping):
            event[name] = _without_secrets(dict(value))
    return event


@lru_cache(maxsize=1024)
def _is_secret(name: str) -> bool:
    return any(secret in name.lower() for secret in SECRET)


def render(_: WrappedLogger, __: str, event: EventDict) -> bytes:
    return _encode(event)


class _ToStructlog(logging.Handler):
    """What libraries say through ``logging``, in the same shape."""

    def emit(self, record: logging.LogRecord) -> None:
        structlog.get_logger().log(
            record.levelno, record.getMessage(), logger=record.name, exc_info=record.exc_info
        )
