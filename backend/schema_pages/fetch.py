"""Fetches what ``vendor/VENDOR.toml`` names, compares every byte, and stores it compressed."""

import gzip
import hashlib
import json
import subprocess
import tarfile
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).parent / "vendor"
COMPRESSED = {".js", ".css"}


def packages() -> list[dict[str, Any]]:
    document = tomllib.loads((VENDOR / "VENDOR.toml").read_text("utf-8"))
    found: list[dict[str, Any]] = document["package"]
    return found


def stored(package: Mapping[str, Any], path: str) -> Path:
    """Where a file of the package is kept here."""
    suffix = ".gz" if Path(path).suffix in COMPRESSED else ""
    return VENDOR / str(package["name"]) / (Path(path).name + suffix)


def fetch(package: Mapping[str, Any], folder: Path) -> None:
    archive = _pack(f"{package['name']}@{package['version']}", folder)
    _compare(package["name"], archive.read_bytes(), package["sha256"])
    with tarfile.open(archive) as opened:
        for path, expected in package["files"].items():
            content = _read(opened, path)
            _compare(path, content, expected)
            target = stored(package, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            # No time stamp: the same bytes each time.
            packed = gzip.compress(content, 9, mtime=0) if target.suffix == ".gz" else content
            target.write_bytes(packed)


def _compare(name: str, content: bytes, expected: str) -> None:
    if (found := hashlib.sha256(content).hexdigest()) != expected:
        raise SystemExit(f"{name} has the SHA-256 {found}, not the one of VENDOR.toml")


def _pack(package: str, folder: Path) -> Path:
    command = ["npm", "pack", "--json", "--pack-destination", str(folder), package]
    answer = subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # our own words
    return folder / str(json.loads(answer.stdout)[0]["filename"])


def _read(archive: tarfile.TarFile, path: str) -> bytes:
    member = archive.extractfile(f"package/{path}")
    if member is None:
        raise SystemExit(f"{path} is not a file")
    return member.read()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for package in packages():
            fetch(package, Path(folder))


if __name__ == "__main__":
    main()
