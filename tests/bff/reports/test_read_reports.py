import io
import re
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.bff.browser import HTMX, Browser, Page
from tests.bff.wire import Wire
from tests.support.builders import make_client, make_deal
from tests.support.people import SignedIn

REPORTS = ("pipeline", "forecast", "results", "comparison")
LOST = {"status": "LOST", "lost_reason": "=Too dear"}


@pytest.fixture
async def sold(api: SignedIn) -> None:
    """Two open deals in two currencies, one won and one lost for a reason."""
    client = (await make_client(api))["id"]
    await make_deal(api, client_id=client, amount="1234.50", expected_close_date="2020-01-31")
    await make_deal(api, client_id=client, amount="99.99", currency="USD", status="IN_PROGRESS")
    await make_deal(api, client_id=client, amount="80.00", status="WON")
    lost = await make_deal(api, client_id=client, amount="20.00")
    await api.post(f"/api/v1/deals/{lost['id']}/move", json=LOST)


def rows(page: Page, sheet: int = 0) -> list[list[str]]:
    return [
        [cell.text for cell in row.select("td")] for row in page.all(f"#sheet-{sheet} tbody tr")
    ]


async def xlsx(browser: Browser, path: str) -> dict[str, list[list[Any]]]:
    """Each sheet's rows, below the head of its table, which a blank row is above."""
    answer = await browser.http.get(path)
    assert answer.status_code == 200, answer.text
    found: dict[str, list[list[Any]]] = {}
    for sheet in load_workbook(io.BytesIO(answer.content)).worksheets:
        all_rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        blank = next(place for place, row in enumerate(all_rows) if not any(row))
        found[sheet.title] = all_rows[blank + 2 :]
    return found


@pytest.mark.usefixtures("sold")
async def test_the_pipeline_is_told_by_owner_and_stage(ada: Browser) -> None:
    page = await ada.open("/reports/")

    assert page.path == "/reports/pipeline/"
    assert rows(page) == [
        ["Ada Admin", "1", "€1,234.50", "0", "€0.00", "1", "€1,234.50"],
        ["Ada Admin", "0", "$0.00", "1", "$99.99", "1", "$99.99"],
        ["Total", "1", "€1,234.50", "0", "€0.00", "1", "€1,234.50"],
        ["Total", "0", "$0.00", "1", "$99.99", "1", "$99.99"],
    ]


@pytest.mark.usefixtures("sold")
async def test_the_forecast_is_weighted_and_says_how(ada: Browser) -> None:
    page = await ada.open("/reports/forecast/")

    assert rows(page)[:2] == [
        ["Was expected before today", "1", "€1,234.50", "€246.90"],
        ["No date", "1", "$99.99", "$50.00"],
    ]
    assert "New 20 %, In progress 50 %" in page.text


@pytest.mark.usefixtures("sold")
async def test_results_are_told_by_owner_with_reasons(ada: Browser) -> None:
    page = await ada.open("/reports/results/?period=this_year")

    assert rows(page)[0] == ["Ada Admin", "1", "€80.00", "1", "€20.00", "50%"]
    assert rows(page, 1) == [["=Too dear", "1", "€20.00"]]
    assert page.one("#reasons .donut-legend").text == "=Too dear1"


@pytest.mark.usefixtures("sold")
async def test_a_period_is_compared_with_the_one_before(ada: Browser) -> None:
    page = await ada.open("/reports/comparison/?period=this_year")

    told = {row[0]: row[1:] for row in rows(page)}
    assert told["Deals opened"] == ["4", "0", "+4"]
    assert told["Won, EUR"] == ["€80.00", "€0.00", "+€80.00"]
    assert told["Win rate"] == ["50%", "—", "—"]
    assert "+4, 0 before" in page.text


@pytest.mark.usefixtures("sold")
async def test_filters_go_to_every_report_and_into_its_files(ada: Browser) -> None:
    page = await ada.open("/reports/pipeline/?currency=USD")

    assert [row[-1] for row in rows(page)] == ["$99.99", "$99.99"]
    assert "All owners · USD" in page.text
    links = {link.text: link.attrs["href"] for link in page.all("#report-tabs a, #report > div a")}
    assert links["Forecast"] == "/reports/forecast/?currency=USD"
    assert links["XLSX"] == "/reports/pipeline/xlsx?currency=USD"
    book = await xlsx(ada, links["XLSX"])
    assert [row[1] for row in book["Pipeline"]] == ["USD", "USD"]


async def test_filtered_by_owner_it_says_whose(ada: Browser, api: SignedIn) -> None:
    page = await ada.open(f"/reports/pipeline/?owner={api.user_id}")

    assert "Now · Ada Admin · All currencies" in page.text
    assert "No deal is open." in page.text


@pytest.mark.usefixtures("sold")
async def test_htmx_gets_the_report_and_its_links(ada: Browser, wire: Wire) -> None:
    wire.calls.clear()

    part = await ada.open(
        "/reports/results/?period=last_year&owner=&currency=",
        HTMX | {"hx-source": "form#filters", "hx-target": "div#report"},
    )

    assert wire.calls == ["GET /stats/results"]
    assert "No deal was won or lost in this period." in part.text
    assert part.headers["hx-replace-url"] == "/reports/results/?period=last_year"
    assert part.one("hx-partial[hx-target='#report-tabs'] a[aria-current]").text == "Won and lost"


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize("name", REPORTS)
async def test_page_and_workbook_say_the_same(ada: Browser, name: str) -> None:
    page = await ada.open(f"/reports/{name}/?period=this_year")
    book = await xlsx(ada, f"/reports/{name}/xlsx?period=this_year")

    for place, found in enumerate(book.values()):
        shown = rows(page, place)
        assert len(found) == len(shown) > 0
        for cells, texts in zip(found, shown, strict=True):
            same(cells, texts)


def same(cells: list[Any], texts: list[str]) -> None:
    """The page leaves out the currency, which its amounts have; it writes a share as percent."""
    numbers = [cell for cell in cells if isinstance(cell, int | float)]
    told = [number(text) for text in texts[1:] if text != "—"]
    assert cells[0] == texts[0]
    assert [round(one, 4) for one in numbers] == pytest.approx(told, abs=0.0006)


def number(text: str) -> float:
    found = float(re.sub(r"[^\d.-]", "", text.replace("\u2212", "-")))
    return found / 100 if text.endswith(("%", "pp")) else found


@pytest.mark.usefixtures("sold")
async def test_a_workbook_has_numbers_and_no_formulas(ada: Browser) -> None:
    answer = await ada.http.get("/reports/results/xlsx?period=this_year")

    book = load_workbook(io.BytesIO(answer.content))
    owners, reasons = book.worksheets
    assert (owners["C8"].data_type, owners["D8"].value) == ("n", 80)
    assert (reasons["A8"].data_type, reasons["A8"].value) == ("s", "=Too dear")
    assert answer.headers["content-disposition"].startswith(
        'attachment; filename="foyer-results-20'
    )


async def test_a_report_of_nothing_is_a_workbook_too(ada: Browser) -> None:
    assert await xlsx(ada, "/reports/pipeline/xlsx") == {"Pipeline": []}


@pytest.mark.usefixtures("sold")
async def test_while_the_backend_is_away_it_says_of_when_it_is(ada: Browser, wire: Wire) -> None:
    await ada.open("/reports/pipeline/")
    wire.is_cut = True

    page = await ada.open("/reports/pipeline/")

    assert "What you see is from" in page.text
    assert rows(page)[0][0] == "Ada Admin"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/reports/turnover/", 404),
        ("/reports/turnover/xlsx", 404),
        ("/reports/turnover/pdf", 404),
        ("/reports/results/?period=ever", 400),
        ("/reports/pipeline/?currency=euro", 400),
        ("/reports/pipeline/xlsx?owner=me", 400),
    ],
)
async def test_what_is_no_report_is_not_there(ada: Browser, path: str, status: int) -> None:
    assert (await ada.open(path)).status == status
