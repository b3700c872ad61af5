"""Where the drill's mails go: a mail server that notes who got which Message-ID."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from email import message_from_bytes

from aiosmtpd.smtp import SMTP, Envelope, Session
from msgspec import Struct, field


class Letter(Struct, frozen=True):
    to: str
    id: str


class Mailbox(Struct):
    letters: list[Letter] = field(default_factory=list[Letter])

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's own name
        """Noted when it is answered: from here on it is the reader's."""
        message_id = message_from_bytes(envelope.original_content or b"")["Message-ID"]
        self.letters.extend(Letter(reader, message_id) for reader in envelope.rcpt_tos)
        return "250 OK"


@asynccontextmanager
async def taking_mail(port: int) -> AsyncGenerator[Mailbox]:
    mailbox = Mailbox()

    def conversation() -> SMTP:
        return SMTP(mailbox, hostname="mail.example.com")

    server = await asyncio.get_running_loop().create_server(conversation, "127.0.0.1", port)
    try:
        yield mailbox
    finally:
        server.close()
