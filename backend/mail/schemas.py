"""Mails on the wire."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from backend.core import examples
from backend.core.schemas import Body, View

MOST = 100  # mails of one decision


class SentAgain(View):
    """How many were given up and are tried anew."""

    count: int


class OfMails(Body):
    """Those that somebody has looked at, and no others that came to be in doubt meanwhile."""

    ids: Annotated[list[UUID], Meta(min_length=1, max_length=MOST)]

    example = {"ids": [examples.LETTER]}


class Decided(View):
    """How many of them were still in doubt."""

    count: int

    example = {"count": 2}
