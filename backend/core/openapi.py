"""The OpenAPI document, made to say all that the API does."""

from collections.abc import Sequence

from litestar import Litestar, Router
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig, ResponseSpec
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.openapi.spec import Components, Operation, Parameter, Schema, SecurityScheme
from litestar.openapi.spec.enums import OpenAPIType
from litestar.routes import HTTPRoute

from backend.core.plain_schemas import plain_parameters, plain_properties
from backend.core.schemas import Body, Problem

TITLE = "Foyer API"
VERSION = "1"
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
BEARER = SecurityScheme(
    type="http",
    scheme="bearer",
    bearer_format="JWT",
    description="The `access_token` that `POST /api/v1/auth/login` answers; good for five minutes",
)
IDEMPOTENCY_KEY = Parameter(
    name="Idempotency-Key",
    param_in="header",
    description="Sent twice, the request happens once and is answered twice",
    required=False,
    schema=Schema(type=OpenAPIType.STRING, max_length=200, pattern="^[ -~]+$"),
)


def described(*, router: Router, pages: Sequence[OpenAPIRenderPlugin]) -> OpenAPIConfig:
    """``router`` serves the document and the ``pages`` that show it."""
    return OpenAPIConfig(
        title=TITLE,
        version=VERSION,
        components=Components(security_schemes={"bearer": BEARER}),
        openapi_router=router,
        render_plugins=pages,
    )


def tell_the_whole_truth(app: Litestar) -> None:
    """What Litestar leaves out: problems, strict bodies, public routes, Idempotency-Key, titles."""
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                handler.responses = _problems_of(handler) | dict(handler.responses or {})
    document = app.openapi_schema
    schemas = document.components.schemas or {}
    strict = {kind.__name__ for kind in _subclasses(Body)}
    for name, schema in schemas.items():
        plain_properties(schema)
        if name in strict:
            schema.additional_properties = False
    for path, item in (document.paths or {}).items():
        for operation in (item.get, item.post, item.put, item.patch, item.delete):
            if operation is not None and operation.operation_id:
                plain_parameters(operation)
                operation.summary = operation.operation_id.replace("_", " ").capitalize()
        if item.post is not None:
            _complete_post(item.post, public="/auth/" in path)


def _problems_of(handler: HTTPRouteHandler) -> dict[int, ResponseSpec]:
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
    if "if_match" in takes:
        statuses |= {412}
    if "POST" in handler.http_methods and not handler.opt.get("public"):
        statuses |= {422}
    return {status: PROBLEMS[status] for status in sorted(statuses)}


def _complete_post(operation: Operation, *, public: bool) -> None:
    if public:
        operation.security = []
        return
    operation.parameters = [*(operation.parameters or []), IDEMPOTENCY_KEY]


def _subclasses(kind: type) -> set[type]:
    return {kind}.union(*map(_subclasses, kind.__subclasses__()))
