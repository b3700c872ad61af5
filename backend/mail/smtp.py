"""The conversation with the mail server, all of it inside one deadline."""

import asyncio
import ssl
from base64 import b64encode
from contextlib import suppress
from typing import Literal
from urllib.parse import unquote, urlsplit

from aiosmtplib import (
    SMTP,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from msgspec import Struct

DEADLINE = 30.0  # seconds for name, connection, TLS, signing in, the mail and its answer
GOODBYE = 1.0  # seconds; the mail is taken already
PERMANENT = 500  # RFC 5321 section 4.2.1: from here on the same again will not be taken
HIDDEN = "[hidden]"
Security = Literal["starttls", "tls", "none"]
PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}


class NotSent(Exception):
    """Why, in the server's words. ``is_final``: the same again will be refused again."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final


class MailServer(Struct, frozen=True):
    host: str
    port: int
    security: Security
    user: str = ""
    password: str = ""

    @classmethod
    def of(cls, url: str) -> "MailServer":
        """As the settings have checked it: ``smtps://`` is TLS from the first byte, ``smtp://``
        insists on STARTTLS unless it says ``?starttls=never``.
        """
        parts = urlsplit(url)
        plain: Security = "none" if parts.query == "starttls=never" else "starttls"
        security: Security = "tls" if parts.scheme == "smtps" else plain
        return cls(
            parts.hostname or "",
            parts.port or PORTS[security],
            security,
            unquote(parts.username or ""),
            unquote(parts.password or ""),
        )

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port}, {self.security})"

    def hide(self, text: str) -> str:
        """A server may repeat what it was told, and so must nobody else."""
        if not self.password:
            return text
        both = f"\0{self.user}\0{self.password}"
        encoded = [b64encode(secret.encode()).decode() for secret in (self.password, both)]
        for secret in (self.password, *encoded):
            text = text.replace(secret, HIDDEN)
        return text


async def send(server: MailServer, sender: str, recipient: str, message: bytes) -> SMTP:
    """To exactly one address. Raises NotSent.

    It is taken when this returns, and whoever calls notes that before they ``leave``: a worker
    that dies in between sends it once more, so nothing else may happen there.
    """
    try:
        async with asyncio.timeout(DEADLINE):
            return await _send(server, sender, recipient, message)
    except TimeoutError as error:
        raise NotSent(f"The mail server did not take it in {DEADLINE:g} seconds") from error
    except (SMTPException, OSError, ValueError) as error:
        raise NotSent(server.hide(str(error) or type(error).__name__)) from error


async def leave(client: SMTP) -> None:
    with suppress(SMTPException, OSError, TimeoutError):
        await client.quit(timeout=GOODBYE)
    client.close()


async def _send(server: MailServer, sender: str, recipient: str, message: bytes) -> SMTP:
    client = SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user or None,
        password=server.password or None,
        local_hostname=sender.rpartition("@")[2],
        timeout=DEADLINE,
        use_tls=server.security == "tls",
        start_tls=server.security == "starttls",
        tls_context=None if server.security == "none" else ssl.create_default_context(),
    )
    try:
        # What goes wrong here, a wrong password say, is not the mail's fault: it waits.
        await client.connect()
        try:
            international = [] if recipient.isascii() else ["SMTPUTF8"]  # RFC 6531
            await client.sendmail(sender, [recipient], message, mail_options=international)
        except SMTPNotSupported as error:
            raise NotSent("The mail server takes no such address", is_final=True) from error
        except (SMTPResponseException, SMTPRecipientsRefused) as error:
            raise _refused(server, error) from error
    except BaseException:
        client.close()
        raise
    return client


def _refused(server: MailServer, error: SMTPResponseException | SMTPRecipientsRefused) -> NotSent:
    said = error.recipients[0] if isinstance(error, SMTPRecipientsRefused) else error
    return NotSent(server.hide(f"{said.code} {said.message}"), is_final=said.code >= PERMANENT)
