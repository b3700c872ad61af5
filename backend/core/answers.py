"""What the OpenAPI document says of answers: the refusals that each route can give, and headers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from litestar.handlers import HTTPRouteHandler
from litestar.openapi import ResponseSpec
from litestar.openapi.spec import (
    OpenAPIHeader,
    OpenAPIMediaType,
    Operation,
    Reference,
    RequestBody,
    Schema,
)
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType

from backend.core.schemas import Problem

PROBLEM_CASES = {
    400: "The request is not valid; `errors` points at each field",
    401: "Not signed in, or the credentials are wrong",
    403: "Visible, but not yours to change",
    404: "No such record, or not visible to you",
    409: "It does not fit the present state",
    412: "Someone else changed it; `current` is the record as it is now",
    413: "The body is too large",
    415: "The body is of another type than the one that is documented",
    422: "The Idempotency-Key belongs to another request",
    429: "Too many requests; see Retry-After",
    503: "The database is busy or away; try again, a POST with the same Idempotency-Key",
}
PROBLEMS = {
    status: ResponseSpec(
        Problem, description=text, media_type="application/problem+json", generate_examples=False
    )
    for status, text in PROBLEM_CASES.items()
}
HEADERS = {
    name: OpenAPIHeader(description=text, schema=Schema(type=kind))
    for name, kind, text in (
        ("ETag", OpenAPIType.STRING, "The record's version, for If-Match"),
        ("Location", OpenAPIType.STRING, "The address of what was made, or where to go on"),
        ("Idempotency-Replayed", OpenAPIType.STRING, "`true` where this is the first answer again"),
        ("RateLimit-Limit", OpenAPIType.INTEGER, "Requests in a minute"),
        ("RateLimit-Remaining", OpenAPIType.INTEGER, "How many of them are left"),
        ("RateLimit-Reset", OpenAPIType.INTEGER, "Seconds until the minute begins anew"),
        ("Retry-After", OpenAPIType.INTEGER, "Seconds to wait"),
    )
}
RATE = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


@dataclass
class TakesBytes(Operation):
    """Of a route that reads its body piece by piece, which Litestar does not see."""

    def __post_init__(self) -> None:
        octets = OpenAPIMediaType(Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY))
        self.request_body = RequestBody({"application/octet-stream": octets}, required=True)


def problems_of(handler: HTTPRouteHandler) -> dict[int, ResponseSpec]:
    """The refusals that this route can give."""
    takes = handler.parsed_fn_signature.parameters
    statuses = {400, 503}
    if not handler.opt.get("public") or "data" in takes:
        statuses |= {401, 429}
    if any(name.endswith("_id") for name in takes):
        statuses |= {404}
    if "data" in takes:
        statuses |= {413, 415}
    if "work" in takes:
        statuses |= {403, 409}
    if handler.opt.get("admin") or handler.opt.get("in_person"):
        statuses |= {403}
    if "if_match" in takes:
        statuses |= {412}
    if "POST" in handler.http_methods and not handler.opt.get("public"):
        statuses |= {422}
    return {status: PROBLEMS[status] for status in sorted(statuses)}


def complete_answers(operation: Operation, handler: HTTPRouteHandler) -> None:
    """Litestar tells of no headers, takes a stream for JSON, and null for the body of a 204."""
    for status, response in (operation.responses or {}).items():
        if isinstance(response, Reference):
            continue
        names = [*_headers_of(handler, int(status))]
        response.headers = {name: Reference(f"#/components/headers/{name}") for name in names}
        for content in (response.content or {}).values():
            if content.schema == Schema():
                content.schema = Schema(type=OpenAPIType.STRING)
        if int(status) == 204:
            response.content = None


def _headers_of(handler: HTTPRouteHandler, status: int) -> Iterator[str]:
    if status in {429, 503}:
        yield "Retry-After"
    if status >= 400:
        return
    if status in {201, 303}:
        yield "Location"
    if _is_versioned(handler):
        yield "ETag"
    if not handler.opt.get("public"):
        yield from RATE
        if "POST" in handler.http_methods:
            yield "Idempotency-Replayed"


def _is_versioned(handler: HTTPRouteHandler) -> bool:
    """``Response[DealView]``, say: one record, with its version."""
    (view, *_) = (*get_args(handler.parsed_fn_signature.return_type.annotation), None)
    return hasattr(view, "version")
