"""Reads a cell's text as an amount, a date, a status…: only where it can be read in one way.

Each reader answers the value as JSON writes it, which is how records are compared and written,
and raises ValueError for anything else.
"""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec

from backend.deals.models import DealStatus

SPACES = re.compile("[ \u00a0\u202f\u2009]")
PLAIN = re.compile(r"[0-9]{1,12}([.,][0-9]{1,2})?")
ENGLISH = re.compile(r"[0-9]{1,3}((,[0-9]{3})+\.[0-9]{1,2}|(,[0-9]{3}){2,})")
CONTINENTAL = re.compile(r"[0-9]{1,3}((\.[0-9]{3})+,[0-9]{1,2}|(\.[0-9]{3}){2,})")
SPACED = re.compile(r"[0-9]{1,3}( [0-9]{3})+([.,][0-9]{1,2})?")
ISO = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")
DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
MOMENT = re.compile(r"(\S+)[T ](\S.*)")
YEARS = range(1900, 2200)
CENT = Decimal("0.01")


def amount(text: str) -> str:
    """``1234.5``, ``1234,50``, ``1,234.50``, ``1 234,50``.

    ``1,234`` alone is refused: it is a thousand for some and little more than one for others.
    """
    text = SPACES.sub(" ", text)
    if PLAIN.fullmatch(text) or SPACED.fullmatch(text):
        text = text.replace(",", ".")
    elif ENGLISH.fullmatch(text):
        text = text.replace(",", "")
    elif CONTINENTAL.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    else:
        raise ValueError(text)
    return str(Decimal(text.replace(" ", "")).quantize(CENT))


def currency(text: str) -> str:
    return text.upper()


def status(text: str) -> str:
    """``In Progress``, ``in_progress`` and ``IN-PROGRESS`` are one."""
    return DealStatus(re.sub(r"[\W_]+", "_", text).strip("_").upper()).value


def day(text: str) -> str:
    return _day(text).isoformat()


def moment(text: str, zone: ZoneInfo) -> str:
    """A day begins at midnight in ``zone``, which also holds for times that name none."""
    found = MOMENT.fullmatch(text)
    clock = time.fromisoformat(found[2]) if found else time()
    local = datetime.combine(_day(found[1] if found else text), clock)
    aware = local if local.tzinfo else local.replace(tzinfo=zone)
    written: str = msgspec.to_builtins(aware.astimezone(UTC))
    return written


def _day(text: str) -> date:
    """ISO, then DD.MM.YYYY, then slashes where only one reading is a date."""
    if found := ISO.fullmatch(text):
        year, month, number = map(int, found.groups())
    elif found := DOTTED.fullmatch(text):
        number, month, year = map(int, found.groups())
    elif found := SLASHED.fullmatch(text):
        number, month, year = _unambiguous(*map(int, found.groups()))
    else:
        raise ValueError(text)
    if year not in YEARS:
        raise ValueError(text)
    return date(year, month, number)


def _unambiguous(first: int, second: int, year: int) -> tuple[int, int, int]:
    if first > 12 or first == second:
        return first, second, year
    if second > 12:
        return second, first, year
    raise ValueError("the day and the month could be either")
