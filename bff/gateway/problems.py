"""How a call to the backend ends when it does not end well."""

import httpx
import msgspec
from msgspec import Raw, Struct


class FieldError(Struct):
    pointer: str
    detail: str

    @property
    def field(self) -> str:
        return self.pointer.lstrip("/?")


class Problem(Struct):
    """The parts of an RFC 9457 answer that pages use; ``current`` comes with a 412."""

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


class Away(Exception):
    """No usable answer in time, however often it was sensible to ask."""


class SignedOut(Exception):
    """There is no session any more, so there is nobody to ask for."""


def refusal_of(response: httpx.Response) -> Refused:
    retry_after = response.headers.get("Retry-After", "")
    return Refused(response.status_code, problem_of(response), retry_after=retry_after)


def problem_of(response: httpx.Response) -> Problem:
    try:
        return msgspec.json.decode(response.content, type=Problem)
    except msgspec.DecodeError:
        return Problem(title=response.reason_phrase)
