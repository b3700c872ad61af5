"""All that a list's filters find, changed portion by portion, under one batch of the change log."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from backend.core.listing import Asked, Listing, ask
from backend.core.refusals import Invalid
from backend.core.schemas import Filters
from backend.core.sealing import Sealer, Unreadable
from backend.core.work import Work

PORTION = 500  # records: what one transaction may touch
FIRST = UUID(int=0)


class Place(Struct, frozen=True, array_like=True):
    """Where a batch goes on: behind the record that was looked at last."""

    batch: UUID
    after: UUID


class Places:
    """Sealed for whoever was given one, so that nobody goes on with another's batch."""

    def __init__(self, secret: str) -> None:
        self._sealer = Sealer(secret, "places")

    def give(self, place: Place, actor: UUID) -> str:
        sealed = self._sealer.seal(msgspec.json.encode(place), actor)
        return urlsafe_b64encode(sealed).decode().rstrip("=")

    def take(self, cursor: str, actor: UUID) -> Place:
        """Raises Invalid for a cursor that this actor was not given."""
        try:
            sealed = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            return msgspec.json.decode(self._sealer.open(sealed, actor), type=Place)
        except (ValueError, Unreadable, msgspec.MsgspecError) as error:
            raise Invalid.field("/cursor", "This cursor is not one of ours") from error


async def portion(
    work: Work, listing: Listing[Any], filters: Filters, place: Place
) -> tuple[list[UUID], Place | None]:
    """The next ids, and where to go on; what was made since the batch began has a higher one."""
    asked: Asked = ask("", limit=PORTION, offset=0, cursor=None, count=None, **filters.said())
    shape, values = listing.plan(work.actor, asked)
    values |= {"after": place.after, "until": place.batch}
    found = (await work.session.execute(listing.keys(shape), values)).scalars().all()
    ids = list(found[:PORTION])
    return ids, Place(place.batch, ids[-1]) if len(found) > PORTION else None
