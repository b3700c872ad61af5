"""Cells for people who open our CSV files in a spreadsheet, which takes some texts for formulas."""

import re

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for a code page
_FORMULA = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")  # the full-width ones count too
_NEGATIVE = re.compile(r"-[0-9]+([.,][0-9]+)?")


def safe_cell(text: str) -> str:
    """The text, quoted by an apostrophe where a spreadsheet would take it for a formula (CWE-1236).

    ``read_cell`` takes the apostrophe off again.
    """
    if _FORMULA.match(text) and not _NEGATIVE.fullmatch(text):
        return f"'{text}"
    return text


def read_cell(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
