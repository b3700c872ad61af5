"""The watch over every page of these tests is awake."""

from typing import Literal, TypeAlias

import pytest
from playwright.sync_api import Browser, Page

from tests.support.chromium import Watch, findings
from tests.support.stack import Stack

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


Event: TypeAlias = Literal["console", "pageerror"]


@pytest.mark.parametrize(
    ("mischief", "told"),
    [
        ("document.body.setAttribute('style', 'color: red')", "console"),
        ("document.body.append(Object.assign(new Image(), {src: '//elsewhere.test/'}))", "console"),
        ("document.body.append(Object.assign(new Image(), {src: '/nowhere'}))", "console"),
        ("void setTimeout(() => { throw new Error('a script fell over') })", "pageerror"),
        ("console.warn('something is not right')", "console"),
    ],
)
def test_it_hears(browser: Browser, foyer: Stack, mischief: str, told: Event) -> None:
    watch = Watch()
    with browser.new_context(base_url=foyer.site.url) as context:
        page = context.new_page()
        watch.over(page)
        page.goto("/login/")
        watch.check()

        with page.expect_event(told):
            page.evaluate(mischief)

    with pytest.raises(AssertionError):
        watch.check()


def test_axe_finds(page: Page) -> None:
    page.goto("/clients/")
    page.evaluate("document.querySelector('h1').after(document.createElement('button'))")

    assert [finding for finding in findings(page) if finding.startswith("button-name")]
