"""The gallery's answers by their address, for whatever program serves them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ui_components.gallery.manifest import manifest
from ui_components.gallery.pages import (
    render_component,
    render_index,
    render_tree,
    render_trial,
)
from ui_components.gallery.previews import render_answer, render_preview
from ui_components.gallery.registry import GALLERY_PATH
from ui_components.theme_menu import Theme

HTML: Final = "text/html; charset=utf-8"
JSON: Final = "application/json"
MANIFEST: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class Answer:
    """``framed`` says that the gallery's own pages show it in a frame."""

    body: str
    media_type: str = HTML
    framed: bool = False


def respond(
    path: str,
    query: Mapping[str, str],
    *,
    theme: Theme = "system",
    usages: Mapping[str, Sequence[str]] | None = None,
) -> Answer:
    """``path`` is what follows ``/gallery/``; a LookupError is a 404.

    Nothing of the address is evaluated or imported: it chooses among what is there.
    """
    used_in, current = usages or {}, query.get("current", "")
    match path.strip("/").split("/"):
        case [""]:
            return Answer(str(render_index(search=query.get("search", ""), theme=theme)))
        case ["tree"]:
            return Answer(str(render_tree(search=query.get("search", ""), current=current)))
        case ["manifest.json"]:
            return Answer(json.dumps(manifest(used_in), ensure_ascii=False), JSON)
        case [name]:
            used = used_in.get(name, ())
            return Answer(str(render_component(name, query, theme=theme, used_in=used)))
        case [name, slug]:
            return Answer(str(render_preview(name, slug, query, theme=theme)), framed=True)
        case [name, "playground", "trial"]:
            return Answer(str(render_trial(name, query, theme=theme)))
        case [name, slug, answer]:
            return Answer(str(render_answer(name, slug, answer, query)), framed=True)
        case _:
            raise LookupError(f"{GALLERY_PATH}{path}")
