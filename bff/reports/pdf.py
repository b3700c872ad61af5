"""A report as PDF: its section, set on paper by WeasyPrint in a process of its own."""

import asyncio
import os
import re
import sys
from typing import Final

import msgspec
import structlog
from msgspec import Struct

from bff.i18n import gettext as _
from bff.i18n import spoken_locale
from bff.reports.pages import facts_line, report_body
from bff.reports.report import Report
from bff.reports.typeset import UNAVAILABLE, Sheet
from ui_components import html as h
from ui_components.paper import drawing_css, paper_css

LARGEST: Final = 4_000_000  # bytes, of what is set and of what comes out
AT_ONCE: Final = 2
OURS: Final = ("CRM_", "REDIS_")  # settings with keys in them, which paper has no use for
DRAWING: Final = re.compile(rb"<svg[^>]*>")
PATTERNS: Final = re.compile(rb"<defs>.+?</defs>")

log = structlog.get_logger()


class NotSet(Exception):
    """There is no PDF, and ``sentence`` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Typesetter(Struct):
    """One for each process of the web front: few at once, for each takes a processor.

    ``deadline`` is in seconds, waiting for a place included.
    """

    deadline: float = 25.0
    places: asyncio.Semaphore = msgspec.field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def set(self, report: Report) -> bytes:
        """Raises NotSet."""
        sheet = msgspec.msgpack.encode(Sheet(paper(report), paper_css()))
        if len(sheet) > LARGEST:
            raise NotSet(_("This report is too large for a PDF; take the XLSX file."))
        try:
            async with asyncio.timeout(self.deadline), self.places:
                return await typeset(sheet)
        except TimeoutError as error:
            raise NotSet(_("Making the PDF took too long; print the page instead.")) from error


def paper(report: Report) -> str:
    """WeasyPrint takes each ``<svg>`` for a document of its own: the page's styles and another
    one's patterns do not reach it, so each is given all of them.
    """
    page = h.html(lang=spoken_locale())[
        h.head[h.meta(charset="utf-8"), h.title[report.title]],
        h.body[h.h1[report.title], h.p[facts_line(report)], report_body(report)],
    ]
    # As bytes: what is joined to a Markup would be escaped.
    text = str(page).encode()
    given = f"<style>{drawing_css()}</style>".encode() + b"".join(PATTERNS.findall(text))
    return DRAWING.sub(lambda opening: opening[0] + given, text).decode()


async def typeset(sheet: bytes) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bff.reports.typeset",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={name: text for name, text in os.environ.items() if not name.startswith(OURS)},
    )
    try:
        made, complaints = await process.communicate(sheet)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == UNAVAILABLE:
        raise NotSet(_("This server lacks Pango, which PDFs are set with."))
    if process.returncode or len(made) > LARGEST:
        log.error("pdf_failed", status=process.returncode, said=complaints[-2000:].decode())
        raise NotSet(_("The PDF could not be made."))
    return made
