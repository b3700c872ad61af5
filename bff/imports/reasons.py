"""What the API says of files and of rows, said again in the reader's language."""

import re
from functools import cache
from typing import Final

from bff.i18n import gettext as _
from bff.words import known

# Between braces is what differs from row to row. The more exact ones first.
SENTENCES: Final = (
    known("{label}: “{text}” is not {expected}"),
    known("a date such as 2026-11-23"),
    known("a status: NEW, IN_PROGRESS, WON or LOST"),
    known("a status: TODO, IN_PROGRESS or DONE"),
    known("a currency code such as EUR (ISO 4217)"),
    known("an amount of zero or more, such as 1250.00"),
    known("an e-mail address such as ann@example.com"),
    known("one line of 1 to 200 characters"),
    known("one line of up to 200 characters"),
    known("one line of up to 50 characters"),
    known("text of up to 10,000 characters"),
    known("The row has no name"),
    known("The row has no title"),
    known("The row names no client"),
    known("Another client has this external id"),
    known("Another deal has this external id"),
    known("Another task has this external id"),
    known("No client is called {text}"),
    known("No active user is called {text}"),
    known("The client has no deal called {text}"),
    known("The task's deal is another client's"),
    known("{count} clients are called {text}"),
    known("{count} deals are called {text}"),
    known("{count} tasks are called {text}"),
    known("{count} deals of the client are called {text}"),
    known("{count} users are called {text}"),
    known("The row has no {name}, by which records are found"),
    known("The row has {count} cells where the header has {width}"),
    known("Such a task is in the trash; restore it"),
    known("Line {line}: a quote opens and never closes"),
    known("Line {line}: quotes inside of a cell must be doubled, and the whole cell be in quotes"),
    known("Line {line}: a NUL character; this is not a text file"),
    known("Line {line}: a row of more than {count} characters"),
    known("Line {line}: a cell of more than {count} characters"),
    known("Row {line}: a cell of more than {count} characters"),
    known("Row {line}: a NUL character"),
    known("The file holds a NUL character; this is not a text file"),
    known("The file is empty"),
    known("The file is not {encoding}"),
    known("The file has a header but no rows"),
    known("The file has more than {count} rows; split it"),
    known("The file has more than {count} columns"),
    known("The file was removed after 30 days; upload it again"),
    known("The file was removed in the meantime; upload it again"),
    known("Column {number} has no name in the header"),
    known("The name of column {number} is longer than {count} characters"),
    known("Two columns are called {name}"),
    known("A text file has no sheets"),
    known("A workbook needs no encoding and no delimiter"),
    known("A workbook is read in one way only; for another sheet, upload it again"),
    known("The workbook has no sheet with cells"),
    known("The workbook has no sheet {name}; it has {names}"),
    known("The sheet has more than 100,000 rows; split it"),
    known("The sheet holds more than 64 MB of text; split it"),
    known("The workbook is protected by a password; save it without one"),
    known("The workbook is damaged"),
    known("The workbook is damaged, or its cells reach too far; copy its rows to a new one"),
    known("The workbook unpacks to more than 300 MB; split it"),
    known("This is an old Excel workbook (.xls); save it as .xlsx or CSV first"),
    known("This is a binary Excel workbook (.xlsb); save it as .xlsx or CSV first"),
    known("This is an archive, but no Excel workbook; save it as .xlsx or CSV first"),
    known("This import is under way already"),
    known("This import is under way; wait for its end"),
    known("This import was undone already"),
    known("This import was undone; upload the file again"),
    known("This import was started; upload the file again"),
    known("This import has changed nothing"),
    known("There is no such import"),
    known("There is no such mapping"),
    known(
        "It stopped its worker again and again after {done} rows; nothing beyond them was imported"
    ),
    known("Something went wrong here; it is logged under {id}"),
    known("{field}: Changed by {name} at {moment}"),
    known("{field}: Changed since"),
    known("The record has been changed since"),
)
HOLE: Final = re.compile(r"\\\{(\w+)\\\}")


def told(reason: str) -> str:
    """A row can have several reasons. One that we do not know is told as it came."""
    return _sentence(reason) or "; ".join(_sentence(part) or part for part in reason.split("; "))


def _sentence(text: str) -> str | None:
    for sentence, pattern in patterns():
        if found := pattern.fullmatch(text):
            said = found.groupdict()
            if "expected" in said:
                said["expected"] = told(said["expected"])
            return _(sentence).format(**said)
    spoken = _(text)
    return spoken if spoken != text else None


@cache
def patterns() -> list[tuple[str, re.Pattern[str]]]:
    holes = (HOLE.sub(r"(?P<\1>.+?)", re.escape(sentence)) for sentence in SENTENCES)
    return list(zip(SENTENCES, map(re.compile, holes), strict=True))
