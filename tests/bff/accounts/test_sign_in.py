import pytest

from bff.urls import local_path
from tests.bff.browser import LOGIN, Browser
from tests.support.people import PASSWORD, SignedIn

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r//evil.example",
    "http:evil.example",
    "https://evil.example",
    "HTTP://evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    " //evil.example",
    "/ /evil.example",
    "/..//evil.example",
    "/.//evil.example",
    "/a//evil.example",
    "/\x00/evil.example",
    "/\x7f/evil.example",
    "/\u2028/evil.example",
    "/\uff0f/evil.example",
    "/\u3002evil.example",
    "//[::1]",
    "//user@evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "",
]


async def test_the_way_in_leads_to_the_dashboard(guest: Browser, api: SignedIn) -> None:
    page = await guest.sign_in(api.user["email"])

    assert (page.status, page.path) == (200, "/dashboard/")
    assert "Ada Admin" in page.text


async def test_the_page_asked_for_is_reached_after_signing_in(
    guest: Browser, api: SignedIn
) -> None:
    login = await guest.open("/deals/board/?shown=50")
    assert login.path == "/login/?next=%2Fdeals%2Fboard%2F%3Fshown%3D50"

    page = await guest.submit(login, LOGIN, email=api.user["email"], password=PASSWORD)

    assert page.path == "/deals/board/?shown=50"


async def test_a_wrong_password_and_an_unknown_name_are_told_alike(
    guest: Browser, api: SignedIn
) -> None:
    wrong = await guest.sign_in(api.user["email"], "not the password")
    unknown = await guest.sign_in("nobody@foyer.test", "not the password")

    told = "Wrong e-mail or password."
    assert (wrong.status, unknown.status) == (422, 422)
    assert told in wrong.text
    assert told in unknown.text
    assert wrong.fields(LOGIN)["email"] == api.user["email"]
    assert "not the password" not in wrong.html


async def test_guessing_is_slowed_down(guest: Browser, api: SignedIn) -> None:
    answers = [await guest.sign_in(api.user["email"], f"guess {n}") for n in range(12)]

    assert answers[-1].status == 429
    assert "Too many attempts" in answers[-1].text


async def test_htmx_is_sent_to_sign_in_and_back(guest: Browser) -> None:
    page = await guest.open(
        "/clients/",
        {
            "hx-request": "true",
            "hx-request-type": "partial",
            "hx-current-url": "http://localhost:8000/clients/?search=x",
        },
    )

    assert page.status == 401
    assert page.headers["hx-redirect"] == "/login/?next=%2Fclients%2F%3Fsearch%3Dx"
    assert page.html == ""


@pytest.mark.parametrize("url", ELSEWHERE)
async def test_no_address_leads_elsewhere(url: str) -> None:
    assert local_path(url) == "/"


@pytest.mark.parametrize("url", ["/clients/", "/deals/board/?shown=50&owner=a%20b", "/%D0%B0"])
async def test_addresses_of_ours_are_kept(url: str) -> None:
    assert local_path(url) == url


@pytest.mark.parametrize("url", ["//evil.example", "/\\evil.example", "https://evil.example"])
async def test_signing_in_never_leads_elsewhere(guest: Browser, api: SignedIn, url: str) -> None:
    login = await guest.open("/login/")

    page = await guest.submit(login, LOGIN, email=api.user["email"], password=PASSWORD, next=url)

    assert page.path == "/dashboard/"
    assert page.response.url.host == "localhost"


async def test_who_is_signed_in_needs_no_sign_in_page(ada: Browser) -> None:
    page = await ada.open("/login/?next=/deals/board/")

    assert page.path == "/deals/board/"
