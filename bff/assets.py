"""Styles, scripts and fonts under /static/: named by their content, so they never change."""

import asyncio
from functools import lru_cache
from mimetypes import guess_type
from typing import Any, Final

import brotli
from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from ui_components.assets import ASSETS_DIR, ASSETS_PATH

FOR_EVER: Final = "public, max-age=31536000, immutable"
PACKABLE: Final = ("text/", "application/javascript", "image/svg+xml")
QUALITY: Final = 11  # a third of a second for the style sheet, once for each process, in a thread


@get(f"{ASSETS_PATH}{{name:str}}", public=True, unpacked=True)
async def show_asset(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    content, kind = asset(name)
    headers = {"Cache-Control": FOR_EVER}
    if is_packable(kind):
        headers["Vary"] = "Accept-Encoding"
        if "br" in request.headers.get("accept-encoding", ""):
            small = await asyncio.to_thread(packed, name)
            return Response(small, media_type=kind, headers=headers | {"Content-Encoding": "br"})
    return Response(content, media_type=kind, headers=headers)


@lru_cache(maxsize=256)
def asset(name: str) -> tuple[bytes, str]:
    """Looked up in the folder's own list: no name leads out of it."""
    known = {file.name: file for file in ASSETS_DIR.iterdir() if file.is_file()}
    if name not in known:
        raise NotFoundException
    return known[name].read_bytes(), guess_type(name)[0] or "application/octet-stream"


@lru_cache(maxsize=256)
def packed(name: str) -> bytes:
    compressed: bytes = brotli.compress(asset(name)[0], quality=QUALITY)
    return compressed


def is_packable(kind: str) -> bool:
    return kind.startswith(PACKABLE)
