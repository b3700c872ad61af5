"""What a password and a time zone must be."""

import re
from functools import cache
from zoneinfo import available_timezones

from backend.core.refusals import Invalid

# Of the lists of leaked passwords, the words that fill twelve characters with digits and signs.
COMMON = """
    abc abcdef access account admin administrator asdf asdfgh asdfghjkl baseball batman changeme
    charlie computer correcthorsebatterystaple crm default demo dragon football foyer guest hello
    iloveyou killer letmein login master michael monkey mustang pass passphrase passw passwd
    password passwort princess qazwsx qazwsxedc qwer qwert qwerty qwertyui qwertyuiop root sales
    secret shadow starwars summer sunshine superman superuser system temp temporary test tester
    testing trustno user welcome whatever winter zaq zxcv zxcvbn zxcvbnm
    йцукен йцукенгшщз пароль привет
"""
COMMON_WORDS = frozenset(COMMON.split())
ROWS = (
    "0123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv",
    "1q2w3e4r5t6y7u8i",
)
DISGUISES = str.maketrans("@$0", "aso")
SHORTEST_OWN = 4  # characters of a name that count as a name
LONGEST_REPEATED = 4  # characters that make a password by saying them again and again
EASY = "This password is easily guessed; take a few words that nobody would put together"


def require_good_password(pointer: str, password: str, *, email: str, full_name: str) -> None:
    """NIST SP 800-63B section 3.1.1.2: no rules of composition, but nothing that is tried first.

    Raises Invalid. Its length is the schema's to check.
    """
    said = password.casefold()
    words = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", said).translate(DISGUISES)
    letters = re.sub(r"[\W\d_]+", "", words)
    if _is_row(said) or len(_period(said)) <= LONGEST_REPEATED or _period(letters) in COMMON_WORDS:
        raise Invalid.field(pointer, EASY)
    own = {email, email.partition("@")[0], full_name, *full_name.split()}
    bare = _bare(said)
    if any(len(name) >= SHORTEST_OWN and _without(bare, name) for name in map(_bare, own)):
        raise Invalid.field(pointer, "This password is made of your own name or e-mail address")


def require_time_zone(name: str) -> None:
    if name not in time_zones():
        raise Invalid.field("/time_zone", "Expected an IANA time zone, such as Europe/Berlin")


@cache
def time_zones() -> frozenset[str]:
    """Without the name that some systems have for their own zone: PostgreSQL does not know it.

    Kept, for Python reads all of the zones' files to say this.
    """
    return frozenset(available_timezones() - {"localtime"})


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _without(password: str, name: str) -> bool:
    """Whether nothing but digits is left of the password without the name."""
    return name in password and not password.replace(name, "").strip("0123456789")


def _period(text: str) -> str:
    """What the text says once or again and again: ``abc`` of ``abc`` and of ``abcabc``."""
    return text[: (text + text).find(text, 1)] if text else text


def _is_row(password: str) -> bool:
    """A walk along the keyboard, the alphabet or the digits, in either direction."""
    return any(password in way * 4 for row in ROWS for way in (row, row[::-1]))
