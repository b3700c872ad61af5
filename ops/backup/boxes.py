"""Where entries are put and taken from: one packed file, or a folder of plain ones.

A packed file is a tar in gzip. The length of an entry is not known when it begins, so a long one
goes on in members that are named ``NAME.000002`` and so forth; `cat` makes one of them again.
"""

import gzip
import io
import os
import re
import tarfile
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import groupby
from pathlib import Path
from shutil import rmtree
from typing import Protocol

from ops.backup.papers import ABOUT, FILES, KEYS, MANIFEST, TABLES
from ops.backup.sealing import sealed, unsealed
from ops.errors import Refused

PIECE = 8 * 1024 * 1024  # bytes: what is in memory of an entry
CHUNK = 256 * 1024
FAST = 3  # gzip's level: a sixth larger than by 6, in a third of the time
CONTINUED = re.compile(r"\.\d{6}$")
GZIP = b"\x1f\x8b"

Write = Callable[[bytes], object]
Entry = tuple[str, Iterator[bytes]]


class Box(Protocol):
    """Entries are written one after the other, and read in the same order."""

    def entry(self, name: str) -> AbstractContextManager[Write]: ...


class Pack:
    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    @contextmanager
    def entry(self, name: str) -> Generator[Write]:
        buffer, number = bytearray(), 0

        def put(data: bytes) -> None:
            nonlocal number
            number += 1
            member = tarfile.TarInfo(name if number == 1 else f"{name}.{number:06}")
            member.size, member.mode = len(data), 0o600
            self._tar.addfile(member, io.BytesIO(data))

        def write(data: bytes) -> None:
            buffer.extend(data)
            while len(buffer) >= PIECE:
                put(bytes(buffer[:PIECE]))
                del buffer[:PIECE]

        yield write
        if buffer or not number:
            put(bytes(buffer))


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def entry(self, name: str) -> Generator[Write]:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            yield file.write


@contextmanager
def new_pack(target: Path, passphrase: str | None) -> Generator[Pack]:
    """It has its name when it is whole; raises Refused where there is one of that name."""
    draft = _draft_of(target)
    try:
        with ExitStack() as stack:
            file = stack.enter_context(open(os.open(draft, os.O_CREAT | os.O_WRONLY, 0o600), "wb"))
            file.truncate()
            out = stack.enter_context(sealed(file, passphrase)) if passphrase else file
            packed = stack.enter_context(
                gzip.GzipFile(filename="", fileobj=out, mode="wb", compresslevel=FAST)
            )
            yield Pack(stack.enter_context(tarfile.open(fileobj=packed, mode="w|")))
        _flush(draft)
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def new_folder(target: Path) -> Generator[Folder]:
    """Likewise."""
    draft = _draft_of(target)
    rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(mode=0o700)
        yield Folder(draft)
        draft.rename(target)
    finally:
        rmtree(draft, ignore_errors=True)


@contextmanager
def opened(source: Path, key: str | None) -> Generator[Iterator[Entry]]:
    """Its entries, each to be read before the next; raises Refused for what is no backup.

    ``key`` is that of a sealed one.
    """
    if source.is_dir():
        yield _in_folder(source)
        return
    with refusing_damage(source), ExitStack() as stack:
        file = stack.enter_context(source.open("rb"))
        if not key and not file.peek(len(GZIP)).startswith(GZIP):
            raise Refused(f"{source} is no backup of Foyer; nothing was changed.")
        packed = stack.enter_context(unsealed(file, key)) if key else file
        plain = stack.enter_context(gzip.GzipFile(fileobj=packed, mode="rb"))
        tar = stack.enter_context(tarfile.open(fileobj=plain, mode="r|"))
        yield _in_pack(tar)
        while plain.read(CHUNK):  # up to gzip's own sum of it all, which comes last
            pass


@contextmanager
def refusing_damage(source: Path) -> Generator[None]:
    try:
        yield
    except (EOFError, zlib.error, tarfile.TarError, gzip.BadGzipFile) as error:
        raise damaged(source) from error


def damaged(source: Path) -> Refused:
    return Refused(f"{source} is damaged or was cut off; nothing was changed.")


def _in_pack(tar: tarfile.TarFile) -> Iterator[Entry]:
    for name, members in groupby(tar, key=lambda member: CONTINUED.sub("", member.name)):
        yield name, _pieces(tar, members)


def _pieces(tar: tarfile.TarFile, members: Iterator[tarfile.TarInfo]) -> Iterator[bytes]:
    for member in members:
        content = tar.extractfile(member)
        while content and (piece := content.read(CHUNK)):
            yield piece


def _in_folder(folder: Path) -> Iterator[Entry]:
    found = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    for name in sorted(found.keys() - {ABOUT, KEYS, MANIFEST}, key=_place):
        if not name.startswith((TABLES, FILES)):
            del found[name]  # what somebody put beside it
    for name in sorted(found, key=_place):
        yield name, _read(found[name])


def _place(name: str) -> tuple[int, str]:
    starts = (ABOUT, KEYS, TABLES, FILES, MANIFEST)
    return next((i for i, start in enumerate(starts) if name.startswith(start)), -1), name


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def _draft_of(target: Path) -> Path:
    if target.exists():
        raise Refused(f"{target} is there already; give another name.")
    if not target.parent.is_dir():
        raise Refused(f"There is no folder {target.parent}.")
    return target.with_name(f"{target.name}.part")


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
