from tests.bff.browser import LOGIN, Browser
from tests.support.people import SignedIn


async def test_the_way_in_leads_to_the_clients(guest: Browser, api: SignedIn) -> None:
    page = await guest.sign_in(api.user["email"])

    assert (page.status, page.path) == (200, "/clients/")
    assert "Ada Admin" in page.text


async def test_a_page_asked_for_is_reached_after_signing_in(guest: Browser, api: SignedIn) -> None:
    login = await guest.open("/deals/board/?shown=50")
    assert login.path == "/login/?next=%2Fdeals%2Fboard%2F%3Fshown%3D50"

    page = await guest.submit(
        login, LOGIN, email=api.user["email"], password="correct horse battery"
    )

    assert page.path == "/deals/board/?shown=50"
