"""What comes from outside meets nginx first, and what leaves has passed it."""

import asyncio
import gzip
import time
from contextlib import suppress

import brotli
import httpx
import pytest

from bff.observe import ALWAYS, HSTS
from ops.serving import GRACE, LINGER
from tests.front.house import House
from tests.front.load import PEOPLE, ROUNDS, Load
from tests.support.people import LOGIN, PASSWORD
from ui_components.assets import ASSETS_DIR, asset_url

pytestmark = pytest.mark.slow

ELSEWHERE = "127.0.0.9"
CLAIMS = dict.fromkeys(
    ("X-Forwarded-For", "X-Real-IP", "True-Client-IP", "CF-Connecting-IP"), "6.6.6.6"
) | {"Forwarded": "for=6.6.6.6", "X-Forwarded-Proto": "http"}
SHIELDS = {name: value for name, value in ALWAYS.items() if name != "Cache-Control"}
PUBLIC = {"Host": "crm.example"}
H2_HELLO = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes([0, 0, 0, 4, 0, 0, 0, 0, 0])
SETTINGS = 4  # the kind of frame with which a server begins


async def test_browsers_get_http_2(house: House) -> None:
    async with house.line(protocols=["h2", "http/1.1"]) as (reader, writer):
        writer.write(H2_HELLO)

        frame = await asyncio.wait_for(reader.readexactly(9), 30)

        tls = writer.get_extra_info("ssl_object")
        assert (tls.selected_alpn_protocol(), tls.version()) == ("h2", "TLSv1.3")
    assert frame[3] == SETTINGS


async def test_plain_text_leads_to_https(house: House) -> None:
    async with httpx.AsyncClient(timeout=30) as client:
        answer = await client.get(f"http://127.0.0.1:{house.ports.http}/clients/?search=x")

    assert answer.status_code == 301
    assert answer.headers["Location"] == "https://127.0.0.1/clients/?search=x"


@pytest.mark.parametrize(
    ("path", "content", "said", "status"),
    [
        ("/login/", None, "", 200),
        ("/nowhere/", None, "", 404),
        ("/metrics", None, "", 404),
        (asset_url("app.css"), None, "", 200),
        ("/static/gone.12345678.css", None, "", 404),
        ("/login/", bytes(2_000_000), "", 413),
        ("/login/", None, "x" * 70_000, 400),
    ],
)
async def test_pages_are_shielded_whoever_answers(
    house: House, path: str, content: bytes | None, said: str, status: int
) -> None:
    async with house.stranger() as client:
        answer = await client.request(
            "POST" if content else "GET", path, content=content, headers=PUBLIC | {"X-Said": said}
        )

    assert answer.status_code == status
    assert {name: answer.headers.get_list(name) for name in SHIELDS | HSTS} == {
        name: [value] for name, value in (SHIELDS | HSTS).items()
    }
    assert answer.headers["X-Request-ID"]
    assert "nginx/" not in answer.headers["Server"]


async def test_programs_are_told_in_json(house: House) -> None:
    async with house.stranger() as client:
        unknown = await client.get("/api/v1/clients", headers=PUBLIC)
        large = await client.post("/api/v1/clients", content=bytes(2_000_000), headers=PUBLIC)

    for answer, status in ((unknown, 401), (large, 413)):
        assert answer.status_code == answer.json()["status"] == status
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers.get_list("Strict-Transport-Security") == list(HSTS.values())


async def test_developers_may_go_back_to_plain_text(house: House) -> None:
    async with house.stranger() as client:
        answer = await client.get("/login/", headers={"Host": "localhost"})

    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("identity", None),
    ],
)
async def test_static_files_come_packed_and_for_ever(
    house: House, accepted: str, coding: str | None
) -> None:
    url = asset_url("app.css")
    async with (
        house.stranger() as client,
        client.stream("GET", url, headers={"Accept-Encoding": accepted}) as answer,
    ):
        raw = b"".join([piece async for piece in answer.aiter_raw()])

    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert answer.headers.get("Content-Encoding") == coding
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert unpack(raw) == (ASSETS_DIR / url.rpartition("/")[2]).read_bytes()


async def test_who_claims_another_address_is_not_believed(house: House) -> None:
    """Neither before nginx nor behind it, where only nginx is believed."""
    async with house.stranger(address=ELSEWHERE) as client:
        seen = await client.get("/login/", headers=CLAIMS)
        answer = await client.post(
            LOGIN, json={"email": "ada@foyer.test", "password": PASSWORD}, headers=CLAIMS
        )
        token = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        sessions = await client.get("/api/v1/me/sessions", headers=token | CLAIMS)
    transport = httpx.AsyncHTTPTransport(local_address=ELSEWHERE)
    async with httpx.AsyncClient(transport=transport, timeout=30) as client:
        direct = await client.get(f"http://127.0.0.1:{house.ports.bffs[0]}/login/", headers=CLAIMS)

    for answer in (seen, direct):
        line = await house.line_of(answer.headers["X-Request-ID"], that_says="address")
        assert line["address"] == ELSEWHERE
    assert ELSEWHERE in sessions.text
    assert "6.6.6.6" not in sessions.text


async def test_one_id_leads_through_all_the_logs(house: House) -> None:
    secret = "s" * 43
    mine = {"X-Request-ID": "from-outside-1"}
    async with house.stranger() as client:
        await client.get("/login/?next=/clients/%3Fsearch=Grace", headers=mine)
        answer = await client.get(f"/calendar/{secret}.ics")

    passed = answer.headers["X-Request-ID"]
    for log in ("nginx", "bff", "backend"):
        assert await house.line_of(passed, log)
    assert await house.line_of("from-outside-1")
    assert "Grace" not in house.nginx.log
    assert secret not in house.nginx.log


async def test_a_stream_is_not_held_back(house: House) -> None:
    async with (
        house.browser() as browser,
        house.program() as program,
        browser.stream("GET", "/activity/stream/") as stream,
    ):
        lines = stream.aiter_lines()
        hello = await asyncio.wait_for(anext(lines), 30)

        made = await program.post("/api/v1/clients", json={"name": "Grace Hopper"})
        async with asyncio.timeout(12):  # a beat comes only after fifteen seconds
            while made.json()["id"] not in await anext(lines):
                pass

    assert hello.startswith(("event:", "retry:", "id:"))


@pytest.mark.parametrize(
    "said",
    [
        b"GET /login/ HTTP/1.1\r\nHost: localhost\r\n",
        b"POST /login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\nemail=",
    ],
    ids=["headers", "body"],
)
async def test_who_dawdles_is_cut_off(house: House, said: bytes) -> None:
    started = time.monotonic()  # as does nginx, when somebody comes
    async with house.line(hurried=True) as (reader, writer):
        writer.write(said)

        with suppress(ConnectionResetError):
            await asyncio.wait_for(reader.read(), 30)

    assert time.monotonic() - started > 0.9


async def test_who_asks_too_often_is_told_to_wait(house: House) -> None:
    async with house.stranger(address="127.0.0.8") as client:
        answers = await asyncio.gather(*(client.post("/login/", data={}) for _ in range(60)))

    refused = [answer for answer in answers if answer.status_code == 429]
    assert {answer.status_code for answer in answers} == {303, 429}
    assert len(answers) - len(refused) >= 20
    assert {answer.headers["Retry-After"] for answer in refused} == {"1"}
    assert "<h1" in refused[0].text


def test_a_rolling_restart_costs_no_request(house: House) -> None:
    """ROLLING_ROUNDS starts all programs anew so often, by turns: `task drill:rolling`."""
    programs = house.stack.web_programs
    load = Load(house)

    with load.going_on():
        for process in [*programs] * ROUNDS or programs[:2]:
            process.ask_to_stop()
            process.wait_stopped(time.monotonic() + LINGER + GRACE + 5)
            process.start()
            process.wait_ready(seconds=90)

    print(dict(load.answers), f"slowest {load.slowest:.2f} s")  # noqa: T201  # the drill's report
    assert load.failed == []
    assert len(load.made) > PEOPLE
    assert load.found == len(load.made) == len(set(load.made))


async def test_who_finds_nobody_behind_nginx_is_told_so(house: House) -> None:
    """The last test: it leaves no web front running."""
    for process in house.stack.bffs:
        process.ask_to_stop()
        process.wait_stopped(time.monotonic() + 20)

    async with house.stranger() as client:
        page = await client.get("/clients/", headers=PUBLIC | {"Accept-Language": "ru"})
        form = await client.post("/clients/new/", headers=PUBLIC)
        style = await client.get(asset_url("app.css"))

    assert page.status_code == form.status_code == 502
    assert "may have been done" in form.text
    assert page.headers["Retry-After"] == "5"
    assert "Сервер недоступен" in page.text
    assert page.headers.get_list("Content-Security-Policy") == [ALWAYS["Content-Security-Policy"]]
    assert style.status_code == 200
