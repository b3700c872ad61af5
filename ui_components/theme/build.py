"""Builds ``dist/``: the style sheet, then every asset under a name that carries its hash."""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from turbohtml.clean import minify_js

from ui_components.theme.tokens import with_colours

THEME = Path(__file__).parent
DIST = THEME / "dist"
FONTS = THEME / "vendor/@fontsource-variable/geist/files"
SOURCES: Final[Mapping[str, Path]] = {
    "theme.js": THEME / "js/theme.js",
    "asks.js": THEME / "js/asks.js",
    "copy.js": THEME / "js/copy.js",
    "gallery.js": THEME / "js/gallery.js",
    "axe.js": THEME / "vendor/axe-core/axe.min.js",
    "kanban.js": THEME / "js/kanban.js",
    "calendar.js": THEME / "js/calendar.js",
    "selection.js": THEME / "js/selection.js",
    "htmx.js": THEME / "vendor/htmx.org/dist/htmx.min.js",
    "sortable.js": THEME / "vendor/sortablejs/Sortable.min.js",
    "favicon.svg": THEME / "favicon.svg",
    "geist-latin.woff2": FONTS / "geist-latin-wght-normal.woff2",
    "geist-latin-ext.woff2": FONTS / "geist-latin-ext-wght-normal.woff2",
    "geist-cyrillic.woff2": FONTS / "geist-cyrillic-wght-normal.woff2",
}
# Small, and on every page: one request.
COMMON: Final = (
    "foyer.js",
    "live.js",
    "keys.js",
    "palette.js",
    "combobox.js",
    "picks.js",
    "record.js",
    "tabs.js",
    "tooltip.js",
    "start.js",
)


def build() -> dict[str, bytes]:
    """The files of ``dist/`` by name."""
    contents = {name: path.read_bytes() for name, path in SOURCES.items()}
    contents["favicon.svg"] = with_colours(contents["favicon.svg"].decode()).encode()
    contents["foyer.js"] = b"".join((THEME / "js" / name).read_bytes() for name in COMMON)
    contents |= {name: small(content) for name, content in contents.items() if is_ours(name)}
    manifest = {name: hashed(name, content) for name, content in contents.items()}
    contents["app.css"] = with_assets(style_sheet(), manifest)
    manifest["app.css"] = hashed("app.css", contents["app.css"])
    files = {manifest[name]: content for name, content in contents.items()}
    return files | {
        "manifest.json": json.dumps(manifest, indent=2, sort_keys=True).encode() + b"\n"
    }


def is_ours(name: str) -> bool:
    return name.endswith(".js") and (name == "foyer.js" or SOURCES[name].parent == THEME / "js")


def small(script: bytes) -> bytes:
    """What others made comes small already."""
    return minify_js(script.decode()).encode()


def hashed(name: str, content: bytes) -> str:
    stem, suffix = name.rsplit(".", 1)
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{suffix}"


def style_sheet() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "app.css"
        command = [
            tailwind(),
            "--input",
            str(THEME / "app.css"),
            "--output",
            str(output),
            "--minify",
        ]
        subprocess.run(command, check=True, capture_output=True, cwd=THEME)  # noqa: S603  # our own words
        return output.read_bytes()


def tailwind() -> str:
    found = shutil.which("tailwindcss", path=sysconfig.get_path("scripts"))
    if found is None:
        raise SystemExit("tailwindcss is not here: uv sync --group dev")
    return found


def with_assets(css: bytes, manifest: Mapping[str, str]) -> bytes:
    """``asset:name`` in the CSS becomes the hashed name, relative to the style sheet."""
    return re.sub(rb"asset:([\w.-]+)", lambda found: manifest[found[1].decode()].encode(), css)


def current() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in DIST.iterdir()} if DIST.is_dir() else {}


def save(files: Mapping[str, bytes]) -> None:
    DIST.mkdir(exist_ok=True)
    for stale in DIST.iterdir():
        if stale.name not in files:
            stale.unlink()
    for name, content in files.items():
        (DIST / name).write_bytes(content)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail if dist/ is not up to date")
    files = build()
    if not parser.parse_args().check:
        save(files)
    elif files != current():
        raise SystemExit("dist/ is not what a build gives: python -m ui_components.theme.build")


if __name__ == "__main__":
    main()
