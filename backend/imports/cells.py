"""Reads a cell's text as an amount, a date, a status…: only where it can be read in one way.

Each reader answers the value as JSON writes it, which is how records are compared and written,
and raises ValueError for anything else. A `Manner` is how the cell's column writes such things;
without one, what two columns could mean differently is refused.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Literal, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from backend.deals.models import DealStatus
from backend.tasks.models import TaskStatus

DecimalMark = Literal[".", ","]
DayOrder = Literal["DMY", "MDY"]
SPACES = re.compile("[ \u00a0\u202f\u2009]")
# By the sign before the cents: the other one, or a space, may part the thousands.
NUMBERS: dict[DecimalMark, re.Pattern[str]] = {
    ".": re.compile(r"([0-9]{1,12}|[1-9][0-9]{0,2}([, ])[0-9]{3}(\2[0-9]{3})*)(\.[0-9]+)?"),
    ",": re.compile(r"([0-9]{1,12}|[1-9][0-9]{0,2}([. ])[0-9]{3}(\2[0-9]{3})*)(,[0-9]+)?"),
}
ISO = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")
NUMBERED = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")
MOMENT = re.compile(r"(\S+)[T ](\S.*)")
YEARS = range(1900, 2200)
OTHER_WORDS = {
    "TO_DO": "TODO",
    "OPEN": "TODO",
    "NOT_STARTED": "TODO",
    "COMPLETED": "DONE",
    "COMPLETE": "DONE",
}
CENT = Decimal("0.01")
TOP = Decimal(10) ** 12
T = TypeVar("T", Decimal, date)
C = TypeVar("C", DecimalMark, DayOrder)


class Manner(Struct, frozen=True):
    """``zone`` is the user's; the others are None where the column does not decide."""

    zone: ZoneInfo = ZoneInfo("UTC")
    decimal: DecimalMark | None = None
    date_order: DayOrder | None = None


ALONE = Manner()  # of a cell that has no column


def amount(text: str, manner: Manner = ALONE) -> str:
    """``1234.5``, ``1234,50``, ``1,234.50``, ``1 234,50``.

    ``1,234`` alone is refused: it is a thousand for some and little more than one for others.
    """
    value = _only(numbers(text), manner.decimal)
    if value != value.quantize(CENT) or value >= TOP:
        raise ValueError(text)
    return str(value.quantize(CENT))


def currency(text: str, _: Manner = ALONE) -> str:
    return text.upper()


def status(text: str, _: Manner = ALONE) -> str:
    """``In Progress``, ``in_progress`` and ``IN-PROGRESS`` are one."""
    return DealStatus(_in_capitals(text)).value


def task_status(text: str, _: Manner = ALONE) -> str:
    """``To do``, ``Not started`` and ``Completed`` are what others call them."""
    word = _in_capitals(text)
    return TaskStatus(OTHER_WORDS.get(word, word)).value


def day(text: str, manner: Manner = ALONE) -> str:
    """Midnight beside it, as databases write a day, is no time of day."""
    found = MOMENT.fullmatch(text)
    if found and time.fromisoformat(found[2]) != time():
        raise ValueError(text)
    return _day(found[1] if found else text, manner).isoformat()


def moment(text: str, manner: Manner = ALONE) -> str:
    """A day begins at midnight in ``zone``, which also holds for times that name none."""
    found = MOMENT.fullmatch(text)
    clock = time.fromisoformat(found[2]) if found else time()
    local = datetime.combine(_day(found[1] if found else text, manner), clock)
    aware = local if local.tzinfo else local.replace(tzinfo=manner.zone)
    written: str = msgspec.to_builtins(aware.astimezone(UTC))
    return written


def _in_capitals(text: str) -> str:
    return re.sub(r"[\W_]+", "_", text).strip("_").upper()


def numbers(text: str) -> dict[DecimalMark, Decimal]:
    """What the text is with each sign before the cents; empty for what is no number."""
    text = SPACES.sub(" ", text)
    found: dict[DecimalMark, Decimal] = {}
    for mark, pattern in NUMBERS.items():
        if pattern.fullmatch(text):
            whole, _, cents = text.partition(mark)
            found[mark] = Decimal(f"{re.sub('[^0-9]', '', whole)}.{cents or 0}")
    return found


def days(text: str) -> dict[DayOrder, date]:
    """What the text is in each order. Years come first in one way, dots in one unless told."""
    if found := ISO.fullmatch(text):
        year, month, number = map(int, found.groups())
        written = _date(year, month, number)
        return {"DMY": written, "MDY": written} if written else {}
    found = NUMBERED.fullmatch(text)
    if found is None:
        return {}
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    read: dict[DayOrder, date] = {}
    if day_first := _date(year, second, first):
        read["DMY"] = day_first
    if month_first := _date(year, first, second):
        read["MDY"] = month_first
    return read


def _day(text: str, manner: Manner) -> date:
    order = manner.date_order or ("DMY" if "." in text else None)
    return _only(days(text), order)


def _only(readings: Mapping[C, T], choice: C | None) -> T:
    """The chosen one, or the one on which all agree. Raises ValueError."""
    fit = {value for way, value in readings.items() if choice in {None, way}}
    if len(fit) != 1:
        raise ValueError("nothing, or either of two")
    return fit.pop()


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None
