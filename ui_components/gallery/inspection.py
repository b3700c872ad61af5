"""What can be said of an example by looking at its markup: its price, the policy, its validity."""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from importlib import import_module
from importlib.util import find_spec
from time import perf_counter_ns
from typing import Any, Final

from htpy import Node, fragment

MICROSECONDS: Final = 5_000
PACKED: Final = 8_000  # bytes
EVALUATED: Final = frozenset({"js", "javascript"})  # where a colon follows
TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Inspection:
    """``microseconds`` is the best of a few renderings here, ``packed`` its bytes after gzip."""

    microseconds: int
    size: int
    packed: int
    policy: tuple[str, ...]
    markup: tuple[str, ...] | None

    @property
    def is_within_budget(self) -> bool:
        return self.microseconds <= MICROSECONDS and self.packed <= PACKED


def inspected(render: Callable[[], Node]) -> Inspection:
    html, microseconds = _rendered(render)
    content = html.encode()
    return Inspection(
        microseconds=microseconds,
        size=len(content),
        packed=len(gzip.compress(content, 6, mtime=0)),
        policy=tuple(policy_findings(html)),
        markup=markup_findings(html),
    )


def markup_findings(html: str) -> tuple[str, ...] | None:
    """Errors against the HTML standard of what stands in a body; None where nobody can say."""
    checker = _checker()
    if checker is None:
        return None
    page = f'<!doctype html><html lang="en"><title>Example</title><body>{html}</body></html>'
    report = checker.check_html(page)
    return tuple(message.message for message in report.messages if message.severity == "error")


@cache
def _checker() -> Any:
    """A tool of development, which need not be here: without it nothing is said of validity."""
    return import_module("turbohtml.conformance") if find_spec("turbohtml") else None


def policy_findings(html: str) -> list[str]:
    """What a Content-Security-Policy without ``unsafe-*`` would refuse."""
    reader = _PolicyReader()
    reader.feed(html)
    reader.close()
    return reader.found


class _PolicyReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(f"<{tag}> with its content in the page")
        for name, value in given.items():
            self.found.extend(f"{name} on <{tag}>: {why}" for why in _refused(name, value or ""))


def _refused(name: str, value: str) -> Iterator[str]:
    if name == "style":
        yield "a style in the page"
    elif name.startswith(("on", "hx-on")):
        yield "a script in the page"
    elif name == "hx-trigger" and "[" in value:
        yield "a filter, which is evaluated"
    elif ":" in value and value.partition(":")[0].strip().lower() in EVALUATED:
        yield "evaluated"


def _rendered(render: Callable[[], Node]) -> tuple[str, int]:
    html, best = "", 0
    for _ in range(TRIES):
        start = perf_counter_ns()
        html = "".join(fragment[render()].iter_chunks())
        taken = (perf_counter_ns() - start) // 1_000
        best = min(best or taken, taken)
    return html, best
