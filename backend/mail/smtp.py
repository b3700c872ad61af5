"""The conversation with the mail server, up to the mail's end and from there on."""

import asyncio
import ssl
from base64 import b64encode
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Literal
from urllib.parse import unquote, urlsplit

from aiosmtplib import (
    SMTP,
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
    SMTPStatus,
)
from msgspec import Struct

DEADLINE = 30.0  # seconds for name, connection, TLS, signing in, and the mail but for its end
VERDICT = 120.0  # seconds for the answer to its end; a server may think long (RFC 5321, 4.5.3.2.6)
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


class InDoubt(Exception):
    """The server has it all and gave no answer; the message says what happened instead."""


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


async def send(
    server: MailServer,
    sender: str,
    recipient: str,
    message: bytes,
    *,
    hand_over: Callable[[], Awaitable[None]],
) -> SMTP:
    """To exactly one address. Raises NotSent and InDoubt, and what ``hand_over`` does.

    That is called when the server has all but the dot that ends the mail: until then no server
    delivers it (RFC 5321, 4.1.1.4), from then on only its answer tells. It is taken when this
    returns, and whoever calls notes that before they ``leave``.
    """
    client = _client(server, sender)
    try:
        await _offer(server, client, sender, recipient, message)
        await hand_over()
        await _end(server, client)
    except BaseException:
        client.close()
        raise
    return client


async def leave(client: SMTP) -> None:
    with suppress(SMTPException, OSError, TimeoutError):
        await client.quit(timeout=GOODBYE)
    client.close()


def _client(server: MailServer, sender: str) -> SMTP:
    return SMTP(
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


async def _offer(
    server: MailServer, client: SMTP, sender: str, recipient: str, message: bytes
) -> None:
    """All but the dot."""
    try:
        async with asyncio.timeout(DEADLINE):
            # What goes wrong here, a wrong password say, is not the mail's fault: it waits.
            await client.connect()
            try:
                await _transmit(client, sender, recipient, message)
            except SMTPResponseException as error:
                raise _refused(server, error.code, error.message) from error
    except TimeoutError as error:
        raise NotSent(f"The mail server did not take it in {DEADLINE:g} seconds") from error
    except (SMTPException, OSError, ValueError) as error:
        raise NotSent(server.hide(str(error) or type(error).__name__)) from error


async def _transmit(client: SMTP, sender: str, recipient: str, message: bytes) -> None:
    lines = (b"." + line if line.startswith(b".") else line for line in message.splitlines())
    body = b"".join(line + b"\r\n" for line in lines)
    if client.is_ehlo_or_helo_needed:
        await client.ehlo()
    options = [f"SIZE={len(body)}"] if client.supports_extension("size") else []
    encoding = "ascii" if recipient.isascii() else "utf-8"
    if encoding == "utf-8":
        if not client.supports_extension("smtputf8"):
            raise NotSent("The mail server takes no such address", is_final=True)
        options.append("SMTPUTF8")  # RFC 6531
    await client.mail(sender, options=options, encoding=encoding)
    await client.rcpt(recipient, encoding=encoding)
    said = await client.execute_command(b"DATA")
    if said.code != SMTPStatus.start_input or client.protocol is None:
        raise SMTPResponseException(said.code, said.message)
    client.protocol.write(body)


async def _end(server: MailServer, client: SMTP) -> None:
    if not client.is_connected:
        raise NotSent("The mail server cut the connection before it had it all")
    try:
        async with asyncio.timeout(VERDICT):
            said = await client.execute_command(b".", timeout=VERDICT)
    except TimeoutError as error:
        raise InDoubt(f"The mail server gave no answer in {VERDICT:g} seconds") from error
    except SMTPServerDisconnected as error:
        raise InDoubt("The mail server cut the connection instead of an answer") from error
    except (SMTPException, OSError) as error:
        raise InDoubt(server.hide(str(error) or type(error).__name__)) from error
    if said.code != SMTPStatus.completed:
        raise _refused(server, said.code, said.message)


def _refused(server: MailServer, code: int, said: str) -> NotSent:
    return NotSent(server.hide(f"{code} {said}"), is_final=code >= PERMANENT)
