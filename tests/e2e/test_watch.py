"""The watch over every page of these tests is awake."""

import pytest
from playwright.sync_api import Browser, Page

from tests.support.chromium import Watch, findings
from tests.support.stack import Stack

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

A_MOMENT = "new Promise(done => setTimeout(done, 50))"


@pytest.mark.parametrize(
    "mischief",
    [
        "document.body.setAttribute('style', 'color: red')",
        "document.body.append(Object.assign(new Image(), {src: 'http://elsewhere.test/'}))",
        "document.body.append(Object.assign(new Image(), {src: '/nowhere'}))",
        "void setTimeout(() => { throw new Error('a script fell over') })",
        "console.warn('something is not right')",
    ],
)
def test_it_hears(browser: Browser, foyer: Stack, mischief: str) -> None:
    watch = Watch()
    with browser.new_context(base_url=foyer.site.url) as context:
        page = context.new_page()
        watch.over(page)
        page.goto("/login/")
        watch.check()

        page.evaluate(mischief)
        page.wait_for_load_state("networkidle")
        page.evaluate(A_MOMENT)

    with pytest.raises(AssertionError):
        watch.check()


def test_axe_finds(page: Page) -> None:
    page.goto("/clients/")
    page.evaluate("document.querySelector('h1').after(document.createElement('button'))")

    assert [finding for finding in findings(page) if finding.startswith("button-name")]
