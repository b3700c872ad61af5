"""Every page while the backend is away: as it last was, with its time, and its forms off."""

import asyncio
import re

from litestar import Litestar

from tests.bff.browser import Browser, Page
from tests.bff.test_answers import routes
from tests.bff.wire import Wire
from tests.support.builders import make_client, make_deal, make_task
from tests.support.people import SignedIn

AWAY = "The server cannot be reached"
# Forms that need no backend.
OURS = ("/language/", "/theme/", "/logout/", "/columns/")
SENDING = "button[type=submit]:not([name=find])"  # a search saves nothing
# What goes on for ever, and what leads away.
NO_PAGES = ("/activity/stream", "/gallery", "/login", "/")


def addresses(app: Litestar, records: dict[str, str]) -> list[str]:
    """Of every page that needs no word of its reader's but a record's id."""
    found = {path for method, path in routes(app) if method == "GET"} - {*NO_PAGES}
    for name, record in records.items():
        found = {path.replace(name, record) for path in found}
    is_record = re.compile(r"[0-9a-f-]{36}$")
    whole = (path for path in found if "{" not in path)
    return sorted(path if is_record.search(path) else f"{path}/" for path in whole)


async def asked_for(browser: Browser, wire: Wire, path: str) -> Page | None:
    """A page that has asked the backend for something; others cannot know."""
    before = len(wire.calls)
    page = await browser.open(path)
    is_page = page.status == 200 and page.has("main")
    return page if is_page and len(wire.calls) > before else None


def enabled(page: Page) -> list[str]:
    """Where forms of the page's main part could still be sent."""
    forms = [form for form in page.all("main form[method=post]") if not_ours(form.attrs["action"])]
    return [
        form.attrs["action"]
        for form in forms
        if any("disabled" not in button.attrs for button in form.select(SENDING))
    ]


def not_ours(action: str) -> bool:
    return not action.startswith(OURS)


def wrongs(page: Page) -> list[str]:
    said = [] if page.status in (200, 503) and AWAY in page.text else ["does not say so"]
    waits = [] if page.has("[data-awaits='/back/']") else ["does not come back by itself"]
    return [*said, *waits, *enabled(page)]


async def test_every_page_is_as_it_was_or_says_why_it_is_not(
    ada: Browser, api: SignedIn, bff_app: Litestar, wire: Wire
) -> None:
    client = await make_client(api, name="Grace")
    deal = await make_deal(api, client_id=client["id"])
    task = await make_task(api, client_id=client["id"])
    records = {
        "{client_id:uuid}": client["id"],
        "{deal_id:uuid}": deal["id"],
        "{task_id:uuid}": task["id"],
    }
    known = addresses(bff_app, records)
    seen = [page for path in known if (page := await asked_for(ada, wire, path))]

    wire.is_cut = True
    away = await asyncio.gather(*(ada.open(page.path) for page in seen))

    assert len(seen) > 30
    wrong = {page.path: why for page in away if (why := wrongs(page))}
    assert not wrong, wrong
    assert sum(page.status == 200 for page in away) > 25


async def test_whether_the_backend_is_back_is_told(ada: Browser, wire: Wire) -> None:
    wire.is_cut = True
    away = await ada.http.get("/back/")
    wire.is_cut = False
    back = await ada.http.get("/back/")

    assert (away.status_code, back.status_code) == (204, 200)
