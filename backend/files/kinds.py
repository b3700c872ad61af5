"""Which kinds of files are taken: by extension, and by what is really in them.

What a browser could run is in none of them, and what is in them is only ever given out as a
download of the type that stands here, whatever its sender called it.
"""

import re
from collections.abc import Callable

import puremagic
from msgspec import Struct

HEAD = 64 * 1024
TAIL = 64 * 1024  # where a ZIP file's directory is
OPEN_XML = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
MARKUP = re.compile(rb"<(!doctype|html|head|body|script|svg|iframe|object|\?xml)\b", re.IGNORECASE)
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
WIDE = (b"\xff\xfe", b"\xfe\xff")  # marks of UTF-16


class Glimpse(Struct, frozen=True):
    """The first and the last bytes of a file."""

    head: bytes
    tail: bytes


class Kind(Struct, frozen=True):
    content_type: str
    holds: Callable[[Glimpse], bool]


def _known_as(*extensions: str) -> Callable[[Glimpse], bool]:
    """What puremagic calls it by its first bytes."""

    def holds(glimpse: Glimpse) -> bool:
        try:
            found = puremagic.magic_string(glimpse.head)
        except puremagic.PureError:
            return False
        return any(match.extension in extensions for match in found)

    return holds


def _zipped(entry: bytes) -> Callable[[Glimpse], bool]:
    """A ZIP file that names this entry, at its beginning or in the directory at its end."""

    def holds(glimpse: Glimpse) -> bool:
        begins = glimpse.head.startswith(b"PK\x03\x04")
        return begins and (entry in glimpse.head or entry in glimpse.tail)

    return holds


def _text(glimpse: Glimpse) -> bool:
    """Lines in any encoding; markup that a browser would take for a page is none of it."""
    head = glimpse.head
    if head.startswith(WIDE):
        head = head.decode("utf-16", "replace").encode()
    return not CONTROLS.search(head) and not MARKUP.search(head[:1024])


def _open_xml(name: str, folder: bytes) -> Kind:
    return Kind(f"{OPEN_XML}.{name}", _zipped(folder))


def _open_document(name: str) -> Kind:
    """Its first entry, never compressed, is its type (OpenDocument 1.3, part 2, section 3.3)."""
    content_type = f"{OPEN_DOCUMENT}.{name}"
    return Kind(content_type, _zipped(b"mimetype" + content_type.encode()))


JPEG = Kind("image/jpeg", _known_as(".jpg", ".jpeg"))
TIFF = Kind("image/tiff", _known_as(".tif", ".tiff"))
OLD_OFFICE = _known_as(".doc")  # one container for Word, Excel, PowerPoint and Outlook
KINDS = {
    "pdf": Kind("application/pdf", _known_as(".pdf")),
    "png": Kind("image/png", _known_as(".png")),
    "jpg": JPEG,
    "jpeg": JPEG,
    "gif": Kind("image/gif", _known_as(".gif")),
    "webp": Kind("image/webp", _known_as(".webp")),
    "heic": Kind("image/heic", _known_as(".heic", ".heif")),
    "tif": TIFF,
    "tiff": TIFF,
    "docx": _open_xml("wordprocessingml.document", b"word/"),
    "xlsx": _open_xml("spreadsheetml.sheet", b"xl/"),
    "pptx": _open_xml("presentationml.presentation", b"ppt/"),
    "odt": _open_document("text"),
    "ods": _open_document("spreadsheet"),
    "odp": _open_document("presentation"),
    "doc": Kind("application/msword", OLD_OFFICE),
    "xls": Kind("application/vnd.ms-excel", OLD_OFFICE),
    "ppt": Kind("application/vnd.ms-powerpoint", OLD_OFFICE),
    "msg": Kind("application/vnd.ms-outlook", OLD_OFFICE),
    "rtf": Kind("application/rtf", _known_as(".rtf")),
    "txt": Kind("text/plain", _text),
    "md": Kind("text/markdown", _text),
    "csv": Kind("text/csv", _text),
    "eml": Kind("message/rfc822", _text),
    "ics": Kind("text/calendar", _text),
    "vcf": Kind("text/vcard", _text),
    "zip": Kind("application/zip", _zipped(b"PK")),
    "mp3": Kind("audio/mpeg", _known_as(".mp3", ".mpga")),
    "m4a": Kind("audio/mp4", _known_as(".m4a")),
    "wav": Kind("audio/wav", _known_as(".wav")),
    "mp4": Kind("video/mp4", _known_as(".mp4", ".m4v")),
    "mov": Kind("video/quicktime", _known_as(".mov", ".qt")),
}


def kind_of(file_name: str) -> Kind | None:
    """By the last extension, which is the one that computers go by."""
    _, dot, extension = file_name.rpartition(".")
    return KINDS.get(extension.lower()) if dot else None
