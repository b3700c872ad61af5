"""Who looks on from outside: Sentry and a collector of traces, each only where it is named."""

import importlib
import sys
from typing import Any

from structlog.typing import Processor

from backend.core.traces import look_on


def watchers(
    program: str, *, environment: str, sentry_dsn: str, otlp_endpoint: str, trace_share: float
) -> list[Processor]:
    """Processors for the log. What is not asked for is not even imported."""
    told = {"program": program, "environment": environment}
    if otlp_endpoint:
        spans = _load("backend.core.spans", "CRM_OTLP_ENDPOINT")
        look_on(spans.Recorder(otlp_endpoint, share=trace_share, **told))
    if not sentry_dsn:
        return []
    return [_load("backend.core.error_reports", "CRM_SENTRY_DSN").Reporter(sentry_dsn, **told)]


def _load(module: str, setting: str) -> Any:
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        sys.exit(f"{setting} needs more than is installed ({error.name}): add foyer[observability]")
