"""Mails over HTTP, for admins."""

from litestar import Controller, Response, post
from litestar.params import JSONBody

from backend.core.http import Writing, replied
from backend.mail import service
from backend.mail.schemas import Decided, OfMails, SentAgain


class MailController(Controller):
    """Mails that could not be sent, or perhaps were."""

    path = "/mails"
    tags = ["operations"]
    opt = {"admin": True}

    @post("/send-again", operation_id="send_mails_again", status_code=200)
    async def send_again(self, work: Writing) -> Response[SentAgain]:
        """Those that were given up, from the beginning; of news of a week ago nobody hears."""
        return await replied(work, await service.send_again(work))

    @post("/in-doubt/send-again", operation_id="send_doubtful_mails", status_code=200)
    async def send_doubtful(self, work: Writing, data: JSONBody[OfMails]) -> Response[Decided]:
        """Under the same Message-ID; a mailbox that had one already may show two."""
        return await replied(work, await service.send_doubtful(work, data.ids))

    @post("/in-doubt/leave", operation_id="leave_doubtful_mails", status_code=200)
    async def leave_doubtful(self, work: Writing, data: JSONBody[OfMails]) -> Response[Decided]:
        """They came, or need not come any more."""
        return await replied(work, await service.leave_doubtful(work, data.ids))
