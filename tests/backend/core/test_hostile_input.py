"""Whatever is sent is answered by a 4xx, never by a 5xx, and changes nothing."""

import asyncpg
import httpx
import pytest

from tests.support.builders import make_client, make_deal, make_task
from tests.support.people import SignedIn

CLIENTS, DEALS, TASKS = "/api/v1/clients", "/api/v1/deals", "/api/v1/tasks"
BODIES: dict[str, bytes] = {
    "nothing": b"",
    "not JSON": b"{",
    "two values": b'{"name":"A"} {"name":"B"}',
    "null": b"null",
    "a list": b"[]",
    "a number": b"1",
    "text": b'"name"',
    "not UTF-8": b'{"name":"\xff\xfe"}',
    "overlong UTF-8": b'{"name":"\xc0\xaf"}',
    "a raw surrogate": b'{"name":"\xed\xa0\x80"}',
    "an escaped lone surrogate": rb'{"name":"\ud800"}',
    "NUL": rb'{"name":"a\u0000b"}',
    "a raw NUL": b'{"name":"a\x00b"}',
    "a raw newline": b'{"name":"a\nb"}',
    "CRLF": rb'{"name":"a\r\nSet-Cookie: x=1"}',
    "escape": rb'{"name":"\u001b[31mred"}',
    "deep list": b'{"name":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "deep object": b'{"name":' + b'{"a":' * 20_000 + b"1" + b"}" * 20_000 + b"}",
    "unclosed deep": b"[" * 100_000,
    "many fields": b"{" + b",".join(b'"f%d":1' % n for n in range(10_000)) + b"}",
    "NaN": b'{"name":NaN}',
    "Infinity": b'{"name":-Infinity}',
    "a huge number": b'{"name":1e999}',
    "a huge integer": b'{"name":' + b"9" * 10_000 + b"}",
    "a prototype": b'{"name":"A","__proto__":{"role":"ADMIN"}}',
    "UTF-16": '{"name":"A"}'.encode("utf-16"),
    "a BOM": b'\xef\xbb\xbf{"name":"A"}',
    "a form": b"name=A",
}
QUERIES = [
    "search=%00",
    "search=%0d%0aSet-Cookie:%20x",
    "search=%ff%fe",
    "search=%ed%a0%80",
    "search=%C0%AE",
    "owner=%00",
    "owner=0199f000-0000-7000-8000-00000000000g",
    "limit=%D9%A3",  # an Arabic-Indic three
    "limit=0x10",
    "limit=+5+",
    "limit=",
    "sort=-created_at%00",
    "sort[]=name",
    "sort=name;DROP TABLE clients",
    "%00=1",
    "%F0%9F%92%A9=1",
    "=",
    "&&&&x",
    "a" * 5_000,
    "&".join(f"f{number}=1" for number in range(2_000)),
]
NASTY = [
    "\u202e reversed",
    "zero\u200bwidth",
    "\ufeffBOM",
    "\ufffe",
    "\U0010ffff",
    "e\u0301" * 50,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "<script>alert(1)</script>",
    "'; DROP TABLE clients; --",
    "${jndi:ldap://x}",
    "{{7*7}}",
    "=cmd|' /C calc'!A0",
    "../../etc/passwd",
    "%s%s%n",
    "\\u0000",
    "𝕬𝖈𝖒𝖊",
    "你好",
    "🏳️‍🌈" * 20,
    "\u2028line\u2029",
    "x" * 200,
    "я" * 200,
    "🚀" * 200,
]


@pytest.mark.parametrize("name", BODIES)
async def test_a_body_that_is_none(api: SignedIn, database: asyncpg.Connection, name: str) -> None:
    answer = await api.post(
        CLIENTS, content=BODIES[name], headers={"Content-Type": "application/json"}
    )

    assert answer.status_code == 400, answer.text[:300]
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.content) < 2_000_000
    assert await database.fetchval("SELECT count(*) FROM clients") == 0


async def test_a_body_that_is_too_large(api: SignedIn) -> None:
    answer = await api.post(CLIENTS, json={"name": "A", "notes": "x" * 300_000})

    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


async def test_queries_that_are_none(api: SignedIn) -> None:
    for path in (CLIENTS, DEALS, TASKS, "/api/v1/activity", "/api/v1/users", "/api/v1/deals/board"):
        for query in QUERIES:
            answer = await api.get(httpx.URL(f"http://api.test{path}", query=query.encode()))

            assert answer.status_code == 400, (path, query, answer.text[:300])
            assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    [
        f"{CLIENTS}/%00",
        f"{CLIENTS}/..%2f..%2fetc%2fpasswd",
        f"{CLIENTS}/0199f000-0000-7000-8000-00000000000g",
        f"{CLIENTS}/1",
        f"{CLIENTS}/{'9' * 4000}",
        f"{CLIENTS}/%ff%fe",
        f"{CLIENTS}/%D9%A3",
        f"{CLIENTS}%0d%0aX: y",
        "/api/v1/clients;x=1",
        "/%2e%2e/%2e%2e/etc/passwd",
    ],
)
async def test_an_address_that_is_none(api: SignedIn, path: str) -> None:
    answer = await api.get(httpx.URL("http://api.test", raw_path=path.encode()))

    assert answer.status_code in {400, 404}, answer.text


async def test_strange_text_is_kept_to_the_letter(api: SignedIn) -> None:
    """Into every field that takes text, and out of it again as it was."""
    client = await make_client(api)
    deal = await make_deal(api, status="LOST")
    task = await make_task(api)
    targets = {
        f"{CLIENTS}/{client['id']}": ["name", "phone", "company", "notes", "external_id"],
        f"{DEALS}/{deal['id']}": ["title", "description", "lost_reason", "external_id"],
        f"{TASKS}/{task['id']}": ["title", "description", "external_id"],
    }
    for url, fields in targets.items():
        for field in fields:
            for text in NASTY:
                answer = await api.patch(url, json={field: text})
                if field == "phone" and len(text) > 50:
                    assert answer.status_code == 400
                    continue
                assert answer.status_code == 200, (field, text, answer.text)
                assert answer.json()[field] == text.strip()
                assert (await api.get(url)).json()[field] == text.strip()


async def test_strange_text_is_searched_for(api: SignedIn) -> None:
    for text in NASTY:
        answer = await api.get(CLIENTS, params={"search": text})
        expected = 200 if len(text) <= 100 else 400

        assert answer.status_code == expected, (text, answer.text)


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "X" * 500])
async def test_a_method_that_is_none(api: SignedIn, method: str) -> None:
    answer = await api.request(method, CLIENTS)

    assert answer.status_code in {400, 404, 405}, answer.text


async def test_headers_that_are_hostile(api: SignedIn) -> None:
    for name in ("If-Match", "Idempotency-Key", "X-Request-ID", "Accept", "Content-Type"):
        for value in (b"\xff\xfe", b"x" * 10_000, b"a, b, c" * 500, b'"', b"\x7f", b"${jndi:x}"):
            answer = await api.post(
                CLIENTS,
                content=b'{"name":"A"}',
                headers={b"Content-Type": b"application/json", name.encode(): value},
            )

            assert answer.status_code < 500, (name, value, answer.text)
