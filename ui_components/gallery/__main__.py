"""``python -m ui_components.gallery`` serves the gallery, ``… export DIR`` writes it as files."""

import argparse
import shutil
import sys
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from ui_components.assets import ASSETS_DIR, ASSETS_PATH
from ui_components.gallery.registry import GALLERY_PATH, MATRIX, PLAYGROUND, components
from ui_components.gallery.site import MANIFEST, respond
from ui_components.gallery.usage import usages

POLICY: Final = (
    "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'self'; form-action 'self'; "
    "base-uri 'none'; object-src 'none'"
)
HOST: Final = "127.0.0.1"


class Handler(BaseHTTPRequestHandler):
    def __init__(self, *arguments: Any, program: Path | None) -> None:
        self._usages = usages(program) if program else {}
        super().__init__(*arguments)

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        try:
            body, kind = self._found(
                address.path, dict(parse_qsl(address.query, keep_blank_values=True))
            )
        except LookupError:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _found(self, path: str, query: dict[str, str]) -> tuple[bytes, str]:
        if path.startswith(ASSETS_PATH):
            name = path.removeprefix(ASSETS_PATH)
            if name not in {file.name for file in ASSETS_DIR.iterdir()}:
                raise LookupError(name)
            return (ASSETS_DIR / name).read_bytes(), guess_type(name)[0] or "font/woff2"
        if not path.startswith(GALLERY_PATH):
            raise LookupError(path)
        answer = respond(path.removeprefix(GALLERY_PATH), query, usages=self._usages)
        return answer.body.encode(), answer.media_type

    def log_message(self, format: str, *arguments: Any) -> None:
        """Says nothing: the browser's own tools tell more."""


def serve(port: int, program: Path | None) -> None:
    with ThreadingHTTPServer((HOST, port), partial(Handler, program=program)) as server:
        sys.stdout.write(f"The gallery is at http://{HOST}:{server.server_port}{GALLERY_PATH}\n")
        sys.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


def export(folder: Path, program: Path | None) -> int:
    """Every page as a file, for any server of files; the number of them."""
    used_in = usages(program) if program else {}
    pages = list(_addresses())
    for path in pages:
        page = folder / GALLERY_PATH.strip("/") / path
        file = page if path == MANIFEST else page / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(respond(path, {}, usages=used_in).body, "utf-8")
    shutil.copytree(ASSETS_DIR, folder / ASSETS_PATH.strip("/"), dirs_exist_ok=True)
    return len(pages)


def _addresses() -> list[str]:
    found = ["", MANIFEST]
    for one in components().values():
        found.append(one.name)
        found += [f"{one.name}/{each.slug}" for each in one.examples]
        found += [
            f"{one.name}/{each.slug}/{answer}" for each in one.examples for answer in each.answers
        ]
        if one.playground:
            found += [f"{one.name}/{PLAYGROUND}", f"{one.name}/{MATRIX}"]
    return found


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="The gallery of ui_components.")
    parser.add_argument("--port", type=int, default=8010)
    parser.add_argument("--program", type=Path, help="A package whose use of components is told.")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("export", help="Write it as files.").add_argument("folder", type=Path)
    given = parser.parse_args(arguments)
    if given.command == "export":
        count = export(given.folder, given.program)
        sys.stdout.write(f"{count} pages are in {given.folder}.\n")
    else:
        serve(given.port, given.program)


if __name__ == "__main__":
    main()
