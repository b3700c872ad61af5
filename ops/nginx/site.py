"""What nginx serves by itself: the static files, packed beforehand, and pages for when it is alone.

``python -m ops.nginx.site FOLDER`` writes them; the image of nginx is built with them.
"""

import gzip
import shutil
import sys
from mimetypes import guess_type
from pathlib import Path
from typing import Final

import brotli
import msgspec

from bff.assets import is_packable
from bff.errors import explained, words
from bff.i18n import LOCALES, LocaleName, speak
from ui_components.assets import ASSETS_DIR, ASSETS_PATH
from ui_components.document import document
from ui_components.shell import auth_shell

# What nginx answers of itself, and what its error_page lines name: ops/nginx/foyer/server.conf.
STATUSES: Final = (400, 404, 413, 429, 503, 504)
PROBLEMS: Final = {
    400: "nginx could not read this request",
    404: "There is nothing at this address",
    413: "This body is larger than any that is taken here",
    429: "Too many requests from this address; wait a second",
    503: "The API cannot be reached; nothing was changed",
    504: "No answer came; what you sent may have been done, and its Idempotency-Key tells",
}


def write_site(folder: Path) -> None:
    own = folder / "-"
    if own.exists():
        shutil.rmtree(own)
    _write_static(folder / ASSETS_PATH.strip("/"), packed=own)
    for status in STATUSES:
        _write(own / f"errors/{status}.json", problem(status))
        for locale in LOCALES:
            _write(own / f"errors/{locale}/{status}.html", error_page(status, locale))


def error_page(status: int, locale: LocaleName) -> bytes:
    """As the web front would say it, in the reader's language."""
    speak(locale)
    title, text = words(status)
    frame = document(title=f"{title} · Foyer", lang=locale)
    return str(frame[auth_shell(brand="Foyer")[explained(status, title, text)]]).encode()


def problem(status: int) -> bytes:
    """For programs (RFC 9457)."""
    return msgspec.json.encode({"type": "about:blank", "title": PROBLEMS[status], "status": status})


def _write_static(folder: Path, *, packed: Path) -> None:
    """Each that is worth it also as ``packed/br/NAME`` and ``packed/gzip/NAME``."""
    if folder.exists():
        shutil.rmtree(folder)
    for file in sorted(ASSETS_DIR.glob("*.*.*")):  # those that are named by their content
        content = file.read_bytes()
        _write(folder / file.name, content)
        if is_packable(guess_type(file.name)[0] or ""):
            _write(packed / "br" / file.name, brotli.compress(content))
            _write(packed / "gzip" / file.name, gzip.compress(content, mtime=0))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    write_site(Path(sys.argv[1]))
