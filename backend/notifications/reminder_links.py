"""Links by which somebody who is reminded can say "done" or "later" without signing in.

A link is good for one task and one person, and for that alone: its key opens nothing else.
"""

import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct

from backend.core.refusals import NotFound

GOOD_FOR = timedelta(days=7)
SHAPE = struct.Struct(">16s16sQ")  # task, person, microseconds since 1970
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Link(Struct, frozen=True):
    task_id: UUID
    person_id: UUID
    made_at: datetime


def task_ids(payload: Mapping[str, Any], task_id: str) -> list[str]:
    """Of which tasks a reminder speaks: of one, or of all that had to wait."""
    return [task["id"] for task in payload.get("tasks", ())] or [task_id]


class Links:
    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), b"foyer:reminder-links", "sha256")

    def give(self, link: Link) -> str:
        """The token, which goes into an address."""
        age = (link.made_at - EPOCH) // MICROSECOND
        said = SHAPE.pack(link.task_id.bytes, link.person_id.bytes, age)
        return urlsafe_b64encode(said + self._sign(said)).decode()

    def take(self, token: str, now: datetime) -> Link:
        """Raises NotFound for one that is not ours, and where its time is over."""
        try:
            signed = urlsafe_b64decode(token.encode("ascii"))
            said, signature = signed[: SHAPE.size], signed[SHAPE.size :]
            if not hmac.compare_digest(self._sign(said), signature):
                raise _no_such_link()
            task, person, age = SHAPE.unpack(said)
        except (ValueError, struct.error) as error:
            raise _no_such_link() from error
        link = Link(UUID(bytes=task), UUID(bytes=person), EPOCH + age * MICROSECOND)
        if now >= link.made_at + GOOD_FOR:
            raise NotFound("This link is too old; sign in instead")
        return link

    def _sign(self, said: bytes) -> bytes:
        return hmac.digest(self._key, said, "sha256")


def _no_such_link() -> NotFound:
    return NotFound("This link is not one of ours, or not a whole one")
