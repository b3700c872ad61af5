"""What Litestar would let pass: unknown and repeated query parameters, bodies of another kind."""

from functools import cache
from urllib.parse import parse_qsl

from litestar.enums import RequestEncodingType
from litestar.handlers import BaseRouteHandler
from litestar.params import BodyKwarg, QueryParameter
from litestar.types import Scope

from backend.core.refusals import Invalid, OtherMedia
from backend.core.schemas import FieldError


def refuse_unknown_parameters(scope: Scope) -> None:
    """Raises Invalid with one finding for each parameter that the route does not take.

    Raises UnicodeDecodeError where Litestar would put a question mark for bytes that are no text.
    """
    raw = scope["query_string"]
    if not raw:
        return
    known = _query_parameters(scope["route_handler"])
    seen: set[str] = set()
    errors: list[FieldError] = []
    for name, value in parse_qsl(raw.decode("latin-1"), keep_blank_values=True, errors="strict"):
        if name not in known:
            errors.append(FieldError(f"?{name[:100]}", "Unknown parameter"))
        elif name in seen:
            errors.append(FieldError(f"?{name}", "Given more than once"))
        elif value.lower() == "null" and not known[name]:
            errors.append(FieldError(f"?{name}", "Leave it out, for there is no null"))
        seen.add(name)
    if errors:
        raise Invalid("; ".join(f"{e.pointer} {e.detail}" for e in errors), errors=errors)


def refuse_other_media(scope: Scope) -> None:
    """Raises OtherMedia for a body that is said to be what the route does not take.

    Litestar would read JSON under any name, `text/plain` and `application/xml` among them.
    """
    wanted = _media_type(scope["route_handler"])
    for name, value in scope["headers"] if wanted else ():
        if name == b"content-type" and value.partition(b";")[0].strip().lower() != wanted:
            raise OtherMedia(f"Send the body as {wanted.decode()}")


@cache
def _query_parameters(handler: BaseRouteHandler) -> dict[str, bool]:
    """Whether each is text; what is not, msgspec takes for left out where it is ``null``.

    The other parameters of a handler are its headers, its path's parts, and its tools.
    """
    parameters = handler.parsed_fn_signature.parameters
    return {
        name: str in (field.annotation, *field.args)
        for name, field in parameters.items()
        if isinstance(field.kwarg_definition, QueryParameter)
    }


@cache
def _media_type(handler: BaseRouteHandler) -> bytes:
    """Empty where the route takes no body."""
    data = handler.parsed_fn_signature.parameters.get("data")
    body = data.kwarg_definition if data else None
    return RequestEncodingType(body.media_type).encode() if isinstance(body, BodyKwarg) else b""
