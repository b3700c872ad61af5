"""Where webhooks may go: public addresses by https, unless the instance allows private ones.

A name is resolved once, every answer is checked, and the connection goes to a checked address: a
name that leads elsewhere a moment later (DNS rebinding) changes nothing.
"""

import asyncio
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from ipaddress import ip_address

import httpx

from backend.core.networks import is_public
from backend.core.refusals import Invalid

CONNECT_SECONDS = 5.0
LAST_PORT = 65_535


class Blocked(httpx.ConnectError):
    """The target is not one that the instance sends to."""


class Targets:
    """``private``: any port, plain http and addresses of one's own network too."""

    def __init__(self, *, private: bool) -> None:
        self.private = private

    def require(self, pointer: str, text: str) -> None:
        """Raises Invalid for an address that could never be sent to."""
        try:
            url = httpx.URL(text)
        except httpx.InvalidURL as error:
            raise Invalid.field(pointer, "This is no address") from error
        if not url.host or url.userinfo or url.fragment or (url.port or 0) > LAST_PORT:
            raise Invalid.field(pointer, "An address has a host, and no password or #fragment")
        try:
            self.check_url(url)
            self.check([url.host] if _is_literal(url.host) else [])
        except Blocked as error:
            raise Invalid.field(pointer, str(error)) from error

    def check_url(self, url: httpx.URL) -> None:
        if not self.private and (url.scheme != "https" or url.port not in {None, 443}):
            raise Blocked("Webhooks go by https to port 443")

    def check(self, addresses: list[str]) -> None:
        """All of them, for a name may lead to a public and to a private one."""
        if not self.private and not all(is_public(address) for address in addresses):
            raise Blocked("Webhooks go to public addresses only")


class GuardedTransport(httpx.AsyncBaseTransport):
    """Connects to the checked address; host header and certificate stay those of the name."""

    def __init__(self, targets: Targets) -> None:
        self._targets = targets
        self._inner = httpx.AsyncHTTPTransport(
            verify=ssl.create_default_context(),
            trust_env=False,
            # A kept connection belongs to an address, not to the name its certificate was for.
            limits=httpx.Limits(max_connections=100, max_keepalive_connections=0),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        self._targets.check_url(url)
        host = url.raw_host.decode("ascii")
        addresses = await resolve(host, url.port or (443 if url.scheme == "https" else 80))
        self._targets.check(addresses)
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = url.copy_with(host=addresses[0])
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


# A name server that is silent holds a thread for longer than any deadline, so these are its own.
ASKING = ThreadPoolExecutor(4, thread_name_prefix="webhook-names")


async def resolve(host: str, port: int) -> list[str]:
    """Every address of a name, in the system's order."""
    loop = asyncio.get_running_loop()
    ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    try:
        found = await loop.run_in_executor(ASKING, ask)
    except (socket.gaierror, UnicodeError) as error:
        raise httpx.ConnectError(f"{host} has no address") from error
    return list(dict.fromkeys(str(answer[4][0]) for answer in found))


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def webhook_client(targets: Targets) -> httpx.AsyncClient:
    """Follows no redirect and asks no proxy; the total deadline is its caller's."""
    return httpx.AsyncClient(
        transport=GuardedTransport(targets),
        trust_env=False,
        follow_redirects=False,
        timeout=httpx.Timeout(None, connect=CONNECT_SECONDS),
        headers={"User-Agent": "Foyer-Webhooks/1", "Accept-Encoding": "identity"},
    )
