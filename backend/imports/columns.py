"""What all of a column's cells say together: whether 1,234 is a thousand and 03/04 is in March."""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from functools import lru_cache
from typing import Literal, TypeVar

from babel import Locale
from msgspec import Struct

from backend.imports.cells import ISO, MOMENT, DayOrder, DecimalMark, days, numbers

Kind = Literal["empty", "number", "date", "text"]
Certainty = Literal["sure", "guessed", "mixed"]
DOUBTS: list[Certainty] = ["sure", "guessed", "mixed"]
T = TypeVar("T", DecimalMark, DayOrder)


class Sign(Enum):
    """What a single cell tells of its column."""

    TEXT = auto()
    NUMBER = auto()
    POINT = auto()
    COMMA = auto()
    POINT_OR_COMMA = auto()
    DATE = auto()
    DAY_FIRST = auto()
    MONTH_FIRST = auto()
    DAY_OR_MONTH_FIRST = auto()


Tally = Counter[Sign]
NUMBERS = {Sign.NUMBER, Sign.POINT, Sign.COMMA, Sign.POINT_OR_COMMA}
DATES = {Sign.DATE, Sign.DAY_FIRST, Sign.MONTH_FIRST, Sign.DAY_OR_MONTH_FIRST}


class Column(Struct, frozen=True):
    """How a column is read: by what its cells prove, else as the user's language has it.

    ``mixed`` columns prove two things, and ``guessed`` ones nothing: each cell could be either.
    A null leaves each cell to itself: one that could be either is rejected.
    ``values`` are all that a column of few different texts holds, such as stages; else empty.
    """

    name: str
    kind: Kind
    decimal: DecimalMark | None
    date_order: DayOrder | None
    certainty: Certainty
    values: list[str] = []


@lru_cache(maxsize=50_000)
def sign_of(cell: str) -> Sign:
    if not "0" <= cell[0] <= "9":
        return Sign.TEXT
    if found := numbers(cell):
        return _told(found, (Sign.NUMBER, Sign.POINT, Sign.COMMA, Sign.POINT_OR_COMMA))
    moment = MOMENT.fullmatch(cell)
    text = moment[1] if moment else cell
    found_days = days(text)
    if not found_days:
        return Sign.TEXT
    if "." in text:
        return Sign.DAY_FIRST if "DMY" in found_days else Sign.MONTH_FIRST
    if ISO.fullmatch(text):
        return Sign.DATE
    told = (Sign.DATE, Sign.DAY_FIRST, Sign.MONTH_FIRST, Sign.DAY_OR_MONTH_FIRST)
    return _told(found_days, told)


def _told(readings: Mapping[T, object], signs: tuple[Sign, Sign, Sign, Sign]) -> Sign:
    """Of signs for: the same in both ways, in the first alone, the second alone, in either."""
    same, first, second, either = signs
    if len(readings) == 1:
        return first if readings.keys() & {".", "DMY"} else second
    return same if len(set(readings.values())) == 1 else either


def understand(
    name: str,
    tally: Tally,
    locale: str,
    *,
    typed_numbers: bool,
    values: Sequence[str] = (),
) -> Column:
    """``typed_numbers``: a workbook says that numbers are numbers, and they are written for us."""
    mark, order = customs(locale)
    points = tally[Sign.POINT] + typed_numbers
    marks: dict[DecimalMark, int] = {".": points, ",": tally[Sign.COMMA]}
    orders: dict[DayOrder, int] = {"DMY": tally[Sign.DAY_FIRST], "MDY": tally[Sign.MONTH_FIRST]}
    decimal, one = _verdict(marks, tally[Sign.POINT_OR_COMMA], mark)
    date_order, other = _verdict(orders, tally[Sign.DAY_OR_MONTH_FIRST], order)
    kind, certainty = _kind(tally), max(one, other, key=DOUBTS.index)
    told = list(values) if kind == "text" else []
    return Column(name, kind, decimal, date_order, certainty, told)


def _verdict(votes: dict[T, int], undecided: int, custom: T) -> tuple[T | None, Certainty]:
    proven = [value for value, count in votes.items() if count]
    if len(proven) == 1:
        return proven[0], "sure"
    if proven:
        return None, "mixed"
    return (custom, "guessed") if undecided else (None, "sure")


def _kind(tally: Tally) -> Kind:
    """What most of its cells are."""
    counts: dict[Kind, int] = {
        "number": sum(tally[sign] for sign in NUMBERS),
        "date": sum(tally[sign] for sign in DATES),
        "text": tally[Sign.TEXT],
    }
    return max(counts, key=lambda kind: counts[kind]) if tally.total() else "empty"


@lru_cache
def customs(locale: str) -> tuple[DecimalMark, DayOrder]:
    """How people of a language write numbers and dates, by the Unicode CLDR."""
    spoken = Locale.parse(locale, sep="-")
    short = spoken.date_formats["short"].pattern
    comma = spoken.number_symbols["latn"]["decimal"] == ","
    return "," if comma else ".", "DMY" if short.index("d") < short.index("M") else "MDY"
