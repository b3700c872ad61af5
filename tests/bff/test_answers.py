"""What every answer carries, whoever gives it."""

import re
from collections.abc import Iterator

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from bff.app import create_app
from bff.observe import CSP
from bff.settings import Settings
from tests.bff.browser import HTMX, Browser
from tests.bff.conftest import UNHURRIED
from tests.bff.wire import Wire
from tests.support.apps import running
from tests.support.people import SignedIn

ID = "01890a5d-ac96-774b-bcce-b302099a8057"
# But for /logout, which leads to the sign-in page in any case.
OPEN = {
    "/gallery": "the components, in development only",
    "/gallery/{rest:path}": "one of them, or a frame of its page",
    "/calendar/{name:str}": "whose name is the secret that opens it",
    "/healthz": "for the operator",
    "/readyz": "for the operator",
    "/metrics": "for Prometheus, by its token",
    "/back": "says whether the backend is back",
    "/static/{name:str}": "styles and scripts",
    "/activity/stream": "says 204 to guests, which ends a browser's asking",
    "/activity/changes": "likewise",
    "/login": "for guests",
    "/forgot": "for guests",
    "/reset": "for whoever has the link",
    "/reminder": "for whoever has a reminder's link",
    "/reminder/done": "likewise",
    "/reminder/snooze": "likewise",
    "/unsubscribe": "for whoever has the link, and for mail programs",
    "/language": "for guests",
    "/theme": "for guests",
}


def routes(app: Litestar) -> Iterator[tuple[str, str]]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for method in route.methods:
                if method != "OPTIONS":
                    yield method, route.path


async def test_every_route_but_these_needs_a_sign_in(bff_app: Litestar, guest: Browser) -> None:
    unguarded: set[str] = set()
    for method, path in routes(bff_app):
        url = re.sub(r"\{\w+:(str|path)\}", "x", re.sub(r"\{\w+:uuid\}", ID, path))
        headers = guest.own | {"x-csrf-token": await guest.token()}
        answer = await guest.http.request(method, url, headers=headers, follow_redirects=False)
        is_led_away = answer.headers.get("location", "").startswith("/login/")
        # A form without a session is told that it is out of date; this one's token is good.
        if not is_led_away and (method == "GET" or answer.status_code != 403):
            unguarded.add(path)

    assert unguarded == OPEN.keys()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/clients/", 200),
        ("/login/", 200),
        ("/deals/board/", 200),
        ("/nothing", 404),
        (f"/clients/{ID}", 404),
        ("/clients/?sort=junk", 400),
        ("/clients/?offset=-1", 400),
        ("/static/nothing.css", 404),
        ("/static/..%2f..%2fmanifest.json", 404),
        ("/healthz", 200),
        ("/readyz", 200),
        ("/%ff%fe", 404),
        ("/clients/?search=%ff", 200),
        ("/clients/?search=%00", 400),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
async def test_every_answer_is_dressed(
    ada: Browser, path: str, status: int, headers: dict[str, str]
) -> None:
    answer = await ada.http.get(path, headers=headers, follow_redirects=False)

    if path != "/login/":  # who is signed in is led on
        assert answer.status_code == status
    assert answer.headers["content-security-policy"] == CSP
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert len(answer.headers["x-request-id"]) >= 8


async def test_an_error_of_ours_is_dressed_told_and_noted(ada: Browser, wire: Wire) -> None:
    async def fail(_: httpx.Request) -> None:
        raise ZeroDivisionError("a secret of the house")

    wire.before = fail
    page = await ada.open("/clients/")

    assert page.status == 500
    assert page.headers["content-security-policy"] == CSP
    assert page.headers["x-request-id"] in page.text
    assert "secret" not in page.html


async def test_pages_are_nobody_elses(ada: Browser) -> None:
    page = await ada.open("/clients/")

    assert page.headers["cache-control"] == "no-store, private"
    varies = {name.strip() for name in page.headers["vary"].split(",")}
    assert {"Cookie", "HX-Request", "HX-Request-Type", "HX-Target"} <= varies


async def test_a_page_names_its_charset_once(ada: Browser) -> None:
    page = await ada.open("/clients/")

    assert page.headers["content-type"] == "text/html; charset=utf-8"


async def test_assets_never_change(ada: Browser) -> None:
    page = await ada.open("/clients/")
    css = page.one("link[rel=stylesheet]").attrs["href"]

    plain = await ada.http.get(css, headers={"accept-encoding": "identity"})
    packed = await ada.http.get(css, headers={"accept-encoding": "br"})

    assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert plain.headers["content-type"].startswith("text/css")
    assert packed.headers["content-encoding"] == "br"
    assert packed.text == plain.text
    assert int(packed.headers["content-length"]) < len(plain.content) / 4


async def test_our_request_id_reaches_the_api_and_a_strange_one_does_not(
    ada: Browser, wire: Wire
) -> None:
    seen: list[str] = []

    async def note(request: httpx.Request) -> None:
        seen.append(request.headers["x-request-id"])

    wire.before = note
    await ada.open("/clients/", {"x-request-id": "request-0001"})
    page = await ada.open("/clients/", {"x-request-id": "no\x09such"})

    assert seen[0] == "request-0001"
    assert seen[-1] == page.headers["x-request-id"] != "no\x09such"


async def test_pages_are_packed(ada: Browser) -> None:
    answer = await ada.http.get("/clients/", headers={"accept-encoding": "br"})

    assert answer.headers["content-encoding"] == "br"


async def test_over_https_cookies_are_bound_to_this_host(
    bff_settings: Settings, wire: Wire, api: SignedIn
) -> None:
    origin = "https://crm.example"
    settings = Settings(
        redis_url=bff_settings.redis_url,
        bff_key=bff_settings.bff_key,
        secret_key=bff_settings.secret_key,
        store=bff_settings.store,
        backend_url=bff_settings.backend_url,
        public_url=origin,
    )
    async with (
        running(create_app(settings, transport=wire, patience=UNHURRIED)) as app,
        Browser(app, origin=origin) as browser,
    ):
        page = await browser.sign_in(api.user["email"])

    cookies = {
        value.split("=")[0]: value
        for answer in page.response.history
        for value in answer.headers.get_list("set-cookie")
    }
    for name in ("__Host-session", "__Host-access"):
        attributes = {part.strip().lower() for part in cookies[name].split(";")[1:]}
        assert {"httponly", "secure", "path=/", "samesite=lax"} <= attributes
        assert not any(attribute.startswith("domain") for attribute in attributes)
    assert page.headers["strict-transport-security"].startswith("max-age=31536000")
    assert "/gallery" not in {path for _, path in routes(app)}


async def test_a_form_too_large_is_refused(ada: Browser) -> None:
    page = await ada.send(
        "/settings/profile/", {"full_name": "x" * 100_000, "csrf_token": await ada.token()}
    )

    assert page.status == 413
