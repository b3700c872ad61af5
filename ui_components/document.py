"""The page around everything: head, assets, theme and what every request of it carries."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, Literal, TypeAlias

from htpy import Node, with_children
from markupsafe import Markup

from ui_components import html as h
from ui_components import hx
from ui_components.assets import asset_url
from ui_components.html import Tag
from ui_components.theme_menu import Theme

Direction: TypeAlias = Literal["ltr", "rtl"]
Script: TypeAlias = Literal[
    "asks.js", "calendar.js", "copy.js", "gallery.js", "kanban.js", "selection.js"
]
BOARD_SCRIPTS: Final[tuple[Script, ...]] = ("asks.js", "kanban.js")
CALENDAR_SCRIPTS: Final[tuple[Script, ...]] = ("calendar.js",)
LIST_SCRIPTS: Final[tuple[Script, ...]] = ("selection.js",)

# Refusals that have no form to come back to are told by a toast (foyer.js) and never swapped in.
HTMX_CONFIG: Final = json.dumps(
    {
        "mode": "same-origin",
        "defaultTimeout": 15_000,
        "noSwap": [204, 304, 401, 403, 404, 429, "5xx"],
        "morphIgnore": ["data-htmx-powered", "style"],
    }
)


@with_children
def document(
    children: Node,
    *,
    title: str,
    description: str | None = None,
    lang: str = "en",
    direction: Direction = "ltr",
    theme: Theme = "system",
    headers: Mapping[str, str] | None = None,
    scripts: Sequence[Script] = (),
) -> Tag:
    """``theme`` repeats the cookie of that name. ``headers`` go with every htmx request."""
    inherited = hx.inherited_headers(headers) if headers else {}
    dark = "dark" if theme == "dark" else None
    dir = "rtl" if direction == "rtl" else None
    return h.html(lang=lang, dir=dir, class_=dark, data_theme=theme)[
        h.head[
            h.meta(charset="utf-8"),
            h.title[title],
            description and h.meta(name="description", content=description),
            _head(),
            [h.script(src=asset_url(name), defer=True) for name in scripts],
        ],
        h.body(inherited)[children],
    ]


@cache
def _head() -> Markup:
    """The same on every page. The htmx configuration stands before the script that reads it."""
    font = {"rel": "preload", "as": "font", "type": "font/woff2", "crossorigin": "anonymous"}
    parts = [
        h.meta(name="viewport", content="width=device-width, initial-scale=1, viewport-fit=cover"),
        h.meta(name="color-scheme", content="light dark"),
        h.meta(name="htmx-config", content=HTMX_CONFIG),
        h.script(src=asset_url("theme.js")),
        h.link(rel="stylesheet", href=asset_url("app.css")),
        h.link(font, href=asset_url("geist-latin.woff2")),
        h.link(rel="icon", href=asset_url("favicon.svg"), type="image/svg+xml"),
        h.script(src=asset_url("htmx.js"), defer=True),
        h.script(src=asset_url("foyer.js"), defer=True),
    ]
    return Markup("").join(parts)
