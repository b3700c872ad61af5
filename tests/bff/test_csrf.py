"""Only our own pages change anything, whatever a foreign page makes the browser send."""

from collections.abc import AsyncGenerator
from uuid import UUID

import httpx
import pytest

from bff.csrf import Tokens
from tests.bff.browser import HTMX, LOGIN, ORIGIN, THEME, TOAST, Browser, Page

FOREIGN_HEADERS: list[dict[str, str]] = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "none"},
    {"sec-fetch-site": "cross-site", "origin": ORIGIN},
    {"origin": "https://evil.example"},
    {"origin": "http://localhost:9000"},
    {"origin": "https://localhost:8000"},
    {"origin": "null"},
    {},
]
BAD_TOKENS = ["", "x", "é" * 64, "a.b", "😀.😀", ".", "a" * 10_000]


async def post_client(browser: Browser, headers: dict[str, str], token: str) -> Page:
    fields = {"name": "Planted", "csrf_token": token}
    return Page(await browser.http.post("/clients/new/", data=fields, headers=headers))


@pytest.mark.parametrize("headers", FOREIGN_HEADERS)
async def test_a_foreign_page_cannot_post_even_with_a_token(
    ada: Browser, api: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    page = await post_client(ada, headers, await ada.token())

    assert page.status == 403
    assert (await api.get("/api/v1/clients")).json()["total"] == 0


@pytest.mark.parametrize("token", BAD_TOKENS)
async def test_our_own_page_needs_its_token(
    ada: Browser, api: httpx.AsyncClient, token: str
) -> None:
    page = await post_client(ada, ada.own, token)

    assert page.status == 403
    assert (await api.get("/api/v1/clients")).json()["total"] == 0


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "same-origin"}, {"origin": ORIGIN}])
async def test_our_own_page_with_its_token_may(ada: Browser, headers: dict[str, str]) -> None:
    page = await post_client(ada, headers, await ada.token())

    assert (page.status, page.path[:9]) == (200, "/clients/")
    assert "Planted" in page.text


async def test_the_token_of_another_session_is_no_good(ada: Browser, guest: Browser) -> None:
    theirs = await guest.token()

    assert (await post_client(ada, ada.own, theirs)).status == 403


async def test_a_token_dies_with_its_session(ada: Browser) -> None:
    token = await ada.token()
    await ada.sign_out()
    await ada.sign_in("admin@foyer.test")

    assert (await post_client(ada, ada.own, token)).status == 403


async def test_nobody_can_be_signed_in_by_a_foreign_page(guest: Browser) -> None:
    login = await guest.open("/login/")
    fields = login.fields(LOGIN) | {"email": "admin@foyer.test", "password": "x"}

    answer = await guest.http.post("/login/", data=fields, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403


async def test_nobody_can_be_signed_out_by_a_foreign_page(ada: Browser) -> None:
    form = (await ada.open("/clients/")).fields(THEME)

    answer = await ada.http.post("/logout/", data=form, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403
    assert (await ada.open("/clients/")).path == "/clients/"


async def test_htmx_sends_the_token_as_a_header(ada: Browser) -> None:
    headers = {"x-csrf-token": await ada.token()}

    assert (
        await ada.send("/theme/", {"theme": "dark", "next": "/clients/"}, headers)
    ).status == 200


async def test_json_dressed_as_text_is_no_way_in(ada: Browser, api: httpx.AsyncClient) -> None:
    token = await ada.token()
    answer = await ada.http.post(
        "/clients/new/",
        content=f'{{"name": "Planted", "csrf_token": "{token}"}}',
        headers=ada.own | {"content-type": "text/plain"},
    )

    assert answer.status_code in (400, 403)
    assert (await api.get("/api/v1/clients")).json()["total"] == 0


def test_no_two_tokens_are_alike_and_all_are_good() -> None:
    tokens = Tokens("s" * 32)
    issued = {tokens.issue("session") for _ in range(50)}

    assert len(issued) == 50
    assert all(tokens.accepts(token, "session") for token in issued)
    assert not any(tokens.accepts(token, "another") for token in issued)


async def test_who_signed_in_again_meanwhile_loses_nothing_typed(
    ada: Browser, api: httpx.AsyncClient
) -> None:
    fields = {"name": "Half typed", "csrf_token": await ada.token()}
    await ada.sign_out()

    gone = await ada.send("/clients/new/", fields, HTMX)
    await ada.sign_in("admin@foyer.test")
    again = await ada.send("/clients/new/", fields, HTMX)
    sent = await ada.send(
        "/clients/new/", fields, HTMX | {"x-csrf-token": again.headers["x-csrf-token"]}
    )

    assert (gone.status, again.status, sent.status) == (403, 403, 200)
    assert "You are signed out" in gone.html
    assert "Please send it once more" in again.html
    assert (await api.get("/api/v1/clients")).json()["total"] == 1


async def test_what_a_stranger_sends_is_not_even_read(guest: Browser) -> None:
    read = 0

    async def endless() -> AsyncGenerator[bytes]:
        nonlocal read
        while read < 100:
            read += 1
            yield b"x" * 100_000

    form = {"content-type": "multipart/form-data; boundary=x"}
    answer = await guest.http.post(
        f"/files/client/{UUID(int=1)}/", content=endless(), headers=guest.own | form
    )

    assert (answer.status_code, read) == (403, 0)


async def test_no_fresh_token_is_given_to_a_foreign_page(ada: Browser) -> None:
    answer = await ada.http.post(
        "/clients/new/", data={"name": "x"}, headers=HTMX | {"sec-fetch-site": "cross-site"}
    )

    assert answer.status_code == 403
    assert "x-csrf-token" not in answer.headers


async def test_a_sign_in_page_that_was_open_for_too_long_is_shown_afresh(guest: Browser) -> None:
    page = await guest.send("/login/", {"email": "admin@foyer.test", "password": "x"})

    assert (page.status, page.path) == (200, "/login/")
    assert "This page had been open for too long." in page.one(TOAST).text
