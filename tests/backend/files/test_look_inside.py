"""What is in a file decides whether it is taken, not what it is called."""

import io
import zipfile

import asyncpg
import httpx
import pytest

from tests.backend.files.steps import announced, attached, confirm, fetched, files_of, sent
from tests.support.builders import make_client
from tests.support.people import SignedIn

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(20)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def zipped(*names: str, content: str = "<x/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, content)
    return out.getvalue()


WORD = zipped("[Content_Types].xml", "word/document.xml")
LARGE_SHEET = zipped("a.bin", "xl/workbook.xml", content="x" * 70_000)  # its name is past the head
TEXT_DOCUMENT = zipped("mimetype", content="application/vnd.oasis.opendocument.text")
GOOD = {
    "photo.PNG": PNG,
    "photo.jpeg": b"\xff\xd8\xff\xe1\0\x10Exif\0\0" + bytes(20),
    "phone.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "offer.docx": WORD,
    "prices.xlsx": LARGE_SHEET,
    "letter.odt": TEXT_DOCUMENT,
    "old.doc": OLE,
    "mail.msg": OLE,
    "all.zip": zipped("a.txt"),
    "notes.txt": "Привет\tмир\r\n".encode(),
    "notes2.txt": "Привет".encode("cp1251"),
    "wide.csv": "a,б\n1,2\n".encode("utf-16"),
    "call.mp3": b"ID3\x03\0\0\0\0\0\x21" + bytes(40),
    "talk.m4a": b"\0\0\0\x20ftypM4A \0\0\0\0",
}
BAD = {
    "photo.png": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "photo.jpg": PNG,
    "offer.pdf": b"MZ\x90\0" + bytes(60),
    "offer2.pdf": b"<!DOCTYPE html><html>",
    "offer.docx": zipped("a.txt"),
    "sheet.xlsx": WORD,
    "letter.odt": WORD,
    "old.doc": WORD,
    "page.txt": b"  \n<HTML><script>alert(1)</script>",
    "page2.txt": "\ufeff<script>alert(1)</script>".encode("utf-16"),
    "drawing.txt": b"<?xml version='1.0'?><svg onload='alert(1)'/>",
    "program.txt": b"\x7fELF" + bytes(60),
    "table.csv": b"a,b\n\x00\x01",
    "all.zip": b"7z\xbc\xaf\x27\x1c" + bytes(20),
    "call.mp3": b"RIFF\x24\0\0\0WEBPVP8 " + bytes(20),
}


@pytest.mark.parametrize("name", GOOD)
async def test_what_it_says_it_is(api: SignedIn, anonymous: httpx.AsyncClient, name: str) -> None:
    file = await attached(api, anonymous, await make_client(api), GOOD[name], name=name)

    assert (await fetched(api, anonymous, file)).content == GOOD[name]


@pytest.mark.parametrize("name", BAD)
async def test_what_it_is_not(
    api: SignedIn, anonymous: httpx.AsyncClient, database: asyncpg.Connection, name: str
) -> None:
    client = await make_client(api)
    file = await announced(api, client, BAD[name], name=name)
    await sent(anonymous, file, BAD[name])

    answer = await confirm(api, file)

    assert answer.status_code == 409
    assert answer.json()["detail"] == f"What came is not what {name} says it is"
    assert await files_of(api, client) == []
    assert "uploads/" in str(await database.fetchval("SELECT key FROM attachments"))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\ann\\offer.pdf", "offer.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ('a"; filename="evil.exe"; x=".pdf', 'a"; filename="evil.exe"; x=".pdf'),
        ("Ангебот %2e%2e/ü;=.pdf", "ü;=.pdf"),
        ("договор №1.pdf", "договор №1.pdf"),
    ],
)
async def test_it_is_given_out_as_a_download_under_its_own_name(
    api: SignedIn, anonymous: httpx.AsyncClient, name: str, shown: str
) -> None:
    file = await attached(api, anonymous, await make_client(api), name=name)

    answer = await fetched(api, anonymous, file)

    disposition = answer.headers["content-disposition"]
    assert file["file_name"] == shown
    assert disposition.startswith('attachment; filename="')
    assert disposition.isascii()
    assert disposition.count('"') == 2
    assert httpx.QueryParams("n=" + disposition.rpartition("UTF-8''")[2])["n"] == shown
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert answer.headers["cache-control"] == "no-store"
