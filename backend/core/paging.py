"""Bounded lists: limit and offset near the start, keyset cursors at any depth, bounded counts."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

import msgspec
from litestar.params import QueryParameter
from sqlalchemy import ColumnElement, Text, and_, bindparam, func, or_
from sqlalchemy.orm import InstrumentedAttribute

from backend.core.refusals import Invalid
from backend.core.schemas import AMOUNT, LINE

MAX_OFFSET = 10_000
COUNTED = 1_000  # a search counts this far, then says "more"

Limit = Annotated[int, QueryParameter(ge=1, le=200)]
Offset = Annotated[
    int, QueryParameter(ge=0, le=MAX_OFFSET, description="Beyond 10,000 go on by `cursor`")
]
Cursor = Annotated[str | None, QueryParameter(max_length=4000, pattern=r"^[A-Za-z0-9_-]*$")]
Search = Annotated[str | None, QueryParameter(max_length=100, pattern=LINE)]
Count = Annotated[
    Literal["exact"] | None,
    QueryParameter(description="`exact` counts every row, however many"),
]
Days = Annotated[int | None, QueryParameter(ge=1, le=3650, description="Days before now")]
AmountBound = Annotated[str | None, QueryParameter(pattern=AMOUNT, description="A decimal")]
T = TypeVar("T")
Compared = ColumnElement[Any] | InstrumentedAttribute[Any]


def encode_cursor(sort: str, value: Any, last: UUID) -> str:
    packed = msgspec.json.encode((sort, value, last))
    return urlsafe_b64encode(packed).decode().rstrip("=")


def decode_cursor(cursor: str, sort: str, kind: type[T]) -> tuple[T, UUID]:
    """Raises Invalid for a cursor that is not ours or belongs to another sort."""
    try:
        packed = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        made_for, raw, last = msgspec.json.decode(packed, type=tuple[str, Any, UUID])
        value = msgspec.convert(raw, kind)
    except (ValueError, msgspec.MsgspecError) as error:
        raise Invalid.field("?cursor", "This cursor is not one of ours") from error
    if made_for != sort:
        raise Invalid.field("?cursor", "This cursor belongs to another sort order")
    return value, last


def fold(value: Compared) -> ColumnElement[str]:
    """Without case and accents, by the migration's own function."""
    return func.fold(value, type_=Text())


def contains(column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Whether a folded column contains the bound ``search``, whose wildcards count as letters."""
    return column.like(func.like_pattern(bindparam("search", type_=Text())))


def beyond(
    column: Compared,
    key: Compared,
    *,
    folded: bool,
    descending: bool,
) -> ColumnElement[bool]:
    """The rows that stand after the bound ``cursor_value`` and ``cursor_id``."""
    value: ColumnElement[Any] = bindparam("cursor_value", type_=column.type)
    if folded:
        value = fold(value)
    last = bindparam("cursor_id", type_=key.type)
    if descending:
        return and_(column <= value, or_(column < value, key < last))
    return and_(column >= value, or_(column > value, key > last))
