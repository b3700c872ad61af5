"""Between a request and a verb: the unit of work, versions, and answers that carry them."""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any, Protocol, TypeVar
from uuid import UUID

from litestar import Request, Response
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import HeaderParameter, SkipValidation
from msgspec import Struct

from backend.core.actor import Actor
from backend.core.db import Database
from backend.core.idempotency import claim, remember
from backend.core.model import Record
from backend.core.refusals import Invalid, Stale
from backend.core.storage import Grant
from backend.core.work import Work

Writing = NamedDependency[SkipValidation[Work]]
IfMatch = Annotated[
    str | None,
    HeaderParameter(name="If-Match", description="The ETag you read; another version answers 412"),
]


class Versioned(Protocol):
    @property
    def version(self) -> int: ...


T = TypeVar("T", bound=Struct)
V = TypeVar("V", bound=Versioned)


@asynccontextmanager
async def unit_of_work(
    database: Database,
    actor: Actor | None,
    *,
    after_commit: Callable[[], Awaitable[None]],
    request_id: str | None = None,
    batch: UUID | None = None,
) -> AsyncGenerator[Work]:
    """Commits when the block ends, rolls back when it raises; rings for the relay only then."""
    async with database.sessions.begin() as session:
        work = Work(session, actor, request_id=request_id, batch=batch)
        yield work
    if work.has_news:
        await after_commit()


async def provide_work(request: Request[Actor, Any, State], state: State) -> AsyncIterator[Work]:
    """The commit happens before the answer is sent: a failed one is an error, never a lost 201."""
    async with writing(request, state) as work:
        yield work


@asynccontextmanager
async def writing(request: Request[Actor, Any, Any], state: State) -> AsyncGenerator[Work]:
    """For a handler that has seconds of its own work to do before the transaction begins."""
    async with unit_of_work(
        state.database,
        request.user,
        after_commit=state.doorbell.ring,
        request_id=request.scope["state"].get("request_id"),
    ) as work:
        key = request.headers.get("idempotency-key")
        if key is not None and request.method == "POST":
            if not 0 < len(key) <= 200 or not key.isprintable() or not key.isascii():
                raise Invalid("An Idempotency-Key has 1 to 200 printable ASCII characters")
            await claim(
                work,
                key,
                method=request.method,
                path=request.scope["path"],
                body=await _repeatable_body(request),
                secret=state.settings.secret_key,
            )
        yield work


async def keep_body(request: Request[Actor, Any, State]) -> None:
    """A route's ``before_request`` where the body is a form: read first, it can be read again."""
    if "idempotency-key" in request.headers:
        await request.body()


async def _repeatable_body(request: Request[Actor, Any, State]) -> bytes:
    """A form's boundary is drawn anew for each try, so it does not count."""
    body = await request.body()
    boundary = request.content_type[1].get("boundary", "")
    return body.replace(boundary.encode(), b"") if boundary else body


def etag(version: int) -> str:
    return f'"{version}"'


def require_version(if_match: str | None, record: Record, current: Callable[[], Any]) -> None:
    """Raises Stale with the current record unless the caller read this very version."""
    if if_match is None or if_match.strip() == "*":
        return
    if etag(record.version) not in {tag.strip() for tag in if_match.split(",")}:
        raise Stale("Someone changed this record after you read it", current=current())


def versioned(view: V) -> Response[V]:
    """An answer whose ETag is the record's version."""
    return Response(view, headers={"etag": etag(view.version)})


async def replied(
    work: Work, view: T, *, status: int = 200, repeated: T | None = None
) -> Response[T]:
    """The answer to a POST that makes nothing new; ``repeated`` as for ``created``."""
    headers = _version_header(view)
    await remember(work, Response(repeated or view, status_code=status, headers=headers))
    return Response(view, status_code=status, headers=headers)


async def created(work: Work, view: T, location: str, *, repeated: T | None = None) -> Response[T]:
    """201 with Location; the view's ``version`` is its ETag where it has one.

    ``repeated`` is what the same request hears a second time, where the view holds a secret.
    """
    headers = {"location": location, **_version_header(view)}
    await remember(work, Response(repeated or view, status_code=201, headers=headers))
    return Response(view, status_code=201, headers=headers)


async def done(work: Work) -> Response[None]:
    """The answer to a POST that has nothing to say."""
    response = Response(None, status_code=204)
    await remember(work, response)
    return response


def _version_header(view: Struct) -> dict[str, str]:
    version = getattr(view, "version", None)
    return {} if version is None else {"etag": etag(version)}


def lent(grant: Grant) -> Response[Grant]:
    """303 to the address that was lent; those who would rather read it find it in the body."""
    return Response(grant, status_code=303, headers={"location": grant.url})
