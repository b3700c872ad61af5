"""JSON logs on standard output; what is secret never reaches them."""

import logging
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bff.metrics import ERRORS
from bff.traces import trace_id
from bff.troubles import note

SECRET = ("password", "token", "authorization", "cookie", "secret", "signature", "api_key")
HIDDEN = "[hidden]"
TELLERS = ("opentelemetry", "sentry_sdk")
_encode = msgspec.json.Encoder(enc_hook=repr).encode


def configure(level: str, *, watchers: Sequence[Processor] = ()) -> None:
    """Once a process, before the first line. ``watchers`` see it without its secrets."""
    number = logging.getLevelNamesMapping()[level]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _name_trace,
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


def _name_trace(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    if known := trace_id():
        event["trace_id"] = known
    return event


def _count_error(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """A line at this level is one that somebody should look at; many in a row are an alarm."""
    if event["level"] in {"error", "critical"}:
        ERRORS.inc()
        note("errors")
    return event


def redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    for name, value in event.items():
        event[name] = _redacted(name, value)
    return event


def _redacted(name: str, value: Any) -> Any:
    if any(secret in name.lower() for secret in SECRET):
        return HIDDEN
    if isinstance(value, Mapping):
        return {key: _redacted(str(key), inner) for key, inner in value.items()}
    return value


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
