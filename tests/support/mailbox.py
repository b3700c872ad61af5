"""A mail server to talk to, which keeps what it took and misbehaves when it is told to."""

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


class Gate:
    """Open, until a test shuts it and waits for somebody to stand before it."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self._open = asyncio.Event()
        self._open.set()

    def shut(self) -> None:
        self._open.clear()

    def open(self) -> None:
        self._open.set()

    async def passed(self) -> None:
        self.reached.set()
        await self._open.wait()


class Mailbox:
    """``answers`` are given to the next mails instead of taking them: a server's line, ``hang``
    (it says nothing), or ``cut`` (it takes the mail and cuts the connection instead of saying so).

    While a gate is shut, RCPT or the end of a mail that was taken has no answer.
    """

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.logins: list[tuple[str, str]] = []
        self.answers: deque[str] = deque()
        self.refuses: dict[str, str] = {}  # an answer to RCPT, by address
        self.port = 0
        self.gates = {"RCPT": Gate(), "END": Gate()}

    @asynccontextmanager
    async def listening(
        self,
        *,
        starttls: ssl.SSLContext | None = None,
        tls: ssl.SSLContext | None = None,
        password: str = "",
    ) -> AsyncGenerator["Mailbox"]:
        def knows(*asked: object) -> AuthResult:
            return self._knows(password, asked[-1])

        def conversation() -> SMTP:
            return SMTP(
                self,
                hostname="mail.test",
                tls_context=starttls,
                require_starttls=starttls is not None,
                # Of TLS from the first byte aiosmtpd knows nothing.
                auth_required=bool(password) and tls is None,
                auth_require_tls=tls is None,
                authenticator=knows,
                enable_SMTPUTF8=True,
            )

        loop = asyncio.get_running_loop()
        server = await loop.create_server(conversation, "127.0.0.1", 0, ssl=tls)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await server.wait_closed()

    def _knows(self, password: str, given: object) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.logins.append((given.login.decode(), given.password.decode()))
        return AuthResult(success=given.password.decode() == password, handled=False)

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        await self.gates["RCPT"].passed()
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        del session
        answer = self.answers.popleft() if self.answers else ""
        if answer == "hang":
            await asyncio.sleep(60)
        if answer not in {"", "cut"}:
            return answer
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.envelopes.append(envelope)
        await self.gates["END"].passed()
        if answer == "cut":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return "250 OK"
