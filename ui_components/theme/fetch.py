"""Fetches what ``vendor/VENDOR.toml`` names, compares every byte, and writes ``icons.py``."""

import argparse
import hashlib
import io
import json
import re
import subprocess
import tarfile
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

VENDOR = Path(__file__).parent / "vendor"
ICONS = Path(__file__).parents[1] / "icons.py"


def packages() -> list[dict[str, Any]]:
    document = tomllib.loads((VENDOR / "VENDOR.toml").read_text("utf-8"))
    found: list[dict[str, Any]] = document["package"]
    return found


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def fetch(package: Mapping[str, Any], folder: Path) -> None:
    archive = pack(f"{package['name']}@{package['version']}", folder)
    if digest(archive.read_bytes()) != package["sha256"]:
        raise SystemExit(f"{package['name']}: this is not the archive VENDOR.toml describes")
    with tarfile.open(archive) as opened:
        for path, expected in package["files"].items():
            content = cut(read(opened, path), package.get("sections", {}).get(path))
            content = narrowed(content, package.get("weights", {}).get(path))
            if digest(content) != expected:
                raise SystemExit(f"{package['name']}/{path}: other bytes than VENDOR.toml says")
            save(VENDOR / package["name"] / path, content)
        if icons := package.get("icons"):
            ICONS.write_text(icon_module({name: shapes(opened, name) for name in icons}), "utf-8")


def pack(package: str, folder: Path) -> Path:
    command = ["npm", "pack", "--json", "--pack-destination", str(folder), package]
    answer = subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # our own words
    return folder / str(json.loads(answer.stdout)[0]["filename"])


def read(archive: tarfile.TarFile, path: str) -> bytes:
    member = archive.extractfile(f"package/{path}")
    if member is None:
        raise SystemExit(f"{path} is not a file")
    return member.read()


def save(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def cut(content: bytes, sections: Iterable[str] | None) -> bytes:
    """A basecoat style styles every component; this keeps the sections we use."""
    if sections is None:
        return content
    _, *parts = re.split(r"^ *(?=/\* [A-Z][\w ]+ \*/$)", content.decode(), flags=re.MULTILINE)
    titled = {part[3 : part.index(" */")]: part.rstrip().removesuffix("\n}") for part in parts}
    kept = [titled[name].replace("@layer components {\n", "") for name in sections]
    return ("@layer components {\n  " + "\n\n  ".join(kept) + "\n}\n").encode()


def narrowed(content: bytes, weights: tuple[int, int] | None) -> bytes:
    """A variable font without the weights that nothing is set in: a quarter less on every wire."""
    if weights is None:
        return content
    font = TTFont(io.BytesIO(content), recalcTimestamp=False)
    kept = instancer.instantiateVariableFont(font, {"wght": tuple(weights)})
    written = io.BytesIO()
    kept.save(written)
    return written.getvalue()


def shapes(archive: tarfile.TarFile, icon: str) -> str:
    """What is inside the ``<svg>``: the frame around it is ours."""
    source = read(archive, f"icons/{icon}.svg").decode()
    inside = source[source.index(">", source.index("<svg")) + 1 : source.index("</svg>")]
    return "".join(re.sub(r"\s*/>$", "/>", line.strip()) for line in inside.splitlines())


def icon_module(icons: Mapping[str, str]) -> str:
    template = (Path(__file__).parent / "icons.py.txt").read_text("utf-8")
    names = "\n".join(f'    "{name}",' for name in icons)
    drawn = "\n".join(f"    \"{name}\": '{shape}'," for name, shape in icons.items())
    return template.replace("    # names", names).replace("    # shapes", drawn)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", nargs="*", help="only these packages")
    wanted = set(parser.parse_args().package)
    with tempfile.TemporaryDirectory() as folder:
        for package in packages():
            if not wanted or package["name"] in wanted:
                fetch(package, Path(folder))


if __name__ == "__main__":
    main()
