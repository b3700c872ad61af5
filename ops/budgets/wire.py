"""What one visit of a page takes over the wire, as Chromium itself counts it."""

from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Browser, Cookie, Page

QUIET: Final = 1_000  # milliseconds without a request: then a page has all that it asks for itself
LOOK: Final = 50
LONGEST: Final = 20_000
NOT_FETCHED: Final = ("data:", "blob:")


@dataclass
class Sent:
    """``bytes`` are compressed, with the answer's headers."""

    url: str
    bytes: int = 0
    is_over: bool = False


@dataclass(frozen=True)
class Visit:
    requests: int
    bytes: int
    urls: tuple[str, ...]


class Wire:
    """All that a page asks the network for; what its cache had is no request."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._sent: dict[str, Sent] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._asks)
        session.on("Network.requestServedFromCache", self._had)
        session.on("Network.responseReceived", self._answered)
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.loadingFailed", self._finished)
        session.send("Network.enable")

    def visit(self, address: str) -> Visit:
        self._page.goto(address, wait_until="load")
        still = waited = 0
        while still < QUIET and waited < LONGEST:
            known = len(self._sent)
            self._page.wait_for_timeout(LOOK)
            waited += LOOK
            is_still = known == len(self._sent) and all(one.is_over for one in self._sent.values())
            still = still + LOOK if is_still else 0
        sent = self._sent.values()
        return Visit(len(sent), sum(one.bytes for one in sent), tuple(one.url for one in sent))

    def _asks(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        if event.get("type") == "Document":  # what the page before had still open is not this one's
            self._sent.clear()
        if not url.startswith(NOT_FETCHED) and not is_news(event["request"]["headers"]):
            self._sent[event["requestId"]] = Sent(url)

    def _had(self, event: dict[str, Any]) -> None:
        self._sent.pop(event["requestId"], None)

    def _answered(self, event: dict[str, Any]) -> None:
        response = event["response"]
        if response.get("fromDiskCache"):
            self._sent.pop(event["requestId"], None)
        elif sent := self._sent.get(event["requestId"]):
            sent.bytes = response["encodedDataLength"]
            sent.is_over = event["type"] == "EventSource"  # it has no end

    def _finished(self, event: dict[str, Any]) -> None:
        if sent := self._sent.get(event["requestId"]):
            sent.bytes = int(event.get("encodedDataLength", sent.bytes))
            sent.is_over = True


def is_news(headers: dict[str, str]) -> bool:
    """Whether live.js asks by itself for what somebody has done meanwhile: no part of a visit."""
    return "x-unattended" in map(str.lower, headers)


def visits(browser: Browser, url: str, cookies: list[Cookie], address: str) -> tuple[Visit, Visit]:
    """The first one, with nothing in the cache, and the second."""
    context = browser.new_context(base_url=url)
    context.add_cookies([{"name": c["name"], "value": c["value"], "url": url} for c in cookies])  # pyright: ignore[reportTypedDictNotRequiredAccess]  # a cookie that a browser told has both
    wire = Wire(context.new_page())
    both = wire.visit(address), wire.visit(address)
    context.close()
    return both
