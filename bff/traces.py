"""One trace from the click to the webhook, by W3C Trace Context, with OpenTelemetry or without."""

import random
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from typing import Literal, Protocol, TypeAlias

# W3C Trace Context, section 3.2: version, trace, parent, flags; an id of zeros is none.
SHAPE = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
NOT_RECORDED = "00"
TRACEPARENT: ContextVar[str] = ContextVar("traceparent", default="")

Kind: TypeAlias = Literal["server", "client", "consumer", "internal"]
Facts: TypeAlias = Mapping[str, str | int]


class Seen(Protocol):
    """A span while it lasts."""

    def tell(self, name: str, facts: Facts) -> None:
        """What is known only at its end."""


class Spans(Protocol):
    def span(self, name: str, kind: Kind, facts: Facts) -> AbstractContextManager[Seen]: ...

    def took(self, name: str, facts: Facts, seconds: float) -> None:
        """A span that ends now."""


class _Unseen:
    def tell(self, name: str, facts: Facts) -> None: ...


class _Watch:
    """Nobody looks on, until a program's start says who does."""

    spans: Spans | None = None


_UNSEEN = nullcontext(_Unseen())


def look_on(spans: Spans | None) -> None:
    """Once a process; None: nobody, as at the beginning."""
    _Watch.spans = spans


def watched() -> Spans | None:
    return _Watch.spans


def span(name: str, kind: Kind, facts: Facts) -> AbstractContextManager[Seen]:
    """What happens inside of the block, and what it asks of others, hangs below it."""
    return _UNSEEN if _Watch.spans is None else _Watch.spans.span(name, kind, facts)


def follow(traceparent: str) -> None:
    """Goes on with the trace of whoever called, or begins one."""
    if SHAPE.fullmatch(traceparent):
        TRACEPARENT.set(traceparent)
    else:
        TRACEPARENT.set("" if _Watch.spans else begun())  # a span without a parent begins one


def begun() -> str:
    """Ids are random, not secret."""
    trace, parent = random.getrandbits(128), random.getrandbits(64)
    return f"00-{trace:032x}-{parent:016x}-{NOT_RECORDED}"


def trace_id() -> str:
    return TRACEPARENT.get()[3:35]
