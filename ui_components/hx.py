"""The only place that spells htmx 4 attributes."""

import json
from collections.abc import Mapping
from typing import Literal, TypeAlias

from htpy import Attribute, Node

from ui_components.html import Attrs, Tag, hx_partial

Method: TypeAlias = Literal["get", "post", "put", "patch", "delete"]
Swap: TypeAlias = Literal[
    "innerHTML",
    "outerHTML",
    "innerMorph",
    "outerMorph",
    "textContent",
    "beforebegin",
    "afterbegin",
    "beforeend",
    "afterend",
    "delete",
    "none",
]
Sync: TypeAlias = Literal["drop", "abort", "replace", "queue first", "queue last", "queue all"]


def request(
    method: Method,
    url: str,
    *,
    target: str | None = None,
    swap: Swap | None = None,
    trigger: str | None = None,
    include: str | None = None,
    values: Mapping[str, str | int] | None = None,
    push_url: bool | str | None = None,
    replace_url: bool | str | None = None,
    indicator: str | None = None,
    sync: Sync | None = None,
    transition: bool = False,
    show: str | None = None,
    disable: str | None = None,
    timeout: int | None = None,
) -> Attrs:
    """``disable`` is a selector of what is disabled while the request runs, ``show`` of what is
    scrolled to after the swap. ``timeout`` is in seconds.

    htmx sends a form's fields with a GET only when the form itself carries the request.
    """
    named: dict[str, Attribute] = {
        f"hx-{method}": url,
        "hx-target": target,
        "hx-swap": _swap(swap, transition=transition, show=show),
        "hx-trigger": _trigger(trigger),
        "hx-include": include,
        "hx-vals": None if values is None else json.dumps(dict(values)),
        "hx-push-url": _flag(push_url),
        "hx-replace-url": _flag(replace_url),
        "hx-indicator": indicator,
        "hx-sync": None if sync is None else f"this:{sync}",
        "hx-disable": disable,
        "hx-config": None if timeout is None else json.dumps({"timeout": f"{timeout}s"}),
    }
    return {name: value for name, value in named.items() if value is not None}


def inherited_headers(headers: Mapping[str, str]) -> Attrs:
    """For ``<body>``: every htmx request below it carries these, such as the CSRF token."""
    return {"hx-headers:inherited": json.dumps(dict(headers))}


def on_status(
    status: int | Literal["4xx", "5xx"], *, target: str, swap: Swap = "innerHTML"
) -> Attrs:
    """Where the answer goes when it has this status."""
    return {f"hx-status:{status}": f"target:{json.dumps(target)} swap:{swap}"}


def partial(target: str, *, swap: Swap = "innerHTML") -> Tag:
    """A piece of any answer with a place of its own: ``partial("#toaster")[toast(...)]``."""
    return hx_partial({"hx-target": target, "hx-swap": swap})


def replacing(target: str, node: Node) -> Tag:
    """A partial that takes the place of ``target`` and keeps focus and typed text."""
    return partial(target, swap="outerMorph")[node]


MORPH_SKIP: Attrs = {"hx-morph-skip": True}
PRESERVE: Attrs = {"hx-preserve": True}


def _swap(swap: Swap | None, *, transition: bool, show: str | None) -> str | None:
    modifiers = [
        "transition:true" if transition else "",
        f"show:top showTarget:{show}" if show else "",
    ]
    told = " ".join(filter(None, modifiers))
    return f"{swap or 'innerHTML'} {told}" if told else swap


def _flag(value: bool | str | None) -> str | None:
    return str(value).lower() if isinstance(value, bool) else value


def _trigger(trigger: str | None) -> str | None:
    if trigger is not None and "[" in trigger:
        raise ValueError("a trigger filter needs eval, which the Content-Security-Policy forbids")
    return trigger
