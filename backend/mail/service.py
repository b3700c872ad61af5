"""What an admin does about mails that were given up."""

from sqlalchemy import func, select, update

from backend.core.work import Work
from backend.mail.models import Mail, MailState
from backend.mail.schemas import SentAgain


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
