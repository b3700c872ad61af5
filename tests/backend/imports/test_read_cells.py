"""Cells as amounts and dates: read where there is one reading, refused where there are two."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.spreadsheets import read_cell, safe_cell
from backend.imports import cells
from backend.imports.cells import Manner

MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001  # the strategy adds the zone


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", "0.00"),
        ("500.0", "500.00"),
        ("1234,5", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1,234,567", "1234567.00"),
        ("1.234.567", "1234567.00"),
        ("1 234", "1234.00"),
        ("1\u00a0234\u202f567,89", "1234567.89"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_amounts(text: str, amount: str) -> None:
    assert cells.amount(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "1,234",
        "1.234",
        "-1",
        "1e3",
        "NaN",
        "$5",
        "1.005",
        "1,23,456.00",
        "12 34",
        "1_000",
        "１２",
        "",
    ],
)
def test_no_amounts(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # it says nothing: the column does
        cells.amount(text)


@given(st.decimals(0, Decimal("999999999999.99"), places=2))
def test_amounts_with_separators_are_what_they_were(amount: Decimal) -> None:
    english = f"{amount:,.2f}"
    continental = english.translate(str.maketrans(",.", ".,"))

    assert {cells.amount(t) for t in (str(amount), english, continental)} == {str(amount)}


@pytest.mark.parametrize(
    "text", ["2024-02-29", "2024/2/29", "29.2.2024", "29/02/2024", "2/29/2024"]
)
def test_days(text: str) -> None:
    assert cells.day(text) == "2024-02-29"


@pytest.mark.parametrize(
    "text", ["03/04/2026", "2023-02-29", "31.04.2026", "1899-12-31", "2200-01-01", "45000", "today"]
)
def test_no_days(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # it says nothing: the column does
        cells.day(text)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_slashed_day_is_itself_or_refused(day: date) -> None:
    for text in (f"{day.day}/{day.month}/{day.year}", f"{day.month}/{day.day}/{day.year}"):
        if day.day > 12 or day.day == day.month:
            assert cells.day(text) == day.isoformat()
        else:
            with pytest.raises(ValueError, match="either"):
                cells.day(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-07-01", "2026-06-30T22:00:00Z"),
        ("01.07.2026 12:30", "2026-07-01T10:30:00Z"),
        ("2026-07-01T12:30:00+05:00", "2026-07-01T07:30:00Z"),
        ("2026-07-01 12:30:00Z", "2026-07-01T12:30:00Z"),
    ],
)
def test_moments(text: str, moment: str) -> None:
    assert cells.moment(text, Manner(ZoneInfo("Europe/Berlin"))) == moment


@given(MOMENTS)
def test_moments_written_by_iso_are_what_they_were(moment: datetime) -> None:
    read = cells.moment(moment.isoformat(), Manner(ZoneInfo("Asia/Tokyo")))

    assert datetime.fromisoformat(read) == moment


@pytest.mark.parametrize("text", ["In Progress", "in_progress", "IN-PROGRESS", " In  progress "])
def test_statuses(text: str) -> None:
    assert cells.status(text) == "IN_PROGRESS"


@given(st.text())
def test_a_cell_that_went_through_a_spreadsheet_is_what_it_was(text: str) -> None:
    assert read_cell(safe_cell(text)) == text


@given(st.text(alphabet=" =+-@\t\r\n＝＋－＠'a1", max_size=8))
def test_no_safe_cell_begins_a_formula(text: str) -> None:
    safe = safe_cell(text)

    begins = safe.lstrip()[:1]
    negative = safe.startswith("-") and safe[1:].isascii() and safe[1:].isdigit()
    assert begins not in tuple("=+-@＝＋－＠") or negative
    assert safe[:1] not in {"\t", "\r", "\n"}
