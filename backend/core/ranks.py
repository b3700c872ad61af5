"""Rank keys: text that sorts, with always room for one more between two, and no renumbering.

A key is nine base-62 digits that count down microseconds (so the newest stands on top), then
digits that split the room between neighbours, then four random ones, so that people who drop cards
at the same place at the same time get different keys: of twenty at once two would share one in a
hundred thousand times. Compare them by ``COLLATE "C"``.
"""

import secrets
from datetime import UTC, datetime, timedelta

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE = len(DIGITS)
WIDTH = 9
_TOP = BASE**WIDTH - 1
_EPOCH = datetime(1900, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def rank_at(moment: datetime) -> str:
    """The key of a card that arrives now: above all that came before."""
    return _pad(_TOP - (moment - _EPOCH) // _MICROSECOND) + _jitter()


def rank_between(above: str | None, below: str | None) -> str:
    """A key strictly between two (None: the end of the column); ``above`` must sort first."""
    if above is None and below is None:
        return rank_at(datetime.now(UTC))
    if above is None:
        return _pad(_number(below) - 1_000) + _jitter()
    if below is None:
        return _pad(_number(above) + 1_000) + _jitter()
    if above >= below:
        raise ValueError("The card above must sort first")
    return _middle(above, below) + _jitter()


def _middle(above: str, below: str) -> str:
    """The shortest digits d with above < d < below, none of which is a prefix of ``below``."""
    prefix = ""
    for place in range(len(above) + len(below) + 1):
        low = DIGITS.index(above[place]) if place < len(above) else 0
        high = DIGITS.index(below[place]) if place < len(below) else BASE
        if prefix and not below.startswith(prefix):
            high = BASE
        if high - low > 1:
            return prefix + DIGITS[(low + high) // 2]
        prefix += DIGITS[low]
    raise AssertionError("two different keys always leave room")


def _number(key: str | None) -> int:
    number = 0
    for digit in (key or "")[:WIDTH].ljust(WIDTH, "0"):
        number = number * BASE + DIGITS.index(digit)
    return number


def _pad(number: int) -> str:
    number = min(max(number, 0), _TOP)
    out = ""
    for _ in range(WIDTH):
        number, digit = divmod(number, BASE)
        out = DIGITS[digit] + out
    return out


def _jitter() -> str:
    """Never ends in the lowest digit, below which there would be no room."""
    return "".join(secrets.choice(DIGITS) for _ in range(3)) + secrets.choice(DIGITS[1:])
