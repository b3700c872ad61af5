"""Column types that mean the same in every feature."""

from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Enum, Numeric

MONEY = Numeric(14, 2)
CENT = Decimal("0.01")


def money(digits: str) -> Decimal:
    """As PostgreSQL will give it back, so that 10 and 10.00 are the same before and after."""
    return Decimal(digits).quantize(CENT)


def one_of(kind: type[StrEnum]) -> Enum:
    """Stores the value as text and loads it back as a member.

    A bare ``String`` would load a ``str`` that only claims to be the enum.
    """
    return Enum(kind, native_enum=False, length=32, create_constraint=True, values_callable=_values)


def _values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]
