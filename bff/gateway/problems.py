"""How a call to the backend ends when it does not end well."""

from typing import TypeVar

import msgspec
from msgspec import Raw, Struct

T = TypeVar("T")


class FieldError(Struct):
    pointer: str
    detail: str

    @property
    def field(self) -> str:
        return self.pointer.lstrip("/?")


class Problem(Struct):
    """The parts of an RFC 9457 answer that pages use."""

    title: str = ""
    detail: str = ""
    request_id: str = ""
    errors: list[FieldError] = []
    current: Raw = Raw(b"null")
    trashed_id: str | None = None


class Refused(Exception):
    """The backend understood and said no."""

    def __init__(self, status: int, problem: Problem, *, retry_after: str = "") -> None:
        super().__init__(f"{status} {problem.title}: {problem.detail}")
        self.status = status
        self.problem = problem
        self.retry_after = retry_after

    def current(self, into: type[T]) -> T | None:
        """The record as it is now, where a version did not match."""
        return msgspec.json.decode(self.problem.current, type=into | None)


class Away(Exception):
    """No usable answer in time, however often it was sensible to ask."""


class SignedOut(Exception):
    """There is no session any more, so there is nobody to ask for."""
