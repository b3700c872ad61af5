"""Rejected rows: read page by page, and downloaded to be mended and uploaded again."""

import csv
import io

import pytest

from tests.backend.imports.steps import IMPORTS, all_of, counts, imported, table
from tests.support.people import Json, SignedIn

pytestmark = pytest.mark.usefixtures("worker")
HEADER = "Name,Email"


async def download(api: SignedIn, view: Json) -> bytes:
    answer = await api.get(f"{IMPORTS}/{view['id']}/rejected.csv")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    return answer.content


async def test_they_are_told_with_their_lines(api: SignedIn) -> None:
    content = table(HEADER, ["Acme,", '"B\nlue",no', "", "Cyan,nobody"])

    view = await imported(api, content)

    page = (await api.get(f"{IMPORTS}/{view['id']}/rejected")).json()
    assert [(row["line"], row["row"]) for row in page["items"]] == [
        (3, ["B\nlue", "no"]),
        (6, ["Cyan", "nobody"]),
    ]
    assert (page["total"], page["total_is_exact"]) == (2, True)


async def test_pages_go_on_where_the_last_one_ended(api: SignedIn) -> None:
    view = await imported(api, table(HEADER, [f"Acme,no-{n}" for n in range(7)]))
    path, lines, cursor = f"{IMPORTS}/{view['id']}/rejected", [], None

    while True:
        params = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = (await api.get(path, params=params)).json()
        lines += [row["line"] for row in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break

    assert lines == list(range(2, 9))
    skipped = (await api.get(path, params={"offset": 5})).json()
    assert [row["line"] for row in skipped["items"]] == [7, 8]


async def test_the_download_holds_every_row(api: SignedIn) -> None:
    view = await imported(api, table(HEADER, [f"Acme {n},no-{n}" for n in range(1_100)]))

    content = await download(api, view)

    assert content.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert header == ["Name", "Email", "line", "reason"]
    assert len(rows) == 1_100
    said = "Email: “no-0” is not an e-mail address such as ann@example.com"
    assert rows[0] == ["Acme 0", "no-0", "2", said]


async def test_no_cell_of_the_download_is_a_formula(api: SignedIn) -> None:
    rows = ["=1+1,no", "@SUM(A1),no", "+1,no", "-x,no", "＝1,no", " =1,no"]
    view = await imported(api, table(HEADER, rows))

    content = (await download(api, view)).decode("utf-8-sig")

    for row in csv.reader(io.StringIO(content)):
        assert not [cell for cell in row if cell.strip()[:1] in tuple("=+-@＝＋－＠")]


async def test_short_rows_keep_their_reason_under_its_header(api: SignedIn) -> None:
    view = await imported(api, table(HEADER, ["Acme"]))

    content = (await download(api, view)).decode("utf-8-sig")

    (row,) = csv.DictReader(io.StringIO(content))
    assert row["reason"] == "The row has 1 cells where the header has 2"


async def test_the_mended_download_is_taken(api: SignedIn) -> None:
    """More than once, for some rows are mended badly the first time."""
    view = await imported(api, table(HEADER, ["=Acme,nobody", "Blue,no"]))
    once = (await download(api, view)).replace(b",nobody,", b",a@acme.test,")

    again = await imported(api, once)
    twice = (await download(api, again)).replace(b",no,", b",b@blue.test,")
    last = await imported(api, twice)

    assert counts(again) == {"created": 1, "rejected": 1}
    assert counts(last) == {"created": 1}
    assert [c["name"] for c in await all_of(api, "clients")] == ["=Acme", "Blue"]
