"""Serves the gallery, the assets and one board that remembers its moves."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from ui_components import html as h
from ui_components import hx
from ui_components.assets import ASSETS_DIR, ASSETS_PATH
from ui_components.button import button
from ui_components.dialog import dialog
from ui_components.document import BOARD_SCRIPTS, document
from ui_components.field import text_field
from ui_components.form import form
from ui_components.gallery.site import respond
from ui_components.kanban import Cards, Lane, kanban
from ui_components.shell import OUTLET
from ui_components.toast import toaster

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'self'; form-action 'self'; "
    "base-uri 'none'; object-src 'none'"
)
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "woff2": "font/woff2"}
LANES = {"NEW": "New", "WON": "Won"}
CARDS = Cards[str](
    title=lambda card: f"Deal {card}",
    content=lambda card: f"About {card}",
    key=lambda card: card,
    label=lambda card: f"Deal {card}",
    move_url=lambda card: f"/move/{card}",
)


@dataclass
class Site:
    """``status`` is what the next moves are answered with."""

    url: str = ""
    status: int = 200
    board: dict[str, list[str]] = field(default_factory=lambda: {"NEW": ["a", "b"], "WON": ["c"]})
    moves: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    headers: list[str | None] = field(default_factory=list[str | None])

    def move(self, card: str, lane: str, after: str) -> None:
        self.moves.append((card, lane, after))
        for cards in self.board.values():
            if card in cards:
                cards.remove(card)
        place = self.board[lane].index(after) + 1 if after else 0
        self.board[lane].insert(place, card)

    def render_board(self) -> h.Tag:
        lanes = [
            Lane(key=key, title=LANES[key], cards=cards, count=str(len(cards)))
            for key, cards in self.board.items()
        ]
        return kanban(lanes, CARDS, label="Deals")

    def page(self) -> h.Tag:
        opener = hx.request("get", "/dialog", target=OUTLET)
        return document(title="Board", headers={"X-CSRF-Token": "token"}, scripts=BOARD_SCRIPTS)[
            h.main[h.h1["Board"], button(hx=opener)["New"], self.render_board()],
            h.div(id=OUTLET[1:]),
            toaster,
        ]

    def dialog(self) -> h.Tag:
        fields = form(action="/dialog", guard="Throw it away?")[text_field("name", "Name")]
        return dialog(id="new", title="New deal", open=True)[fields]


class Server(ThreadingHTTPServer):
    request_queue_size = 128  # a page of previews comes by many connections at once


@contextmanager
def serve() -> Generator[Site, None, None]:
    site = Site()
    with Server(("127.0.0.1", 0), _handler(site)) as server:
        site.url = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, daemon=True).start()
        yield site
        server.shutdown()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            if path.startswith(ASSETS_PATH):
                name = path.removeprefix(ASSETS_PATH)
                content = (ASSETS_DIR / name).read_bytes()
                self.answer(content, TYPES[name.rsplit(".", 1)[1]], keep="max-age=31536000")
            else:
                self.answer(str(_page(site, self.path)).encode())

        def do_POST(self) -> None:
            sent = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
            site.headers.append(self.headers["x-csrf-token"])
            if site.status != 200:
                self.answer(b"", status=site.status)
                return
            after = sent.get("after", [""])[0]
            site.move(self.path.rsplit("/", 1)[1], sent["lane"][0], after)
            self.answer(str(site.render_board()).encode())

        def answer(
            self, body: bytes, kind: str = "text/html", *, status: int = 200, keep: str = "no-store"
        ) -> None:
            self.send_response(status)
            self.send_header("content-type", f"{kind}; charset=utf-8")
            self.send_header("content-security-policy", POLICY)
            self.send_header("cache-control", keep)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None: ...

    return Handler


def _page(site: Site, address: str) -> h.Tag | str:
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    match [part for part in parts.path.split("/") if part]:
        case ["empty"]:
            return document(title="Nothing yet")[h.main]
        case ["board"]:
            return site.page()
        case ["dialog"]:
            return site.dialog()
        case ["gallery", *rest]:
            return respond("/".join(rest), query).body
        case other:
            raise LookupError(other)
