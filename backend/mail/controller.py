"""Mails over HTTP, for admins."""

from litestar import Controller, Response, post

from backend.core.http import Writing, replied
from backend.mail import service
from backend.mail.schemas import SentAgain


class MailController(Controller):
    """Mails that could not be sent."""

    path = "/mails"
    tags = ["operations"]
    opt = {"admin": True}

    @post("/send-again", operation_id="send_mails_again", status_code=200)
    async def send_again(self, work: Writing) -> Response[SentAgain]:
        """Those that were given up, from the beginning; of news of a week ago nobody hears."""
        return await replied(work, await service.send_again(work))
