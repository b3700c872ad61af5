"""The shapes that every feature puts on the wire."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, TypeVar

from msgspec import UNSET, Meta, Struct, structs

# `$(?!\n)` is the end in Python and in ECMAScript; a bare `$` lets a last newline pass in Python.
PRINTABLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$(?!\n)"  # C0 controls: only tab and newline
LINE = r"^[^\x00-\x1f\x7f]*$(?!\n)"
FILLED_LINE = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$(?!\n)"
EMAIL = r"^[^@\s\x00-\x1f,;<>]+@[^@\s\x00-\x1f,;<>]+\.[^@\s\x00-\x1f,;<>]+$(?!\n)"
AMOUNT = r"^[0-9]{1,12}(\.[0-9]{1,2})?$(?!\n)"
CURRENCY = r"^[A-Z]{3}$(?!\n)"
Example = dict[str, Any]  # for readers of the OpenAPI document; a test sends each of them
V = TypeVar("V", bound=Struct)


class Body(Struct, kw_only=True, forbid_unknown_fields=True):
    """A request body: strict, so a typo is a 400 and not a silent no-op."""

    example: ClassVar[Example] = {}


class View(Struct):
    """A response body."""

    example: ClassVar[Example] = {}


def view_of(kind: type[V], record: object, **others: Any) -> V:
    """The view of a record: its own fields by name, but for those given in ``others``."""
    names = kind.__struct_fields__
    return kind(*(others[n] if n in others else getattr(record, n) for n in names))


def told(body: Body) -> dict[str, Any]:
    """What a body says: absent fields left out, texts without the blanks around them."""
    said = structs.asdict(body).items()
    # An enum's member is a str too, and would come back as a bare one.
    return {n: v.strip() if type(v) is str else v for n, v in said if v is not UNSET}


# `description` is also what an error says: "Expected …".
Name = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        pattern=FILLED_LINE,
        description="one line of 1 to 200 characters",
    ),
]
Line = Annotated[
    str, Meta(max_length=200, pattern=LINE, description="one line of up to 200 characters")
]
Text = Annotated[
    str,
    Meta(max_length=10_000, pattern=PRINTABLE, description="text of up to 10,000 characters"),
]
Email = Annotated[
    str,
    Meta(max_length=254, pattern=EMAIL, description="an e-mail address such as ann@example.com"),
]
Phone = Annotated[
    str, Meta(max_length=50, pattern=LINE, description="one line of up to 50 characters")
]
Currency = Annotated[
    str, Meta(pattern=CURRENCY, description="a currency code such as EUR (ISO 4217)")
]
Amount = Annotated[
    str,
    Meta(pattern=AMOUNT, description="an amount of zero or more, such as 1250.00"),
]
Moment = Annotated[
    datetime,
    Meta(tz=True, description="a moment with its time zone, such as 2026-11-23T09:00:00Z"),
]
ExternalId = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        pattern=FILLED_LINE,
        description="one line of 1 to 200 characters",
    ),
]


Searched = Annotated[str, Meta(max_length=100, pattern=LINE)]


class Filters(Body):
    """What narrows a list, under the names of its query parameters."""

    trashed: bool = False

    def said(self) -> dict[str, Any]:
        """As the list's statement binds it; None is what was not asked for."""
        return {
            name: None if value == "" else value for name, value in structs.asdict(self).items()
        }


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

    example = {
        "title": "Something in the request is not valid",
        "status": 400,
        "detail": "/email Expected an e-mail address such as ann@example.com",
        "request_id": "5f0c1d2e3b4a59687766554433221100",
        "errors": [
            {"pointer": "/email", "detail": "Expected an e-mail address such as ann@example.com"}
        ],
    }
