"""Scripts and styles of the reference pages: kept compressed, named by their content."""

import gzip
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Struct

HOME = Path(__file__).parent
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css"}
FOR_EVER = "public, max-age=31536000, immutable"


class File(Struct, frozen=True):
    url: str
    packed: bytes
    media_type: str


@get("/files/{name:str}", opt={"public": True})
async def show_file(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    found = by_url().get(f"/schema/files/{name}")
    if found is None:
        raise NotFoundException
    content, headers = found.packed, {"cache-control": FOR_EVER, "vary": "accept-encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
    else:
        content = gzip.decompress(content)
    return Response(content, media_type=found.media_type, headers=headers)


@cache
def file(name: str) -> File:
    """``scalar.js`` of ours, ``swagger-ui.css`` of someone else's."""
    plain = HOME / "assets" / name
    if plain.exists():
        packed = gzip.compress(plain.read_bytes(), mtime=0)
    else:
        packed = next(HOME.glob(f"vendor/**/{name}.gz")).read_bytes()
    stem, suffix = Path(name).stem, Path(name).suffix
    digest = hashlib.sha256(packed).hexdigest()[:12]
    return File(f"/schema/files/{stem}.{digest}{suffix}", packed, MEDIA_TYPES[suffix])


@cache
def by_url() -> dict[str, File]:
    own = (path.name for path in HOME.glob("assets/*"))
    others = (path.name.removesuffix(".gz") for path in HOME.glob("vendor/**/*.gz"))
    return {found.url: found for found in map(file, (*own, *others))}
