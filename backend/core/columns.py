"""Column types that mean the same in every feature."""

from enum import StrEnum

from sqlalchemy import Enum, Numeric

MONEY = Numeric(14, 2)


def one_of(kind: type[StrEnum]) -> Enum:
    """Stores the value as text and loads it back as a member.

    A bare ``String`` would load a ``str`` that only claims to be the enum.
    """
    return Enum(kind, native_enum=False, length=32, create_constraint=True, values_callable=_values)


def _values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]
