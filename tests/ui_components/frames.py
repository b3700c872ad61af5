"""Many previews side by side in one page: each is a page of its own, and all load at once."""

from collections.abc import Sequence

from playwright.sync_api import Frame, Page

LOADED = """([addresses, width]) => Promise.all(addresses.map(address => new Promise(loaded => {
    const frame = Object.assign(document.createElement("iframe"), { onload: loaded, src: address });
    frame.width = width;
    frame.height = 800;
    document.body.append(frame);
})))"""


def framed(page: Page, site: str, addresses: Sequence[str], *, width: int = 1280) -> list[Frame]:
    page.goto(f"{site}/empty")
    page.evaluate(LOADED, [addresses, width])
    return page.frames[1:]
