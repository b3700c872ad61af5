"""The OpenAPI document, made to say all that the API does."""

from collections.abc import Iterator, Sequence

import msgspec
from litestar import Controller, Litestar, Router
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.openapi.spec import (
    Components,
    License,
    OpenAPI,
    Operation,
    Parameter,
    Schema,
    SecurityScheme,
    Tag,
)
from litestar.openapi.spec.enums import OpenAPIType
from litestar.routes import HTTPRoute

from backend.core.answers import HEADERS, complete_answers, problems_of
from backend.core.plain_schemas import plain_parameters, plain_properties
from backend.core.schemas import Body, View

TITLE = "Foyer API"
VERSION = "1"
ABOUT = "A CRM's clients, deals and tasks, and all that belongs to them. Conventions: docs/api.md."
BEARER = SecurityScheme(
    type="http",
    scheme="bearer",
    description=(
        "The `access_token` that `POST /api/v1/auth/login` answers, good for five minutes, "
        "or a personal API token (`foyer_pat_…`) of `POST /api/v1/tokens`"
    ),
)
IDEMPOTENCY_KEY = Parameter(
    name="Idempotency-Key",
    param_in="header",
    description="Sent twice, the request happens once and is answered twice",
    required=False,
    schema=Schema(type=OpenAPIType.STRING, max_length=200, pattern="^[ -~]+$"),
)


def described(
    *,
    router: Router,
    pages: Sequence[OpenAPIRenderPlugin],
    controllers: Sequence[type[Controller]],
) -> OpenAPIConfig:
    """``router`` serves the document and the ``pages`` that show it.

    What is said of a tag is the docstring of its controller.
    """
    tags = {vars(each)["tags"][0]: each.__doc__ for each in controllers if each.__doc__}
    tags["operations"] = "For whoever watches over the servers."
    return OpenAPIConfig(
        title=TITLE,
        version=VERSION,
        description=ABOUT,
        license=License(name="MIT", identifier="MIT"),
        components=Components(security_schemes={"bearer": BEARER}, headers={**HEADERS}),
        tags=[Tag(name=name, description=text) for name, text in tags.items()],
        use_handler_docstrings=True,
        openapi_router=router,
        render_plugins=pages,
    )


def tell_the_whole_truth(app: Litestar) -> None:
    """What Litestar leaves out: refusals, strict bodies, examples, headers, public routes."""
    handlers = {handler.operation_id: handler for handler in _handlers(app)}
    for handler in handlers.values():
        handler.responses = problems_of(handler) | dict(handler.responses or {})
    document = app.openapi_schema
    document.paths = dict(sorted((document.paths or {}).items()))
    schemas = document.components.schemas or {}
    for schema in schemas.values():
        plain_properties(schema)
    for kind in (*_subclasses(Body), *_subclasses(View)):
        if kind.__name__ in schemas:
            _tell_of(kind, schemas[kind.__name__])
    for operation in _operations(document):
        if operation.operation_id in handlers:
            _complete(operation, handlers[operation.operation_id])


def _handlers(app: Litestar) -> Iterator[HTTPRouteHandler]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            yield from (each for each in route.route_handlers if each.operation_id)


def _operations(document: OpenAPI) -> Iterator[Operation]:
    for item in (document.paths or {}).values():
        for operation in (item.get, item.post, item.put, item.patch, item.delete):
            if operation is not None:
                yield operation


def _tell_of(kind: type[Body] | type[View], schema: Schema) -> None:
    schema.description = kind.__doc__
    if example := vars(kind).get("example"):
        # Encoded, for Litestar leaves nulls out of whatever is a dict.
        schema.examples = [msgspec.Raw(msgspec.json.encode(example))]
    if issubclass(kind, Body):
        schema.additional_properties = False


def _complete(operation: Operation, handler: HTTPRouteHandler) -> None:
    public = bool(handler.opt.get("public"))
    plain_parameters(operation)
    operation.summary = str(operation.operation_id).replace("_", " ").capitalize()
    if public:
        operation.security = []
    elif "POST" in handler.http_methods:
        operation.parameters = [*(operation.parameters or []), IDEMPOTENCY_KEY]
    complete_answers(operation, handler)


def _subclasses(kind: type) -> set[type]:
    return {kind}.union(*map(_subclasses, kind.__subclasses__()))
