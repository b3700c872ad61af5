"""XLSX workbooks: checked before they are opened, then read once, in a process of their own."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from threading import BoundedSemaphore

import msgspec
from msgspec import Struct

from backend.core.refusals import Invalid
from backend.imports import workbook_program

ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0"  # what .xls is, and what encrypts an .xlsx
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MAX_UNPACKED = 300 * 1024 * 1024  # by its own account: 20 MB could say 20 GB
MAX_PARTS = 2_000
DEADLINE = 30  # seconds of waiting; its own limit is in seconds of work
SAVE_AS = "save it as .xlsx or CSV first"
ROOM = BoundedSemaphore(2)  # each may take a gigabyte, for seconds
Line = tuple[int, list[str]]
LINES = msgspec.json.Decoder(Line)


class Workbook(Struct):
    """``lines`` is what ``lines_of`` reads; ``numbers`` are the columns that hold any."""

    sheet: str = ""
    sheets: list[str] = []
    numbers: list[int] = []
    lines: bytes = b""
    error: str = ""
    pointer: str = "/file"


def is_workbook(content: bytes) -> bool:
    return content.startswith((ZIP, COMPOUND))


def read_workbook(content: bytes, sheet: str | None) -> Workbook:
    """Raises Invalid in plain words for what is not one, or breaks a limit."""
    _check(content)
    with ROOM:
        written = _run(content, sheet)
    head, _, lines = written.partition(b"\n")
    workbook = msgspec.json.decode(head, type=Workbook)
    if workbook.error:
        raise _refused(workbook.error, workbook.pointer)
    workbook.lines = lines
    return workbook


def lines_of(kept: bytes) -> Iterator[Line]:
    return map(LINES.decode, io.BytesIO(kept))


def _run(content: bytes, sheet: str | None) -> bytes:
    program = [sys.executable, "-I", workbook_program.__file__, *([sheet] if sheet else [])]
    try:
        done = subprocess.run(  # noqa: S603  # our own program; the sheet's name is an argument
            program, input=content, capture_output=True, timeout=DEADLINE, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        detail = "The workbook is damaged, or its cells reach too far; copy its rows to a new one"
        raise _refused(detail) from error
    return done.stdout


def _check(content: bytes) -> None:
    """What the file says of itself, before anything is unpacked."""
    if content.startswith(COMPOUND):
        if ENCRYPTED in content:
            raise _refused("The workbook is protected by a password; save it without one")
        raise _refused(f"This is an old Excel workbook (.xls); {SAVE_AS}")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {part.filename: part for part in archive.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise _refused("The workbook is damaged") from error
    if "xl/workbook.bin" in parts:
        raise _refused(f"This is a binary Excel workbook (.xlsb); {SAVE_AS}")
    if "xl/workbook.xml" not in parts:
        raise _refused(f"This is an archive, but no Excel workbook; {SAVE_AS}")
    if len(parts) > MAX_PARTS or sum(p.file_size for p in parts.values()) > MAX_UNPACKED:
        raise _refused("The workbook unpacks to more than 300 MB; split it")


def _refused(detail: str, pointer: str = "/file") -> Invalid:
    return Invalid.field(pointer, detail)
