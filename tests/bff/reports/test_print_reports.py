"""Reports on paper: the same numbers, set without a look at the network."""

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import msgpack
from pypdf import PdfReader

from bff.i18n import speak
from bff.reports.pdf import NotSet, Typesetter, typeset
from bff.reports.queries import ReportName
from bff.reports.report import Report
from bff.reports.typeset import Sheet
from tests.bff.browser import Browser
from tests.bff.reports.test_read_reports import rows
from tests.support.builders import make_client, make_deal
from tests.support.people import SignedIn

pytestmark = pytest.mark.slow

LOST = {"status": "LOST", "lost_reason": "<b>Слишком дорого</b>"}


@pytest.fixture(scope="module")
async def pango() -> None:
    """`.ci/run` gets it by apt where it is root."""
    try:
        await typeset(msgpack.encode(Sheet("<p>", "")))
    except NotSet as refusal:
        pytest.skip(f"2026-11-26: {refusal.sentence} apt-get install libpangoft2-1.0-0")


@pytest.fixture
async def canary() -> AsyncIterator[list[str]]:
    """What was asked of a server on this machine; its address is the first entry."""
    heard: list[str] = []

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append((await reader.readline()).decode())
        writer.close()

    server = await asyncio.start_server(hear, "127.0.0.1", 0)
    heard.append(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
    async with server:
        yield heard


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.usefixtures("pango")
async def test_paper_says_what_the_page_says(ada: Browser, api: SignedIn) -> None:
    client = (await make_client(api))["id"]
    lost = await make_deal(api, client_id=client, amount="1234567.89")
    await api.post(f"/api/v1/deals/{lost['id']}/move", json=LOST)
    await make_deal(api, client_id=client, amount="0.50", currency="USD", status="WON")

    page = await ada.open("/reports/results/?period=this_year")
    answer = await ada.http.get("/reports/results/pdf?period=this_year")

    paper = text_of(answer.content)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith('attachment; filename="foyer-results')
    for row in rows(page) + rows(page, 1):
        assert " ".join(row) in paper, paper
    assert "<b>Слишком дорого</b>" in paper


@pytest.mark.usefixtures("pango")
async def test_nothing_is_fetched(canary: list[str], tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("canary in a file")
    html = f"""
        <link rel="stylesheet" href="{canary[0]}a"><link rel="attachment" href="{secret.as_uri()}">
        <img src="{canary[0]}b"><svg><image href="{canary[0]}c"/></svg>
        <iframe src="{canary[0]}d"></iframe>
    """
    css = f'@import "{canary[0]}e"; p {{ background: url("{canary[0]}f") }}'

    made = await typeset(msgpack.encode(Sheet(html + "<p>Done</p>", css)))

    assert len(canary) == 1
    assert text_of(made) == "Done"
    assert not PdfReader(io.BytesIO(made)).attachments


async def test_without_pango_it_says_what_is_missing(
    ada: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    page = await ada.open("/reports/pipeline/pdf?currency=USD")

    assert page.status == 503
    assert "This server lacks Pango" in page.text
    links = {link.text: link.attrs["href"] for link in page.all(".empty a")}
    assert links["XLSX"] == "/reports/pipeline/xlsx?currency=USD"
    assert links["To the report"] == "/reports/pipeline/?currency=USD"


async def test_what_takes_too_long_is_given_up() -> None:
    speak("en")
    report = Report(ReportName.PIPELINE, "Pipeline", [], [], [], datetime.now(UTC))

    with pytest.raises(NotSet, match="took too long"):
        await Typesetter(deadline=0.01).set(report)
