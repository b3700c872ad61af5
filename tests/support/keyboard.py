"""A page as somebody meets it who has no pointer: where Tab leads, and what shows where one is."""

import re

from playwright.sync_api import Locator, Page, expect

# What answers a pointer: the controls, and whatever else shows a hand. Of several in one another
# the outermost; a label is its control.
CLICKABLE = """
const NATIVE = "a[href], button, input, select, textarea, summary, [tabindex='0']";
const isSeen = (element) => element.checkVisibility({ visibilityProperty: true })
    && element.getClientRects().length > 0
    && !element.closest("[inert], :disabled, [aria-disabled=true]");
const hasHand = (element) => getComputedStyle(element).cursor === "pointer";
const controlOf = (element) => element.closest("label")?.control
    ?? element.querySelector(NATIVE) ?? element.closest(NATIVE) ?? element;
const clickables = () => new Set([
    ...[...document.querySelectorAll(NATIVE)].filter(isSeen),
    ...[...document.querySelectorAll("body *")].filter((element) =>
        isSeen(element) && hasHand(element) && !hasHand(element.parentElement)).map(controlOf),
]);
const looks = (element) => {
    const told = [];
    for (let level = 0; element && level < 4; level += 1, element = element.parentElement) {
        for (const part of [null, "::before", "::after"]) {
            const style = getComputedStyle(element, part);
            told.push(style.outlineStyle === "none" ? "" : style.outline, style.boxShadow,
                style.borderColor, style.backgroundColor, style.textDecorationLine, style.opacity);
        }
    }
    return told.join();
};
"""
WATCH = (
    "() => {"
    + CLICKABLE
    + """
    document.activeElement?.blur();
    const before = new Map([...clickables()].map((element) => [element, looks(element)]));
    const walk = { reached: [], unseen: [], clickables: [...before.keys()] };
    addEventListener("focusin", ({ target }) => {
        if (before.get(target) === looks(target)) walk.unseen.push(target);
        walk.reached.push(target);
    });
    window.walk = walk;
    return before.size;
}"""
)
# A group of radios is one stop, and so are a grid and tabs: the arrow keys lead to the others.
MISSED = (
    "() => {"
    + CLICKABLE
    + """
    const { reached, unseen, clickables: all } = window.walk;
    const isReached = (element) => reached.includes(element)
        || (element.type === "radio" && reached.some((one) => one.name === element.name))
        || reached.some((one) => one.closest("[role=grid], [role=tablist]")?.contains(element));
    const isTwin = (element) => element.matches("a[href]")
        && reached.some((one) => one.href === element.href);
    const shown = (element) => element.outerHTML.slice(0, 160);
    return [
        ...all.filter((one) => one.isConnected && isSeen(one) && !isReached(one) && !isTwin(one))
            .map((one) => `out of reach: ${shown(one)}`),
        ...unseen.map((one) => `shows no focus: ${shown(one)}`),
    ];
}"""
)
OPENERS = "[popovertarget], [command='show-modal'], [hx-target='#outlet']"
KIND = """(element) => [
    element.className, element.getAttribute("hx-get"), element.getAttribute("popovertarget"),
    element.getAttribute("commandfor"),
].join().replace(/[0-9a-f-]{36}/g, "…")"""
OPEN = ":popover-open, dialog:modal"


def walked(page: Page) -> list[str]:
    """What is wrong with the way of Tab through the page, from its start to its end."""
    count: int = page.evaluate(WATCH)
    for _ in range(count + 20):
        page.keyboard.press("Tab")
    return page.evaluate(MISSED)  # type: ignore[no-any-return]  # a list of sentences


def opened(page: Page) -> list[str]:
    """What is wrong with opening each kind of thing by Enter and closing it by Escape."""
    wrong: list[str] = []
    for opener in openers(page):
        name = opener.evaluate("(element) => element.outerHTML.slice(0, 160)")
        opener.press("Enter")
        expect(page.locator(OPEN).last).to_be_attached()
        page.keyboard.press("Escape")
        if page.locator(OPEN).count():
            wrong.append(f"Escape leaves it open: {name}")
        elif not opener.evaluate("(element) => element === document.activeElement"):
            wrong.append(f"Escape does not lead back: {name}")
    return wrong


def openers(page: Page) -> list[Locator]:
    kinds: dict[str, Locator] = {}
    for opener in page.locator(OPENERS).all():
        if opener.is_visible() and opener.is_enabled():
            kinds.setdefault(re.sub(r"\s+", " ", opener.evaluate(KIND)), opener)
    return list(kinds.values())
