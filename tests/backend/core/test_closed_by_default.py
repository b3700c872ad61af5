"""A route is closed unless it says that it is public, and those few are listed here."""

import re

import httpx
from litestar import Litestar
from litestar.routes import HTTPRoute

from tests.support.people import People, SignedIn

PUBLIC = {
    ("POST", "/api/v1/auth/login"),
    ("POST", "/api/v1/auth/refresh"),
    ("POST", "/api/v1/auth/logout"),
    ("POST", "/api/v1/auth/password-reset"),
    ("POST", "/api/v1/auth/password-reset/confirm"),
    ("POST", "/api/v1/notifications/unsubscribe"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
}
BY_SIGNATURE = {
    ("PUT", "/files/{folder:str}/{token:str}"),
    ("GET", "/files/{folder:str}/{token:str}"),
}
BY_TOKEN = {  # of its own, in a header or in the body
    ("GET", "/metrics"),
    ("GET", "/api/v1/feeds/tasks.ics"),
    ("GET", "/api/v1/reminders/link"),
    ("POST", "/api/v1/reminders/link/done"),
    ("POST", "/api/v1/reminders/link/snooze"),
}
REFERENCE = "/schema"  # the API's own description, and the pages that show it
ADMINS_ALONE = {("POST", "/api/v1/users"), ("PATCH", "/api/v1/users/{user_id:uuid}")}


def routes(app: Litestar) -> set[tuple[str, str]]:
    return {
        (method, route.path)
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for method in route.methods - {"OPTIONS"}
    }


def filled(path: str) -> str:
    """The path with an id in place of each parameter."""
    return re.sub(r"\{[^}]*\}", "0199f000-0000-7000-8000-000000000000", path)


async def test_a_stranger_gets_in_nowhere_else(
    backend_app: Litestar, anonymous: httpx.AsyncClient
) -> None:
    closed = {route for route in routes(backend_app) if not route[1].startswith(REFERENCE)}

    answers = {
        (method, path): (await anonymous.request(method, filled(path), json={})).status_code
        for method, path in closed - PUBLIC - BY_SIGNATURE - BY_TOKEN
    }

    assert closed >= PUBLIC | BY_SIGNATURE | BY_TOKEN
    assert len(answers) > 20
    assert set(answers.values()) == {401}, answers


async def test_without_a_signature_no_object_is_given_or_taken(
    anonymous: httpx.AsyncClient,
) -> None:
    params = {"expires": "99999999999", "signature": "0" * 64}
    of_get, of_put = {"name": "a.pdf", "type": "application/pdf"}, {"size": "1"}

    answers = [
        await anonymous.get("/files/attachments/x", params=params | of_get),
        await anonymous.put("/files/attachments/x", params=params | of_put, content=b"x"),
        await anonymous.get("/files/attachments/x"),
        await anonymous.put("/files/attachments/x", content=b"x"),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 400, 400]


async def test_a_refusal_says_how_to_get_in(anonymous: httpx.AsyncClient) -> None:
    answer = await anonymous.get("/api/v1/clients")

    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "Sign in first"


async def test_what_is_closed_does_not_even_read_the_body(anonymous: httpx.AsyncClient) -> None:
    answer = await anonymous.post("/api/v1/clients", content=b"[" * 100_000)

    assert answer.status_code == 401


async def test_some_routes_are_for_admins_alone(
    backend_app: Litestar, api: SignedIn, signed_in: People
) -> None:
    ann = await signed_in()
    body = {"email": "new@foyer.test", "full_name": "New", "password": "long enough for it"}

    for method, path in ADMINS_ALONE & routes(backend_app):
        target = path.replace("{user_id:uuid}", api.user_id)
        json = body if method == "POST" else {"full_name": "New"}
        assert (await ann.request(method, target, json=json)).status_code == 403


async def test_an_unknown_address_is_a_problem_too(anonymous: httpx.AsyncClient) -> None:
    answer = await anonymous.get("/api/v1/nowhere")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_wrong_method_says_which_are_right(api: SignedIn) -> None:
    answer = await api.put("/api/v1/clients", json={})

    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"GET", "POST"} <= set(answer.headers["allow"].replace(" ", "").split(","))
