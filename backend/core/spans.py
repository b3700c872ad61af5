"""Spans by OpenTelemetry, sent to a collector by OTLP. Imported only where one is named."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from importlib.metadata import version

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import TraceIdRatioBased
from opentelemetry.trace import (
    NonRecordingSpan,
    Span,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
    set_span_in_context,
)

from backend.core.traces import TRACEPARENT, Facts, Kind

PATIENCE = 5  # seconds for the collector
KINDS = {
    "server": SpanKind.SERVER,
    "client": SpanKind.CLIENT,
    "consumer": SpanKind.CONSUMER,
    "internal": SpanKind.INTERNAL,
}
BILLION = 1_000_000_000
SERVER_ERROR = 500


class _Seen:
    def __init__(self, span: Span) -> None:
        self._span = span

    def tell(self, name: str, facts: Facts) -> None:
        self._span.update_name(name)
        self._span.set_attributes(facts)
        if int(facts.get("http.response.status_code", 0)) >= SERVER_ERROR:
            self._span.set_status(Status(StatusCode.ERROR))


class Recorder:
    """Which traces are sent is told from their ids alone, so all programs choose the same."""

    def __init__(self, endpoint: str, *, program: str, environment: str, share: float) -> None:
        told = {
            "service.name": f"foyer-{program}",
            "service.version": version("foyer"),
            "deployment.environment.name": environment,
        }
        exporter = OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces", timeout=PATIENCE)
        self.provider = TracerProvider(
            sampler=TraceIdRatioBased(share), resource=Resource.create(told)
        )
        self.provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self.provider.get_tracer("foyer")

    @contextmanager
    def span(self, name: str, kind: Kind, facts: Facts) -> Generator[_Seen]:
        before = TRACEPARENT.get()
        span = self._tracer.start_span(name, _below(before), KINDS[kind], facts)
        TRACEPARENT.set(_header(span.get_span_context()))
        try:
            yield _Seen(span)
        except BaseException as error:
            # Its text may hold somebody's data.
            span.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise
        finally:
            span.end()
            TRACEPARENT.set(before)

    def took(self, name: str, facts: Facts, seconds: float) -> None:
        end = time.time_ns()
        start = end - round(seconds * BILLION)
        below = _below(TRACEPARENT.get())
        self._tracer.start_span(name, below, SpanKind.CLIENT, facts, start_time=start).end(end)


def _below(traceparent: str) -> Context:
    if not traceparent:
        return Context()
    _, trace, parent, flags = traceparent.split("-")
    told = SpanContext(int(trace, 16), int(parent, 16), True, TraceFlags(int(flags, 16)))
    return set_span_in_context(NonRecordingSpan(told), Context())


def _header(context: SpanContext) -> str:
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"
