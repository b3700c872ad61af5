"""Who looks on from outside: Sentry and a collector of traces, each only where it is named."""

import importlib
import sys
from typing import Any, Protocol

from structlog.typing import Processor

from bff.traces import look_on


class Asked(Protocol):
    """What a program's settings say of it; an empty address asks for nobody."""

    @property
    def environment(self) -> str: ...
    @property
    def sentry_dsn(self) -> str: ...
    @property
    def otlp_endpoint(self) -> str: ...
    @property
    def trace_share(self) -> float: ...


def watchers(program: str, asked: Asked) -> list[Processor]:
    """Processors for the log. What is not asked for is not even imported."""
    told = {"program": program, "environment": asked.environment}
    if endpoint := asked.otlp_endpoint:
        spans = _load("bff.spans", "CRM_OTLP_ENDPOINT")
        look_on(spans.Recorder(endpoint, share=asked.trace_share, **told))
    if not asked.sentry_dsn:
        return []
    reports = _load("bff.error_reports", "CRM_SENTRY_DSN")
    return [reports.Reporter(asked.sentry_dsn, **told)]


def _load(module: str, setting: str) -> Any:
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        sys.exit(f"{setting} needs more than is installed ({error.name}): add foyer[observability]")
