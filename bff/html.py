"""Answers made of HTML, and what htmx says about the request and is told in return."""

from collections.abc import Mapping
from typing import Any, Self, TypeAlias

from htpy import Renderable
from litestar import Response
from litestar.datastructures import Headers
from msgspec import Struct

HTML = "text/html"  # Litestar adds the charset to whatever is text
Piece: TypeAlias = Renderable | None


class Html(Response[tuple[Piece, ...]]):
    """Litestar takes an instance's media type from the route, not from the class: say it here."""

    def __init__(
        self, *pieces: Piece, status_code: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(
            pieces, status_code=status_code, headers=dict(headers or {}), media_type=HTML
        )

    def render(self, content: Any, *_: Any, **__: Any) -> bytes:
        return "".join(str(piece) for piece in content if piece is not None).encode()


class Htmx(Struct, frozen=True):
    """What htmx 4 says of itself. Anyone can send this: it chooses a shape, never a right."""

    is_request: bool = False
    wants_part: bool = False
    source: str = ""
    target: str = ""
    current_url: str = ""

    @classmethod
    def of(cls, headers: Headers) -> Self:
        if headers.get("hx-request") != "true":
            return cls()
        return cls(
            is_request=True,
            wants_part=headers.get("hx-request-type") == "partial",
            source=element_id(headers.get("hx-source", "")),
            target=element_id(headers.get("hx-target", "")),
            current_url=headers.get("hx-current-url", ""),
        )


def element_id(described: str) -> str:
    """``table`` from htmx's ``section#table``."""
    return described.partition("#")[2]
