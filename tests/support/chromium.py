"""A real browser, everything its pages complain of, and what axe finds on them."""

import re
import time
from collections.abc import Collection, Generator, Sequence
from contextlib import contextmanager
from itertools import count

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from ops.browser import chromium

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
REFUSAL = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")

PATIENCE = 15_000.0  # milliseconds, for a machine that does much else

# What stands beyond an edge and cannot be scrolled to is cut off, and widens no page: the window's
# edge, or for a button that of whatever shows nothing beyond itself.
CUT_OFF = """() => {
    const flow = (element) => getComputedStyle(element).overflowX;
    const up = (element, ...flows) =>
        element && (flows.includes(flow(element)) ? element : up(element.parentElement, ...flows));
    const around = (element) =>
        (element.matches(".btn") && up(element.parentElement, "hidden", "clip"))
            || document.documentElement;
    return [...document.querySelectorAll("main *")].filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        const edges = around(element).getBoundingClientRect();
        const isBeyond = left < edges.left - 1 || right > edges.right + 1;
        return width > 1 && isBeyond && !up(element, "auto", "scroll");
    }).map((element) => element.outerHTML.slice(0, 160));
}"""
TWINS = """() => {
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    return ids.filter((id, place) => ids.indexOf(id) !== place);
}"""

# Waiting by Playwright's own wait_for_function would need eval, which the policy forbids.
SETTLED = """async (dark) => {
    const isDark = () => document.documentElement.classList.contains("dark");
    const moves = () => document.getAnimations().length > 0;
    while (isDark() !== dark || moves()) await new Promise(requestAnimationFrame);
}"""


@contextmanager
def running_browser() -> Generator[Browser]:
    """Leave it before an async test runs in this process: Playwright's loop must be gone then."""
    path = chromium()
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Watch:
    """Script errors, violations of the policy, and anything else that a page says aloud.

    ``refusals`` are the statuses that a test provokes: the browser tells of each answer above 399.
    """

    def __init__(self) -> None:
        self.refusals: set[int] = set()
        self._refused: set[int] = set()
        self._complaints: list[str] = []

    def over(self, page: Page) -> None:
        page.on("console", lambda message: self._hear(message.text))
        page.on("pageerror", lambda error: self._complaints.append(str(error)))

    def check(self) -> None:
        assert self._complaints == []
        assert self._refused == self.refusals

    def _hear(self, text: str) -> None:
        if refusal := REFUSAL.match(text):
            self._refused.add(int(refusal[1]))
        else:
            self._complaints.append(text)


def findings(
    page: Page, *, only: Sequence[str] = STANDARDS, besides: Collection[str] = ()
) -> list[str]:
    """``besides`` are rules that do not hold for what is looked at."""
    rules = {"target-size": {"enabled": "wcag22aa" in only}}  # axe leaves it out unless asked
    options = {"runOnly": list(only), "resultTypes": ["violations"], "rules": rules}
    axe = Axe("0") if page.evaluate("'axe' in window") else Axe()  # half a megabyte, so once
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}"
        for violation in axe.run(page, options=options).response["violations"]
        if violation["id"] not in besides
        for node in violation["nodes"]
    ]


def findings_in_both_themes(page: Page, *, besides: Collection[str] = ()) -> list[str]:
    """Only colours differ in the dark, so only they are looked at again."""
    settle(page, dark=False)
    light = findings(page, besides=besides)
    page.emulate_media(color_scheme="dark")
    settle(page, dark=True)
    dark = findings(page, only=["color-contrast"])
    page.emulate_media(color_scheme="light")
    return light + dark


def fits(page: Page) -> bool:
    """Nothing is wider than the window, and nothing beyond its edge is out of reach."""
    is_narrow: bool = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return is_narrow and page.evaluate(CUT_OFF) == []


def odds(page: Page) -> list[str]:
    """What scripts and zooming spoil: the same id twice, what is out of reach at 200 %."""
    twins: list[str] = page.evaluate(TWINS)
    page.set_viewport_size({"width": 640, "height": 400})
    cut_off = [] if fits(page) else ["does not fit at 200 %"]
    page.set_viewport_size({"width": 1280, "height": 800})
    return [*(f"id {twin} is there twice" for twin in twins), *cut_off]


def settle(page: Page, *, dark: bool) -> None:
    """Waits until the page is in its dark (or its light) and nothing on it changes any more."""
    page.evaluate(SETTLED, dark)


def drag(page: Page, grip: Locator, *, over: Locator, until: Locator) -> None:
    """Presses on ``grip`` and moves about the top of ``over``; lets go when ``until`` is there.

    A drag begins some moves after the press, and only a pointer that moves is looked for: people
    let go when they see the card in its place, and so does this.
    """
    grip.hover()
    expect(page.locator("html[data-drags]")).to_be_attached()  # its library comes with the pointer
    page.mouse.down()
    patient_until = time.monotonic() + PATIENCE / 1000
    for step in count():
        target = over.bounding_box()
        assert target
        page.mouse.move(target["x"] + target["width"] / 3, target["y"] + 4 + step % 5, steps=3)
        if until.count() or time.monotonic() > patient_until:
            break
    expect(until).to_be_attached()
    page.mouse.up()
