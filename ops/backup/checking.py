"""Reads a backup through before anything is touched: whole, unchanged, and not too new."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from backend.migrations.runner import revisions
from ops.backup.boxes import Entry, damaged, opened
from ops.backup.papers import ABOUT, FORMAT, MANIFEST, About, Manifest, Sum
from ops.backup.sealing import key_of
from ops.errors import Refused

LARGEST_PAPER = 256 * 1024 * 1024
T = TypeVar("T")


class Checked(Struct, frozen=True):
    source: Path
    key: str | None
    about: About
    manifest: Manifest


def check(source: Path, passphrase: str | None) -> Checked:
    """Raises Refused, in a sentence, for what cannot be restored."""
    if not source.exists():
        raise Refused(f"There is no {source}.")
    key = None if source.is_dir() else key_of(source, passphrase)
    with opened(source, key) as entries:
        about, own = _about(source, entries)
        manifest = _rest(source, entries, {ABOUT: own})
    return Checked(source, key, about, manifest)


def _about(source: Path, entries: Iterator[Entry]) -> tuple[About, Sum]:
    name, pieces = next(entries, ("", iter(())))
    if name != ABOUT:
        raise Refused(f"{source} is no backup of Foyer; nothing was changed.")
    text = _read(source, pieces)
    form = _decoded(source, text, dict[str, object]).get("format")
    if isinstance(form, int) and form > FORMAT:
        raise Refused(f"{source} was made by a later Foyer; restore it with that one.")
    about = _decoded(source, text, About)
    if about.revision not in revisions():
        made = f"{source} was made by Foyer {about.foyer} with tables of version {about.revision}"
        raise Refused(f"{made}, which this Foyer does not know; restore it with that one.")
    return about, _sum([text])


def _rest(source: Path, entries: Iterator[Entry], sums: dict[str, Sum]) -> Manifest:
    for name, pieces in entries:
        if name == MANIFEST:
            manifest = _decoded(source, _read(source, pieces), Manifest)
            told = {name: (each.sha256, each.size) for name, each in manifest.entries.items()}
            found = {name: (each.sha256, each.size) for name, each in sums.items()}
            if told != found:
                odd = sorted(name for name, _ in told.items() ^ found.items())
                raise Refused(f"{source} is damaged at {odd[0]}; nothing was changed.")
            return manifest
        sums[name] = _sum(pieces)
    raise damaged(source)


def _sum(pieces: Iterator[bytes] | list[bytes]) -> Sum:
    digest, size = sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
    return Sum(digest.hexdigest(), size)


def _read(source: Path, pieces: Iterator[bytes]) -> bytes:
    text = bytearray()
    for piece in pieces:
        text += piece
        if len(text) > LARGEST_PAPER:
            raise damaged(source)
    return bytes(text)


def _decoded(source: Path, text: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise damaged(source) from error
