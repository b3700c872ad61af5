"""What an admin does about mails that were given up, or of which nobody knows."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, update

from backend.core import changes
from backend.core.work import Work
from backend.mail.models import Mail, MailState
from backend.mail.schemas import Decided, SentAgain

KIND = "dead_letter"
FIELDS = ("state", "attempts", "last_error")
IN_DOUBT = (Mail.state == MailState.IN_DOUBT) & or_(
    Mail.lease_until.is_(None), Mail.lease_until < func.now()
)


async def send_again(work: Work) -> SentAgain:
    """As if they had never been tried: their server, its password or their address was mended."""
    work.require_admin()
    revived = (
        update(Mail)
        .where(Mail.state == MailState.DEAD)
        .values(state=MailState.WAITING, attempts=0, next_at=func.now())
        .returning(Mail.id)
        .cte("revived")
    )
    return SentAgain(await work.one(select(func.count()).select_from(revived)) or 0)


async def send_doubtful(work: Work, ids: Sequence[UUID]) -> Decided:
    """Once more, under the same Message-ID: its reader may get it twice."""
    anew = {"state": MailState.WAITING, "attempts": 0, "last_error": None, "next_at": func.now()}
    return await _decide(work, ids, "redriven", anew)


async def leave_doubtful(work: Work, ids: Sequence[UUID]) -> Decided:
    """It came, or need not come any more."""
    return await _decide(work, ids, "given_up", {"state": MailState.DROPPED})


async def _decide(
    work: Work, ids: Sequence[UUID], action: changes.Action, values: dict[str, Any]
) -> Decided:
    """What is not in doubt any more, because it was noted or decided meanwhile, stays as it is."""
    work.require_admin()
    work.batch = await work.new_id()
    asked = select(Mail).where(IN_DOUBT, Mail.id.in_(ids)).order_by(Mail.id).with_for_update()
    found = list(await work.every(asked))
    befores = [changes.snapshot(mail, FIELDS) for mail in found]
    for mail in found:
        for name, value in values.items():
            setattr(mail, name, value)
    await work.session.flush()
    for mail, before in zip(found, befores, strict=True):
        after, names = changes.snapshot(mail, FIELDS), {"name": f"mail.{mail.type}"}
        await changes.record(work, KIND, mail.id, action, names=names, before=before, after=after)
    return Decided(len(found))
