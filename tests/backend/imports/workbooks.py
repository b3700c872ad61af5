"""XLSX workbooks as people save them, made by another program than the one that reads them."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import xlsxwriter


def workbook(*rows: Sequence[Any], sheets: Sequence[str] = ("Sheet1",), hide: str = "") -> bytes:
    """The rows on the last of the sheets; a pair is a formula and its cached value."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        formats = {
            date: book.add_format({"num_format": "dd.mm.yyyy"}),
            datetime: book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"}),
            time: book.add_format({"num_format": "hh:mm"}),
        }
        added = {name: book.add_worksheet(name) for name in sheets}
        if hide:
            added[hide].hide()
        sheet = added[sheets[-1]]
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, tuple):
                    sheet.write_formula(line, place, cell[0], None, cell[1])
                else:
                    sheet.write(line, place, cell, formats.get(type(cell)))
    return out.getvalue()
