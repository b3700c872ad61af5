"""Errors sent to Sentry: what broke and where, and nothing of anybody's data."""

import atexit
import re
from importlib.metadata import version
from typing import Any

import sentry_sdk
from structlog.typing import EventDict, WrappedLogger

HIDDEN = "[hidden]"
PRIVATE = re.compile(
    r"(?im)[\w.+-]+@[\w-]+(\.[\w-]+)+"  # an e-mail address
    r"|\bDETAIL:.*$"  # PostgreSQL repeats the row's values there
    r"|\b(bearer|basic)\s+\S+"
    r"|\b\w*(password|token|secret|cookie|signature|api_key|authorization)\w*[\"']?\s*[=:]\s*\S+"
    r"|\b[\w-]{32,}\b"  # a key, a token, a digest
)
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}")
TAGS = ("request_id", "trace_id")
KEPT = {"path", "route", "state", "kind", "round", "topic", "call", "status", "logger"}
PATIENCE = 2.0  # seconds that what is not sent yet gets when the program ends


class Reporter:
    """A processor of the log: each line at level error is one report."""

    def __init__(self, dsn: str, *, program: str, environment: str) -> None:
        sentry_sdk.init(
            dsn,
            environment=environment,
            release=f"foyer@{version('foyer')}",
            default_integrations=False,
            auto_enabling_integrations=False,
            include_local_variables=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            server_name="",
            before_send=_without_data,
        )
        sentry_sdk.set_tag("program", program)
        atexit.register(sentry_sdk.flush, PATIENCE)

    def __call__(self, _: WrappedLogger, __: str, event: EventDict) -> EventDict:
        if event["level"] in {"error", "critical"}:
            self._report(event)
        return event

    def _report(self, event: EventDict) -> None:
        with sentry_sdk.new_scope() as scope:
            for name in TAGS:
                scope.set_tag(name, event.get(name))
            scope.set_context("line", {name: event[name] for name in KEPT & event.keys()})
            scope.set_tag("event", event["event"])
            if isinstance(error := event.get("exc_info"), BaseException | tuple):
                sentry_sdk.capture_exception(error)
            elif error:
                sentry_sdk.capture_exception()
            else:
                sentry_sdk.capture_message(event["event"], level="error")


def _without_data(event: Any, _: dict[str, Any]) -> Any:
    """Whatever a library put there: requests, users, breadcrumbs, and private words in messages."""
    for name in ("request", "user", "breadcrumbs", "modules", "extra"):
        event.pop(name, None)
    for thrown in event.get("exception", {}).get("values", ()):
        thrown["value"] = without_private(str(thrown.get("value") or ""))
    if line := event.get("contexts", {}).get("line"):
        event["contexts"]["line"] = {name: without_private(str(v)) for name, v in line.items()}
    if "message" in event:
        event["message"] = without_private(event["message"])
    return event


def without_private(text: str) -> str:
    return PRIVATE.sub(lambda found: found[0] if UUID.fullmatch(found[0]) else HIDDEN, text)
