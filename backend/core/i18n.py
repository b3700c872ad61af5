"""What the backend itself writes to people, in their language: words by gettext, dates by Babel.

The reader is the task's: a context variable, so that no sentence has to be told who reads it.
"""

import gettext as catalogs
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import dates, numbers
from msgspec import Struct

LOCALES_DIR: Final = Path(__file__).parents[1] / "locales"
UNKNOWN: Final = "en"


class Reader(Struct, frozen=True):
    locale: str
    zone: ZoneInfo
    catalog: catalogs.NullTranslations


_reader: ContextVar[Reader] = ContextVar("reader")


@lru_cache(maxsize=1024)
def reader_of(locale: str, time_zone: str) -> Reader:
    """Whoever speaks what we do not is written to in English, and in UTC who lives nowhere."""
    try:
        catalog: catalogs.NullTranslations = catalogs.translation("messages", LOCALES_DIR, [locale])
    except FileNotFoundError:
        return reader_of(UNKNOWN, time_zone)
    try:
        zone = ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return Reader(locale, zone, catalog)


def speak(locale: str, time_zone: str) -> None:
    """From here to the end of the task."""
    _reader.set(reader_of(locale, time_zone))


def reader() -> Reader:
    return _reader.get(None) or reader_of(UNKNOWN, "UTC")


def gettext(message: str) -> str:
    return reader().catalog.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    return reader().catalog.ngettext(one, many, count)


def number(value: int) -> str:
    return numbers.format_decimal(value, locale=reader().locale)


def money(amount: Decimal, currency: str) -> str:
    return numbers.format_currency(amount, currency, locale=reader().locale)


def day(value: date) -> str:
    return dates.format_date(value, "medium", reader().locale)


def moment(value: datetime) -> str:
    """Day and time, on the reader's clock."""
    local = value.astimezone(reader().zone)
    return f"{day(local.date())}, {dates.format_time(local, 'short', locale=reader().locale)}"
