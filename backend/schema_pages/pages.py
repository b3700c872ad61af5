"""The OpenAPI document and two ways to read it in a browser, with nothing from other hosts."""

import secrets
from collections.abc import Sequence
from typing import Any

from litestar import MediaType, Request, Response, Router
from litestar.openapi.plugins import JsonRenderPlugin, OpenAPIRenderPlugin

from backend.schema_pages.files import file, show_file

AnyRequest = Request[Any, Any, Any]
Schema = dict[str, Any]
NONCE = b"{nonce}"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta property="csp-nonce" content="{nonce}">
<title>Foyer API</title>
<link rel="icon" href="data:,">
"""


class Reference(OpenAPIRenderPlugin):
    """A page that loads these files in their order and lets them draw into ``#reference``."""

    def __init__(self, path: str, files: Sequence[str]) -> None:
        super().__init__(path=path)
        self._files = files

    def render(self, request: AnyRequest, openapi_schema: Schema) -> bytes:  # noqa: ARG002  # Litestar's signature
        loaded = "".join(_load(name) for name in self._files)
        return f'{PAGE}{loaded}</head>\n<body><div id="reference"></div></body>\n</html>\n'.encode()


class Document(JsonRenderPlugin):
    """Encoded on the first request, for it never changes."""

    def __init__(self) -> None:
        super().__init__()
        self._encoded = b""

    def render(self, request: AnyRequest, openapi_schema: Schema) -> bytes:
        self._encoded = self._encoded or self.render_json(request, openapi_schema)
        return self._encoded


def schema_router() -> Router:
    """Open to strangers: what the API can do is no secret, and its code is public."""
    return Router(
        "/schema",
        route_handlers=[show_file],
        opt={"public": True},
        after_request=_protect,
        include_in_schema=False,
    )


def schema_pages() -> list[OpenAPIRenderPlugin]:
    """The first one is also what ``/schema`` itself shows."""
    return [
        Reference("/", ["scalar.js", "standalone.js"]),
        Reference("/swagger", ["swagger-ui.css", "swagger-ui-bundle.js", "swagger.js"]),
        Document(),
    ]


async def _protect(response: Response[Any]) -> Response[Any]:
    """Gives every page a nonce of its own: Scalar brings its styles inside its script."""
    if response.media_type == MediaType.HTML:
        nonce = secrets.token_urlsafe(16)
        response.content = response.content.replace(NONCE, nonce.encode())
        response.headers["content-security-policy"] = POLICY.format(nonce=nonce)
    return response


def _load(name: str) -> str:
    url = file(name).url
    if name.endswith(".css"):
        return f'<link rel="stylesheet" href="{url}">\n'
    return f'<script defer src="{url}"></script>\n'
