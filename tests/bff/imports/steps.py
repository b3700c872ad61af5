"""What somebody does with a file at their browser, one page after the other."""

import asyncio

from tests.bff.browser import ORIGIN, Browser, Page

PATIENCE = 120.0  # seconds; on a machine that has much else to do
UPLOAD, MAPPING = "form[action='/imports/new/']", "#mapping"
APPLY, UNDO = "form[action$='/apply/']", "form[action$='/undo/']"


async def upload(
    browser: Browser, content: bytes, *, name: str = "export.csv", **fields: str
) -> Page:
    """Leads to the columns, or back to the form with what is wrong."""
    form = await browser.open("/imports/new/")
    known = form.fields(UPLOAD)
    known.pop("file", None)
    answer = await browser.http.post(
        "/imports/new/",
        data=known | fields,
        files={"file": (name, content)},
        headers={"origin": ORIGIN, "sec-fetch-site": "same-origin"},
    )
    return Page(answer)


async def over(browser: Browser, page: Page) -> Page:
    """The same page once nothing on it moves any more."""
    async with asyncio.timeout(PATIENCE):
        while page.has("#run.polled"):
            await asyncio.sleep(0.05)
            page = await browser.open(page.path)
    return page


async def checked(browser: Browser, content: bytes, **fields: str) -> Page:
    """Uploaded, with the columns as proposed."""
    columns = await upload(browser, content, **fields)
    return await over(browser, await browser.submit(columns, MAPPING))


async def imported(browser: Browser, content: bytes, **fields: str) -> Page:
    return await over(
        browser, await browser.submit(await checked(browser, content, **fields), APPLY)
    )


def counters(page: Page) -> dict[str, str]:
    return {one.select_one("dt").text: one.select_one("dd").text for one in page.all(".stat")}
