"""What stands behind nginx, who comes to it, and how slow nginx lets them be."""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import msgspec

from tests.support.forms import filled
from tests.support.nginx import Nginx
from tests.support.people import LOGIN, PASSWORD
from tests.support.stack import Stack

ADA: Final = "ada@foyer.test"
FEW: Final = httpx.Limits(max_connections=20)  # at once, of one address
LAST: Final = "include common/server.conf;\n    }"


@dataclass(frozen=True)
class Ports:
    http: int
    https: int
    hurried: int
    inner: int
    bffs: Sequence[int]
    backends: Sequence[int]

    @property
    def changes(self) -> dict[str, str]:
        """To machine.conf, of which IPv6 is left out."""
        names = ("127.0.0.1:8000", "127.0.0.1:8010", "127.0.0.1:8001", "127.0.0.1:8011")
        programs = zip(names, (*self.bffs, *self.backends), strict=True)
        return {
            "user www-data;": "user root;",  # a test's folder is nobody else's
            "/run/nginx.pid": "nginx.pid",
            "error_log /var/log/nginx/error.log warn;": "error_log stderr warn;",
            "        listen [::]:80;\n": "",
            "        listen [::]:443 ssl http2;\n": "",
            "listen 80;": f"listen 127.0.0.1:{self.http};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.https} ssl http2;",
            "127.0.0.1:8100;": f"127.0.0.1:{self.inner};",
        } | {f"server {name} ": f"server 127.0.0.1:{port} " for name, port in programs}

    def hurried_site(self, folder: Path) -> dict[str, str]:
        """The site once more, which waits one second where what is shipped waits ten.

        For those alone who dawdle: others may be kept from writing by what else the machine does.
        """
        return {
            LAST: f"""{LAST}

    server {{
        listen 127.0.0.1:{self.hurried} ssl http2;
        root {folder}/site;
        ssl_certificate {folder}/tls/certificate.pem;
        ssl_certificate_key {folder}/tls/key.pem;
        client_header_timeout 1s;
        client_body_timeout 1s;
        include common/tls.conf;
        include common/server.conf;
    }}"""
        }


def on_ports(eight: Sequence[int]) -> Ports:
    http, https, hurried, inner, *programs = eight
    return Ports(http, https, hurried, inner, programs[:2], programs[2:])


@dataclass(frozen=True)
class House:
    nginx: Nginx
    stack: Stack
    ports: Ports
    folder: Path

    @property
    def certificate(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.nginx.folder / "tls/certificate.pem"))

    def stranger(self, *, address: str = "127.0.0.1", **options: Any) -> httpx.AsyncClient:
        """Somebody at ``address``, who sees what nginx shows."""
        return httpx.AsyncClient(
            base_url=f"https://127.0.0.1:{self.ports.https}",
            headers={"Origin": self.stack.site.url},
            transport=httpx.AsyncHTTPTransport(
                verify=self.certificate, local_address=address, limits=FEW
            ),
            timeout=30,
            **options,
        )

    @asynccontextmanager
    async def browser(self, **options: Any) -> AsyncGenerator[httpx.AsyncClient]:
        async with self.stranger(follow_redirects=True, **options) as client:
            page = await client.get("/login/")
            fields = filled(page.text, "form[action='/login/']", email=ADA, password=PASSWORD)
            page = await client.post("/login/", data=fields)
            assert page.url.path == "/dashboard/", page.text
            yield client

    @asynccontextmanager
    async def program(self, **options: Any) -> AsyncGenerator[httpx.AsyncClient]:
        async with self.stranger(**options) as client:
            answer = await client.post(LOGIN, json={"email": ADA, "password": PASSWORD})
            assert answer.status_code == 200, answer.text
            client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
            yield client

    @asynccontextmanager
    async def line(
        self, *, protocols: Sequence[str] = (), hurried: bool = False
    ) -> AsyncGenerator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """A connection of one's own, to say on it what no client would."""
        context = self.certificate
        if protocols:
            context.set_alpn_protocols(list(protocols))
        port = self.ports.hurried if hurried else self.ports.https
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
        try:
            yield reader, writer
        finally:
            writer.transport.abort()

    async def line_of(
        self, request_id: str, program: str = "bff", *, that_says: str = "request_id"
    ) -> dict[str, Any]:
        """Waits for it: a program writes it when the answer has gone."""
        async with asyncio.timeout(10):
            while True:
                for line in self.noted(program):
                    if line.get("request_id") == request_id and that_says in line:
                        return line
                await asyncio.sleep(0.02)

    def noted(self, program: str) -> list[dict[str, Any]]:
        """The lines of the logs whose name begins so; of nginx', the access log."""
        texts = (
            [self.nginx.log]
            if program == "nginx"
            else [path.read_text() for path in self.folder.glob(f"**/{program}-*.log")]
        )
        lines = [line for text in texts for line in text.splitlines() if line.startswith("{")]
        return [msgspec.json.decode(line) for line in lines]
