"""By which server mails leave, under whose name, and where their links lead."""

from email.headerregistry import Address
from email.utils import parseaddr
from uuid import UUID

from msgspec import Struct

from backend.mail.smtp import MailServer
from backend.settings import Settings


class Sender(Struct, frozen=True):
    """``server`` is None where mails can only wait for one. ``home`` has no slash at its end."""

    server: MailServer | None
    address: Address
    home: str

    def message_id(self, event_id: UUID, user_id: UUID) -> str:
        """The same however often a mail is sent."""
        return f"<{event_id.hex}.{user_id.hex}@{self.address.domain}>"


def sender_of(settings: Settings) -> Sender:
    name, address = parseaddr(settings.mail_from or "foyer@localhost")
    return Sender(
        MailServer.of(settings.smtp) if settings.smtp else None,
        Address(name or "Foyer", addr_spec=address),
        settings.public_url.rstrip("/"),
    )
