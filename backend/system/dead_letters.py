"""What becomes of events that failed at every try: an admin sends them on their way, or lets go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, delete, func, select, update

from backend.core import changes
from backend.core.actor import Actor
from backend.core.db import Database
from backend.core.listing import Asked, Listing, Sort, page_as, view_columns
from backend.core.outbox import Outbox
from backend.core.refusals import NotFound
from backend.core.rows import insert_rows
from backend.core.work import Work
from backend.system.schemas import DeadLetterPage, DeadLettersDone, DeadLetterSort, DeadLetterView

KIND = "dead_letter"
PORTION = 1000  # of a topic in one transaction
FIELDS = ("attempts", "last_error", "dead_at")
ALIVE = {"attempts": 0, "last_error": None, "dead_at": None}
DEAD = Outbox.dead_at.is_not(None)
LETTERS = Listing(
    DeadLetterView,
    select(*view_columns(DeadLetterView, Outbox, error=Outbox.last_error)).where(DEAD),
    key=Outbox.id,
    owners=[Outbox.id],  # asked of nobody: only admins come here, who see all
    sorts={
        by.value: Sort(
            Outbox.__table__.c.dead_at,
            "dead_at",
            datetime,
            descending=by is DeadLetterSort.NEWEST,
        )
        for by in DeadLetterSort
    },
    clauses={"dead": DEAD, "topic": Outbox.topic == bindparam("topic")},
)


async def letters(database: Database, actor: Actor, asked: Asked) -> DeadLetterPage:
    return page_as(DeadLetterPage, await LETTERS.page(database, actor, asked), asked)


async def redrive(work: Work, letter_id: UUID) -> None:
    """As if it had just happened, with a whole schedule of tries before it."""
    await _redrive(work, [await _one(work, letter_id)])


async def give_up(work: Work, letter_id: UUID) -> None:
    """It is gone; the change log goes on telling of it."""
    await _give_up(work, [await _one(work, letter_id)])


async def redrive_all(work: Work, topic: str) -> DeadLettersDone:
    """Those that died first, a thousand at most."""
    found, left = await _all(work, topic)
    await _redrive(work, found)
    return DeadLettersDone(len(found), left)


async def give_up_all(work: Work, topic: str) -> DeadLettersDone:
    """Those that died first, a thousand at most."""
    found, left = await _all(work, topic)
    await _give_up(work, found)
    return DeadLettersDone(len(found), left)


async def _one(work: Work, letter_id: UUID) -> Outbox:
    work.require_admin()
    letter = await work.one(_dead(Outbox.id == letter_id))
    if letter is None:
        raise NotFound("There is no such dead letter")
    return letter


async def _all(work: Work, topic: str) -> tuple[Sequence[Outbox], int]:
    """And how many more there are."""
    work.require_admin()
    work.batch = await work.new_id()
    oldest = _dead(Outbox.topic == topic).order_by(Outbox.dead_at, Outbox.id).limit(PORTION)
    found = list(await work.every(oldest))
    there = select(func.count()).select_from(Outbox).where(DEAD, Outbox.topic == topic)
    return found, (await work.one(there) or 0) - len(found)


def _dead(condition: Any) -> Select[Outbox]:
    return select(Outbox).where(DEAD, condition).with_for_update()


async def _redrive(work: Work, letters: Sequence[Outbox]) -> None:
    await _log(work, letters, "redriven", after=ALIVE)
    await work.session.execute(
        update(Outbox)
        .where(Outbox.id.in_([letter.id for letter in letters]))
        .values(**ALIVE, next_at=func.now())
        .execution_options(synchronize_session=False)
    )


async def _give_up(work: Work, letters: Sequence[Outbox]) -> None:
    await _log(work, letters, "given_up", after=changes.NOTHING)
    await work.session.execute(
        delete(Outbox)
        .where(Outbox.id.in_([letter.id for letter in letters]))
        .execution_options(synchronize_session=False)
    )


async def _log(
    work: Work, letters: Sequence[Outbox], action: changes.Action, *, after: changes.Snapshot
) -> None:
    """An entry and its news for each. Not the payload: it may be for its handler's eyes only."""
    entries = [
        changes.entry(work, KIND, letter.id, action, _told(letter, after)) for letter in letters
    ]
    news = [changes.news(KIND, letter.id, action, by=work.actor_id) for letter in letters]
    await insert_rows(work, "activity_log", entries)
    await insert_rows(work, "outbox", news)
    work.has_news = True


def _told(letter: Outbox, after: changes.Snapshot) -> dict[str, Any]:
    before = changes.snapshot(letter, FIELDS)
    return {"name": letter.topic, "changes": changes.difference(before, after)}
