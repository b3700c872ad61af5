"""What a letter is, and what is known when one is written."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct


class Told(Struct, frozen=True, kw_only=True):
    """What has happened, to whom it is told, and where they can look at it.

    ``payload`` is the notification's own. ``person`` is who did it, empty for the system. ``url``
    is the record's page, or the link that is a secret between us and the reader; ``home`` has no
    slash at its end. ``count`` is how many such things happened at once, ``payload`` the first's.
    ``answers`` are links by which a task can be done or put off unsigned-in, by its id.
    """

    name: str
    email: str
    payload: Mapping[str, Any]
    person: str
    url: str
    home: str
    count: int = 1
    good_until: datetime | None = None
    answers: Mapping[str, str] = {}


class Link(Struct, frozen=True):
    label: str
    url: str


class Line(Struct, frozen=True):
    """One of a section: what it is, what is said of it, and perhaps where it is."""

    text: str
    detail: str = ""
    url: str = ""


class Section(Struct, frozen=True):
    title: str
    lines: Sequence[Line]


class Letter(Struct, frozen=True, kw_only=True):
    """Plain words; ``backend/mail/paper.py`` makes both parts of a mail of them.

    The first of ``links`` is drawn as a button. ``note`` is said quietly below all.
    """

    subject: str
    paragraphs: Sequence[str]
    sections: Sequence[Section] = ()
    links: Sequence[Link] = ()
    note: str = ""


Template = Callable[[Told], Letter]
