"""Every error as an RFC 9457 problem: refusals, HTTP errors, and database errors by SQLSTATE."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import asyncpg
import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from backend.core.idempotency import Replay
from backend.core.refusals import Busy, Conflict, Invalid, Refusal
from backend.core.schemas import Body, FieldError, Problem

log = structlog.get_logger()
AnyRequest = Request[Any, Any, Any]
Conflicts = Mapping[str, tuple[str, str]]  # constraint -> (pointer, sentence)
Handlers = dict[int | type[Exception], Callable[[AnyRequest, Any], Response[Any]]]
MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "Something in the request is not valid",
    401: "Sign in first",
    404: "Not found",
    405: "This address does not take that method",
    413: "The request is too large",
}
MISSING = re.compile(
    r"Missing required query parameter '(\w+)'"
)  # Litestar says it in no other way
RETRY_SOON = {"Retry-After": "1"}
# PostgreSQL, Appendix A: serialization failure, deadlock, lock not available, query cancelled.
BUSY = {"40001", "40P01", "55P03", "57014"}
AWAY = ("08", "53", "57")  # connection exceptions, no resources, operator intervention


def handlers(conflicts: Conflicts) -> Handlers:
    """``conflicts`` says for each constraint which field it speaks of, and how."""

    def on_database(request: AnyRequest, error: Exception) -> Response[Problem]:
        return _refused(request, explain_database(error, conflicts))

    table: dict[type, Callable[[AnyRequest, Any], Response[Any]]] = {
        Refusal: _refused,
        Replay: lambda _, replay: replay.response,
        ValidationException: _invalid,
        HTTPException: _http,
        DBAPIError: on_database,
        asyncpg.PostgresError: on_database,
        asyncpg.InterfaceError: on_database,
        asyncpg.DataError: on_database,
        PoolTimeout: on_database,
        StaleDataError: on_database,
        TimeoutError: on_database,
        ConnectionError: on_database,
        UnicodeDecodeError: lambda r, _: _refused(r, Invalid("The request is not valid UTF-8")),
        LookupError: _unknown_encoding,
        RecursionError: lambda r, _: _refused(r, Invalid("The request is nested too deeply")),
        Exception: _unexpected,
    }

    def answer(request: AnyRequest, error: BaseException) -> Response[Any]:
        # What a commit raises arrives wrapped once for each provider that was being closed.
        while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
            error = error.exceptions[0]
        return next(table[kind] for kind in type(error).__mro__ if kind in table)(request, error)

    return {Exception: answer}  # a single one, for Litestar copies them for each request


def _answer(request: AnyRequest, problem: Problem, headers: dict[str, str]) -> Response[Problem]:
    problem.request_id = request.scope["state"].get("request_id", "")
    return Response(problem, status_code=problem.status, media_type=MEDIA_TYPE, headers=headers)


def _refused(request: AnyRequest, refusal: Refusal) -> Response[Problem]:
    headers = dict(refusal.headers)
    if refusal.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    problem = Problem(
        title=refusal.title,
        status=refusal.status,
        detail=refusal.detail,
        errors=refusal.errors,
        current=refusal.current,
        trashed_id=str(refusal.trashed_id) if refusal.trashed_id else None,
    )
    return _answer(request, problem, headers)


def _http(request: AnyRequest, error: HTTPException) -> Response[Problem]:
    if error.status_code >= 500:
        return _unexpected(request, error)
    title = TITLES.get(error.status_code, "The request was refused")
    return _answer(request, Problem(title, error.status_code), dict(error.headers or {}))


def _unknown_encoding(request: AnyRequest, error: LookupError) -> Response[Problem]:
    """What Python raises for a form whose part names a charset that does not exist."""
    if type(error) is LookupError:
        return _refused(request, Invalid("The request is in an encoding that does not exist"))
    return _unexpected(request, error)


def _unexpected(request: AnyRequest, error: Exception) -> Response[Problem]:
    log.error("unexpected_error", path=request.scope["path"], exc_info=error)
    detail = "It is logged under this request id"
    return _answer(request, Problem("Something went wrong here", 500, detail=detail), {})


def _invalid(request: AnyRequest, error: ValidationException) -> Response[Problem]:
    """Litestar's message repeats the whole URL, so only its list of findings is used."""
    found = error.extra if isinstance(error.extra, list) else []
    errors = [_finding(item) for item in found if isinstance(item, dict)]
    if missing := MISSING.match(error.detail):
        errors = [FieldError(f"?{missing[1]}", "Required")]
    kind = request.scope["route_handler"].parsed_fn_signature.parameters.get("data")
    if kind is not None and not any(e.pointer.startswith("?") for e in errors):
        body = request.scope.get("_body") or getattr(request, "_body", b"")
        if isinstance(body, bytes) and (all_errors := explain_body(body, kind.annotation)):
            errors = all_errors
    detail = "; ".join(f"{e.pointer} {e.detail}" for e in errors) or "It could not be read"
    return _refused(request, Invalid(detail, errors=errors))


def _finding(item: Mapping[str, Any]) -> FieldError:
    key = str(item.get("key", ""))
    message = str(item.get("message", "Not valid"))
    if item.get("source") == "query":
        return FieldError(f"?{key}", message)
    said, inner = _split(message)
    return FieldError(inner or ("" if key == "data" else f"/{key}"), said)


def _split(message: str) -> tuple[str, str]:
    """What msgspec says, and where, as a JSON Pointer from the value it speaks of."""
    said, _, path = message.partition(" - at `$")
    return said, path.rstrip("`").replace(".", "/").replace("[", "/").replace("]", "")


def explain_body(body: bytes, annotation: Any) -> list[FieldError]:
    """Every bad field of a JSON body, where msgspec itself stops at the first."""
    kind = annotation
    for candidate in getattr(annotation, "__args__", ()):
        kind = candidate
        break
    if not (isinstance(kind, type) and issubclass(kind, Body)):
        return []
    try:
        given = msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return [FieldError("", "The body is not valid JSON")]
    if not isinstance(given, dict):
        return [FieldError("", "Expected a JSON object")]
    errors = [FieldError(f"/{n}", "Unknown field") for n in given if n not in _fields(kind)]
    for name, field in _fields(kind).items():
        if name in given:
            errors += _explain_value(given[name], field.type, f"/{name}")
        elif field.required:
            errors.append(FieldError(f"/{name}", "Required"))
    return errors


def _fields(kind: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    return {field.encode_name: field for field in msgspec.structs.fields(kind)}


def _explain_value(value: Any, kind: Any, pointer: str) -> list[FieldError]:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        expected = description_of(kind)
        broken = isinstance(value, str) and expected
        said, inner = _split(str(error))
        return [FieldError(pointer + inner, f"Expected {expected}" if broken else said)]
    return []


def description_of(kind: Any) -> str:
    """What a field's type says of itself, if anything."""
    for meta in getattr(kind, "__metadata__", ()):
        if isinstance(meta, msgspec.Meta) and meta.description:
            return meta.description
    return next(filter(None, map(description_of, getattr(kind, "__args__", ()))), "")


def refusal_of(error: DBAPIError, conflicts: Conflicts) -> Refusal:
    """What the record is to blame for; raises the error again where it is the database's fault."""
    refusal = explain_database(error, conflicts)
    if isinstance(refusal, Busy):
        raise error
    return refusal


def is_passing(error: Exception) -> bool:
    """Whether the database is only busy or away, so that the same may succeed later."""
    state = _sqlstate(error)
    return not state or state in BUSY or state.startswith(AWAY)


def _sqlstate(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    return str(getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None) or "")


def explain_database(error: Exception, conflicts: Conflicts) -> Refusal:
    """A sentence for a person, by SQLSTATE; anything unknown is logged and answers 503."""
    cause = getattr(error, "orig", None) or error
    state = _sqlstate(error)
    name = getattr(getattr(cause, "__cause__", None) or cause, "constraint_name", "") or ""
    if state == "23505" or name in conflicts:
        pointer, sentence = conflicts.get(name, ("", "Such a record exists already"))
        return Conflict(sentence, errors=[FieldError(pointer, sentence)])
    if state == "23503":
        return Invalid("It names a record that does not exist")
    if state.startswith(("22", "23")) or isinstance(cause, asyncpg.DataError):
        return Invalid("A value is out of its range")
    if not (state in BUSY or state.startswith(AWAY)):
        log.error("database_error", state=state, exc_info=error)
    return Busy("The database is busy or away; try again in a moment", headers=RETRY_SOON)
