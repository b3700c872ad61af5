"""A page's way through both programs, as a collector of OpenTelemetry sees it."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from litestar import Litestar
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

import backend.core.spans
import backend.core.traces
import bff.spans
import bff.traces
from backend.app import create_app
from backend.settings import Settings
from tests.bff.browser import Browser
from tests.bff.wire import Wire
from tests.support.apps import running
from tests.support.collector import Collector, collecting
from tests.support.people import people_of, transport_to

TRACE = "0af7651916cd43dd8448eb211c80319c"


class Recorders(NamedTuple):
    collector: Collector
    backend: backend.core.spans.Recorder
    bff: bff.spans.Recorder


@pytest.fixture
def recorders() -> Iterator[Recorders]:
    with collecting() as collector:
        ours = backend.core.spans.Recorder(
            collector.url, program="backend", environment="production", share=1.0
        )
        theirs = bff.spans.Recorder(
            collector.url, program="bff", environment="production", share=1.0
        )
        backend.core.traces.look_on(ours)
        bff.traces.look_on(theirs)
        yield Recorders(collector, ours, theirs)
        backend.core.traces.look_on(None)
        bff.traces.look_on(None)
        ours.provider.shutdown()
        theirs.provider.shutdown()


class Seen(NamedTuple):
    service: str
    name: str
    trace: str
    id: str
    parent: str
    facts: dict[str, str]


def spans(recorders: Recorders) -> list[Seen]:
    recorders.backend.provider.force_flush()
    recorders.bff.provider.force_flush()
    found: list[Seen] = []
    for body in recorders.collector.bodies:
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            (service,) = [
                each.value.string_value
                for each in resource.resource.attributes
                if each.key == "service.name"
            ]
            for scope in resource.scope_spans:
                for span in scope.spans:
                    facts = {f.key: f.value.string_value for f in span.attributes}
                    ids = (span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex())
                    found.append(Seen(service, span.name, *ids, facts))
    return found


async def test_every_step_hangs_below_the_one_before(
    bff_app: Litestar, settings: Settings, process_wire: Wire, recorders: Recorders
) -> None:
    async with running(create_app(settings)) as api, people_of(api) as people:
        ada = await people(role="ADMIN")
        process_wire.lead_to(transport_to(api))
        async with Browser(bff_app) as browser:
            await browser.sign_in(ada.user["email"])
            spans(recorders)
            recorders.collector.bodies.clear()

            await browser.open("/tasks/?due=all", {"traceparent": f"00-{TRACE}-{'b' * 16}-00"})

            seen = spans(recorders)

    by_id = {span.id: span for span in seen}
    page = next(span for span in seen if span.parent == "b" * 16)
    sql = [span for span in seen if span.facts.get("db.system.name") == "postgresql"]
    assert {span.trace for span in seen} == {TRACE}
    assert (page.service, page.name) == ("foyer-bff", "GET /tasks")
    assert sql
    for span in sql:
        request = by_id[span.parent]
        call = by_id[request.parent]
        assert request.service == "foyer-backend"
        assert request.name.startswith("GET /api/v1/")
        assert (call.service, by_id[call.parent]) == ("foyer-bff", page)
        assert "$1" in span.facts["db.query.text"] or "'" not in span.facts["db.query.text"]


async def test_a_write_tells_its_statements_without_their_values(
    settings: Settings, recorders: Recorders
) -> None:
    async with running(create_app(settings)) as api, people_of(api) as people:
        ada = await people(role="ADMIN")

        await ada.post("/api/v1/clients", json={"name": "Canary Ltd"})

    names = {span.name for span in spans(recorders)}
    assert {"POST /api/v1/clients", "INSERT"} <= names
    assert b"Canary" not in b"".join(recorders.collector.bodies)
