"""The names under which the built CSS, scripts and fonts are served."""

import json
from functools import cache
from pathlib import Path
from typing import Final

ASSETS_DIR: Final = Path(__file__).parent / "theme" / "dist"
ASSETS_PATH: Final = "/static/"
"""Names carry a hash of their content: serve them as ``public, max-age=31536000, immutable``."""


@cache
def asset_url(name: str) -> str:
    """``asset_url("app.css") == "/static/app.1a2b3c4d.css"``; a LookupError for a name we lack."""
    return ASSETS_PATH + _manifest()[name]


@cache
def _manifest() -> dict[str, str]:
    names: dict[str, str] = json.loads((ASSETS_DIR / "manifest.json").read_text("utf-8"))
    return names
