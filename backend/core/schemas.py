"""The shapes that every feature puts on the wire."""

from decimal import Decimal
from typing import Annotated, Any, TypeVar

from msgspec import Meta, Struct

PRINTABLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"  # no C0 control characters but tab and newline
LINE = r"^[^\x00-\x1f\x7f]*$"
FILLED_LINE = (
    r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"  # at least one visible character
)

V = TypeVar("V", bound=Struct)


class Body(Struct, kw_only=True, forbid_unknown_fields=True):
    """A request body: strict, so a typo is a 400 and not a silent no-op."""


class View(Struct):
    """A response body."""


def view_of(kind: type[V], record: object, **others: Any) -> V:
    """The view of a record: its own fields by name, but for those given in ``others``."""
    names = kind.__struct_fields__
    return kind(*(others[n] if n in others else getattr(record, n) for n in names))


Name = Annotated[str, Meta(min_length=1, max_length=200, pattern=FILLED_LINE)]
Line = Annotated[str, Meta(max_length=200, pattern=LINE)]
Text = Annotated[str, Meta(max_length=10_000, pattern=PRINTABLE)]
Email = Annotated[
    str,
    Meta(
        max_length=254, pattern=r"^[^@\s\x00-\x1f,;<>]+@[^@\s\x00-\x1f,;<>]+\.[^@\s\x00-\x1f,;<>]+$"
    ),
]
Phone = Annotated[str, Meta(max_length=50, pattern=LINE)]
Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}\Z")]
Amount = Annotated[
    str, Meta(pattern=r"^[0-9]{1,12}(\.[0-9]{1,2})?\Z", description="A decimal, such as 1250.00")
]
ExternalId = Annotated[str, Meta(min_length=1, max_length=200, pattern=LINE)]


class Money(View):
    """An amount in one currency; sums are never mixed."""

    currency: str
    amount: Decimal


class FieldError(View):
    """``pointer`` is a JSON Pointer into the body, or ``?name`` for a query parameter."""

    pointer: str
    detail: str


class Problem(View, omit_defaults=True):
    """RFC 9457, as ``application/problem+json``."""

    title: str
    status: int
    type: str = "about:blank"
    detail: str = ""
    request_id: str = ""
    errors: list[FieldError] = []
    current: Any = None
    trashed_id: str | None = None
