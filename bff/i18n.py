"""Speaks to people in their language: words through gettext, amounts and dates through Babel.

The language belongs to the request being served, so it lives in a context variable and no
component has to be told.
"""

import gettext as catalogs
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, dates, numbers, units
from msgspec import Struct

LocaleName = Literal["en", "ru"]
LOCALES: Final[tuple[LocaleName, ...]] = get_args(LocaleName)
LOCALES_DIR: Final = Path(__file__).parent / "locales"
ENDONYMS: Final[dict[LocaleName, str]] = {"en": "English", "ru": "Русский"}


class Tongue(Struct, frozen=True):
    locale: LocaleName
    catalog: catalogs.NullTranslations
    zone: ZoneInfo


@lru_cache(maxsize=1024)
def tongue(locale: LocaleName, time_zone: str = "UTC") -> Tongue:
    catalog = catalogs.translation("messages", LOCALES_DIR, [locale])
    return Tongue(locale, catalog, zone_or_utc(time_zone))


def zone_or_utc(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


_spoken: ContextVar[Tongue] = ContextVar("spoken")


def speak(locale: LocaleName, time_zone: str = "UTC") -> None:
    """From here to the end of the request."""
    _spoken.set(tongue(locale, time_zone))


def spoken() -> Tongue:
    return _spoken.get(None) or tongue("en")


def spoken_locale() -> LocaleName:
    return spoken().locale


def gettext(message: str) -> str:
    return spoken().catalog.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    return spoken().catalog.ngettext(one, many, count)


def number(value: int) -> str:
    return _number(value, spoken().locale)


def amount(value: Decimal) -> str:
    """Without its currency, to the cent."""
    return numbers.format_decimal(value, format="#,##0.00", locale=spoken().locale)


def money(amount: Decimal, currency: str) -> str:
    return _money(amount, currency, spoken().locale)


def brief_money(amount: Decimal, currency: str) -> str:
    """As exact as ``money``, but without cents where there are none."""
    return _brief_money(amount, currency, spoken().locale)


def ago(seconds: float) -> str:
    """A span of time, in its largest unit."""
    return dates.format_timedelta(timedelta(seconds=seconds), locale=spoken().locale)


def compact(value: float) -> str:
    """``12K``, for the numbers beside a chart."""
    return numbers.format_compact_decimal(value, locale=spoken().locale, fraction_digits=1)


def share(value: float | None) -> str:
    """``0.3125`` as ``31.3%``; what has no rate is a dash."""
    if value is None:
        return "—"
    return numbers.format_percent(value, format="#,##0.#%", locale=spoken().locale)


def days(count: float | None) -> str:
    if count is None:
        return "—"
    return units.format_unit(count, "duration-day", "short", locale=spoken().locale)


def points(value: float) -> str:
    """Percentage points between two shares."""
    return numbers.format_decimal(value * 100, format="#,##0.#", locale=spoken().locale)


def month(value: date) -> str:
    return dates.format_skeleton("yMMM", value, locale=spoken().locale)


def file_size(size: int) -> str:
    """In the unit that suits it: ``420 kB``, ``1.5 MB``."""
    reader = spoken().locale
    for unit, bytes_in in (("gigabyte", 1024**3), ("megabyte", 1024**2), ("kilobyte", 1024)):
        if size >= bytes_in:
            amount = round(size / bytes_in, 1)
            return units.format_unit(amount, f"digital-{unit}", "short", locale=reader)
    return units.format_unit(size, "digital-byte", "short", locale=reader)


def day(value: date | None) -> str:
    return _day(value, spoken().locale) if value else ""


def brief_day(value: date) -> str:
    """Without its year."""
    return _skeleton(value, "MMMd", spoken().locale)


def now() -> datetime:
    """On the reader's clock."""
    return datetime.now(spoken().zone)


def today() -> date:
    """Where the reader is."""
    return now().date()


def date_of(value: datetime) -> date:
    """The day it was where the reader is."""
    return value.astimezone(spoken().zone).date()


def short_day(value: date) -> str:
    """With its year only where that is another than this one."""
    is_near = value.year == today().year
    return _skeleton(value, "MMMd" if is_near else "yMMMd", spoken().locale)


def full_day(value: date) -> str:
    return dates.format_date(value, "full", spoken().locale)


def weekday_of(value: date) -> str:
    return _skeleton(value, "E", spoken().locale)


def month_of(value: date) -> str:
    """As a heading: "November 2026"."""
    name = dates.format_skeleton("yMMMM", value, locale=spoken().locale)
    return name[:1].upper() + name[1:]


def first_weekday() -> int:
    """0 is Monday."""
    return Locale.parse(spoken().locale).first_week_day


def weekdays() -> list[tuple[str, str]]:
    """(short, full) names of a week's days, in the reader's order."""
    names = Locale.parse(spoken().locale).days["stand-alone"]
    order = [(first_weekday() + place) % 7 for place in range(7)]
    return [(names["abbreviated"][day], names["wide"][day]) for day in order]


def day_of(value: datetime | None) -> str:
    """The day it was where the reader is."""
    return day(value.astimezone(spoken().zone).date() if value else None)


def moment(value: datetime) -> str:
    """Day and time, on the reader's clock."""
    return f"{day_of(value)}, {clock(value)}"


def clock(value: datetime) -> str:
    reader = spoken()
    return dates.format_time(value, "short", tzinfo=reader.zone, locale=reader.locale)


def on_the_clock(value: datetime | None) -> str:
    """As a field that takes a moment holds it: ``2026-11-27T09:00`` on the reader's clock."""
    if value is None:
        return ""
    return value.astimezone(spoken().zone).replace(tzinfo=None).isoformat(timespec="minutes")


def off_the_clock(text: str) -> datetime:
    """What such a field says. Raises ValueError, also for an hour that clocks jump over."""
    typed = datetime.fromisoformat(text).replace(tzinfo=None)
    try:
        moment = typed.replace(tzinfo=spoken().zone).astimezone(UTC)
        is_shown = moment.astimezone(spoken().zone).replace(tzinfo=None) == typed
    except OverflowError as error:
        raise ValueError("there is no such moment") from error
    if not is_shown:
        raise ValueError("clocks there never show this")
    return moment


# Babel needs 20 to 60 microseconds for each of these and a board repeats them by the hundred.
# Keyed by the locale's name: Babel's own Locale hashes itself in Python, at the price of a page.


@lru_cache(maxsize=4096)
def _number(value: int, locale: LocaleName) -> str:
    return numbers.format_decimal(value, locale=locale)


@lru_cache(maxsize=4096)
def _day(value: date, locale: LocaleName) -> str:
    return dates.format_date(value, "medium", locale)


@lru_cache(maxsize=4096)
def _skeleton(value: date, skeleton: str, locale: LocaleName) -> str:
    return dates.format_skeleton(skeleton, value, locale=locale)


@lru_cache(maxsize=16384)
def _money(amount: Decimal, currency: str, locale: LocaleName) -> str:
    return numbers.format_currency(amount, currency, locale=locale)


@lru_cache(maxsize=16384)
def _brief_money(amount: Decimal, currency: str, locale: LocaleName) -> str:
    if amount % 1:
        return _money(amount, currency, locale)
    pattern = Locale.parse(locale).currency_formats["standard"].pattern.replace("0.00", "0")
    return numbers.format_currency(
        amount, currency, format=pattern, locale=locale, currency_digits=False
    )


def locale_of(tag: str | None) -> LocaleName | None:
    return next((locale for locale in LOCALES if locale == tag), None)


def preferred_locale(chosen: str | None, accept_language: str) -> LocaleName:
    """The visitor's own choice, else the browser's first language that we speak, else English."""
    wanted = [chosen or "", *(part.split(";")[0] for part in accept_language.split(","))]
    for tag in wanted:
        for locale in LOCALES:
            if tag.strip().lower().split("-")[0] == locale:
                return locale
    return "en"
