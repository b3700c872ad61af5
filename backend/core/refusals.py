"""The ways in which the API says no: each has a status and a sentence for a person."""

from typing import Any
from uuid import UUID

from backend.core.schemas import FieldError, Problem


class Refusal(Exception):
    """Becomes an RFC 9457 problem; raise a subclass."""

    status = 400
    title = "Bad request"

    def __init__(
        self,
        detail: str = "",
        *,
        errors: list[FieldError] | None = None,
        current: Any = None,
        trashed_id: UUID | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.errors = errors or []
        self.current = current
        self.trashed_id = trashed_id
        self.headers = headers or {}

    @property
    def problem(self) -> Problem:
        """As it is told of one record among many."""
        return Problem(self.title, self.status, detail=self.detail, errors=self.errors)


class Invalid(Refusal):
    title = "Something in the request is not valid"

    @classmethod
    def field(cls, pointer: str, detail: str) -> "Invalid":
        return cls(detail, errors=[FieldError(pointer, detail)])


class NotSignedIn(Refusal):
    status = 401
    title = "Sign in first"


class Forbidden(Refusal):
    status = 403
    title = "Not allowed"


class NotFound(Refusal):
    """Also what one gets who may not see the record."""

    status = 404
    title = "Not found"


class Conflict(Refusal):
    status = 409
    title = "That does not fit the present state"


class Stale(Refusal):
    """Carries the current record, so that the caller can merge."""

    status = 412
    title = "Someone changed this record in the meantime"


class OtherMedia(Refusal):
    status = 415
    title = "The body is of a type that is not taken here"


class KeyReused(Refusal):
    status = 422
    title = "This Idempotency-Key was used for another request"


class TooMany(Refusal):
    status = 429
    title = "Too many requests"


class Busy(Refusal):
    status = 503
    title = "Busy; try again shortly"
