"""Records for the palette: those that are looked for, or those one has worked on lately."""

from uuid import UUID

from msgspec import Struct

from bff.gateway.activity import ActivityView
from bff.gateway.problems import Away
from bff.gateway.search import Hit, HitType
from bff.visit import Visit

IN_PALETTE = 5  # of each type
ON_PAGE = 50
RECENT = 6
LOOKED_BACK = 60


class Found(Struct, frozen=True):
    """``is_away``: nobody could be asked."""

    hits: list[Hit]
    has_more: bool = False
    is_away: bool = False


async def found(visit: Visit, words: str, *, limit: int) -> Found:
    if not words:
        return Found([])
    try:
        hits = await visit.search.everything(words, limit=limit)
    except Away:
        return Found([], is_away=True)
    return Found(hits.items, hits.has_more)


async def lately(visit: Visit) -> list[Hit]:
    """What this person has worked on, the last first."""
    try:
        log = await visit.activity.by(visit.user.id, limit=LOOKED_BACK)
    except Away:
        return []
    entries: dict[UUID, ActivityView] = {}
    for entry in log.items:
        if entry.entity_type in [*HitType]:
            entries.setdefault(entry.entity_uuid, entry)
    living = [entry for entry in entries.values() if entry.action != "deleted"]
    return [hit_of(entry) for entry in living[:RECENT]]


def hit_of(entry: ActivityView) -> Hit:
    names = entry.payload
    subtitle = names.get("client_name") or ""
    return Hit(
        HitType(entry.entity_type), entry.entity_uuid, names.get("name", ""), subtitle, status=None
    )
