"""``python -m ops.inbox``: takes every mail, sends none on, and shows them to a browser."""

import argparse
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from ops.inbox.kept import Folder
from ops.inbox.pages import inbox, one
from ui_components.assets import ASSETS_DIR, ASSETS_PATH

HOST: Final = "127.0.0.1"
OURS: Final = frozenset({"localhost", HOST})  # a stranger's page has another name for this address
LARGEST: Final = 10_000_000  # bytes
PAGE: Final = "default-src 'self'; img-src 'self' data:; base-uri 'none'; object-src 'none'"
# Whoever wrote it, a mail runs nothing here and loads nothing; its links may be followed.
MAIL: Final = "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'"
HTML: Final = "text/html; charset=utf-8"


class Keeping:
    """What aiosmtpd asks when a mail has come."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        del server, session
        content = envelope.content or b""
        self._folder.keep(content if isinstance(content, bytes) else content.encode())
        return "250 OK"


class Handler(BaseHTTPRequestHandler):
    def __init__(self, *arguments: Any, folder: Folder) -> None:
        self._folder = folder
        super().__init__(*arguments)

    def do_GET(self) -> None:
        if urlsplit(f"//{self.headers.get('Host', '')}").hostname not in OURS:
            self.send_error(403)
            return
        try:
            body, kind, policy = self._found(urlsplit(self.path).path)
        except LookupError:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", policy)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _found(self, path: str) -> tuple[bytes, str, str]:
        if path.startswith(ASSETS_PATH):
            name = path.removeprefix(ASSETS_PATH)
            if name not in {file.name for file in ASSETS_DIR.iterdir()}:
                raise LookupError(name)
            return (ASSETS_DIR / name).read_bytes(), guess_type(name)[0] or "font/woff2", PAGE
        if path == "/":
            return str(inbox(self._folder.all())).encode(), HTML, PAGE
        match path.strip("/").split("/"):
            case ["mails", name]:
                return str(one(self._folder.one(name))).encode(), HTML, PAGE
            case ["mails", name, "html"]:
                return self._folder.one(name).text("html").encode(), HTML, MAIL
            case _:
                raise LookupError(path)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Says nothing: the browser's own tools tell more."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description="An inbox for what a Foyer mails while it is developed."
    )
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    given = parser.parse_args()
    folder = Folder(given.folder)
    smtp = Controller(
        Keeping(folder),
        hostname=HOST,
        port=given.smtp_port,
        data_size_limit=LARGEST,
        enable_SMTPUTF8=True,
    )
    smtp.start()
    with ThreadingHTTPServer((HOST, given.port), partial(Handler, folder=folder)) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
