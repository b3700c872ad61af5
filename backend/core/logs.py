"""JSON logs on standard output; what is secret never reaches them."""

import logging
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

import msgspec
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from backend.core.metrics import ERRORS
from backend.core.traces import TRACEPARENT, follow, trace_id
from backend.core.troubles import note

SECRET = ("password", "token", "authorization", "cookie", "secret", "signature", "api_key")
HIDDEN = "[hidden]"
TELLERS = ("opentelemetry", "sentry_sdk")
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
USER_ID: ContextVar[str] = ContextVar("user_id", default="")
PLAIN = frozenset({str, int, float, bool})
_encode = msgspec.json.Encoder(enc_hook=repr).encode


def configure(level: str, *, watchers: Sequence[Processor] = ()) -> None:
    """Once a process, before the first line. ``watchers`` see it without its secrets."""
    number = logging.getLevelNamesMapping()[level]
    structlog.configure(
        processors=[
            _name_origin,
            structlog.processors.add_log_level,
            _count_error,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            redact,
            *watchers,
            structlog.processors.format_exc_info,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.BytesLoggerFactory(file=sys.stdout.buffer),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[_ToStructlog()], force=True)


@contextmanager
def following(request_id: str | None, traceparent: str | None) -> Generator[None]:
    """The block is about what a request left to be done; its lines name that request."""
    request, trace = REQUEST_ID.get(), TRACEPARENT.get()
    REQUEST_ID.set(request_id or "")
    follow(traceparent or "")
    try:
        yield
    finally:
        REQUEST_ID.set(request)
        TRACEPARENT.set(trace)


def _name_origin(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Where they are not known they are left out."""
    known = {"request_id": REQUEST_ID.get(), "trace_id": trace_id(), "user_id": USER_ID.get()}
    event.update({name: value for name, value in known.items() if value})
    return event


def _count_error(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """A line at this level is one that somebody should look at; many in a row are an alarm."""
    if event["level"] in {"error", "critical"}:
        ERRORS.inc()
        note("errors")
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
        level = record.levelno
        if record.name.startswith(TELLERS):  # a collector that is away is no error of ours
            level = min(level, logging.WARNING)
        structlog.get_logger().log(
            level, record.getMessage(), logger=record.name, exc_info=record.exc_info
        )
