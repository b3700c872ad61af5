"""Styles for paper: what WeasyPrint sets a page with, the fonts in them."""

import base64
from functools import cache
from pathlib import Path
from typing import Final

from ui_components.assets import ASSETS_DIR, asset_url
from ui_components.theme.tokens import with_colours

THEME: Final = Path(__file__).parent / "theme"
FONTS: Final = {
    "Geist": "geist-latin.woff2",
    "Geist Latin": "geist-latin-ext.woff2",
    "Geist Cyrillic": "geist-cyrillic.woff2",
}


@cache
def paper_css() -> str:
    """Fetches nothing: its fonts are in it."""
    fonts = [
        f'@font-face {{ font-family: "{family}"; src: url("{_data(asset)}"); }}'
        for family, asset in FONTS.items()
    ]
    return "\n".join([*fonts, _read("paper.css")])


@cache
def drawing_css() -> str:
    """For each ``<svg>``, which the page's own styles do not reach."""
    return " ".join(_read("drawing.css").split())


def _read(name: str) -> str:
    return with_colours((THEME / "css" / name).read_text("utf-8"))


def _data(asset: str) -> str:
    content = (ASSETS_DIR / asset_url(asset).rpartition("/")[2]).read_bytes()
    return f"data:font/woff2;base64,{base64.b64encode(content).decode()}"
