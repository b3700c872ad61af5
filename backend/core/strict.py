"""Unknown and repeated query parameters are refused, never ignored."""

from urllib.parse import parse_qsl

from litestar.types import Scope

from backend.core.refusals import Invalid
from backend.core.schemas import FieldError


def refuse_unknown_parameters(scope: Scope) -> None:
    """Raises Invalid with one finding for each parameter that the route does not take.

    Raises UnicodeDecodeError where Litestar would put a question mark for bytes that are no text.
    """
    raw = scope["query_string"]
    if not raw:
        return
    known = scope["route_handler"].parsed_fn_signature.parameters
    seen: set[str] = set()
    errors: list[FieldError] = []
    for name, _ in parse_qsl(raw.decode("latin-1"), keep_blank_values=True, errors="strict"):
        if name not in known or name in scope["path_params"]:
            errors.append(FieldError(f"?{name[:100]}", "Unknown parameter"))
        elif name in seen:
            errors.append(FieldError(f"?{name}", "Given more than once"))
        seen.add(name)
    if errors:
        raise Invalid("; ".join(f"{e.pointer} {e.detail}" for e in errors), errors=errors)
