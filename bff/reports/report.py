"""A report as rows of typed cells: the page, the PDF and the workbook all write these."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from bff.gateway.deals import Money
from bff.i18n import days, money, number, points, share
from bff.i18n import gettext as _
from bff.reports.queries import ReportName
from ui_components.html import Tag


class Share(Struct, frozen=True):
    """``0.25`` is a quarter; None where there is nothing to take a share of."""

    value: float | None


class Days(Struct, frozen=True):
    value: float | None


class Points(Struct, frozen=True):
    """Between two shares."""

    value: float


Number: TypeAlias = int | Money | Share | Days | Points


class Change(Struct, frozen=True):
    """By how much ``by`` is more; None where one of the two is missing."""

    by: Number | None


Cell: TypeAlias = str | Number | Change


class Column(Struct, frozen=True):
    """One for files says what a page's text says already, such as an amount's currency."""

    title: str
    is_number: bool = False
    for_files: bool = False


class Row(Struct, frozen=True):
    cells: Sequence[Cell]
    is_total: bool = False


class Sheet(Struct, frozen=True):
    """``empty`` is what stands there without rows."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    empty: str


class Figure(Struct, frozen=True):
    """A picture of what the sheets say."""

    title: str
    drawing: Tag


class Report(Struct, frozen=True):
    """``facts`` say what it is of: period, owner, currency, and the moment it was counted."""

    name: ReportName
    title: str
    facts: Sequence[tuple[str, str]]
    figures: Sequence[Figure]
    sheets: Sequence[Sheet]
    as_of: datetime
    note: str = ""


def written(cell: Cell) -> str:
    match cell:
        case str():
            return cell
        case int():
            return number(cell)
        case Money():
            return money(cell.amount, cell.currency)
        case Share():
            return share(cell.value)
        case Days():
            return days(cell.value)
        case Points():
            return _("{count} pp").format(count=points(cell.value))
        case Change():
            return "—" if cell.by is None else signed(cell.by)


def signed(by: Number) -> str:
    """Locales write their own minus, but no plus."""
    return f"+{written(by)}" if size(by) > 0 else written(by)


def size(cell: Number) -> Decimal | float:
    match cell:
        case int():
            return cell
        case Money():
            return cell.amount
        case _:
            return cell.value or 0.0


def difference(this: Number, before: Number) -> Change:
    match this, before:
        case int(), int():
            return Change(this - before)
        case Money(), Money():
            return Change(Money(this.currency, this.amount - before.amount))
        case Share(value=float(now)), Share(value=float(then)):
            return Change(Points(round(now - then, 4)))
        case Days(value=float(now)), Days(value=float(then)):
            return Change(Days(round(now - then, 1)))
        case _:
            return Change(None)
