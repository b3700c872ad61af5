"""Parts of a page that are asked for side by side, of which each stands or falls alone."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from htpy import Node
from msgspec import Struct

from bff.gateway.client import Backend
from bff.gateway.problems import Away, Refused
from bff.i18n import clock, day_of
from bff.i18n import gettext as _
from bff.visit import Visit
from ui_components import hx
from ui_components.alert import alert
from ui_components.button import link_button
from ui_components.card import card
from ui_components.empty import empty_state
from ui_components.html import NO_ATTRS, Tag
from ui_components.layout import padded, stack
from ui_components.live import follows

T = TypeVar("T")
DEADLINE: Final = 1.5  # seconds, after which the page goes out without the panel's answer


class Panel(Struct, Generic[T], frozen=True, kw_only=True):
    """``ask`` is given a way to the backend of its own; ``draw`` what came of it.

    One that is ``plain`` has no card around it; ``action`` stands in the head of the card, which
    is asked for again after the changes that it ``follows`` (`live.follows`).
    """

    id: str
    title: str
    ask: Callable[[Backend], Awaitable[T]]
    draw: Callable[[T], Node]
    action: Node = None
    plain: bool = False
    follows: Sequence[str] = ()


class Found(Struct, Generic[T], frozen=True):
    """``as_of`` is told where the answer is a stored one; without any ``answer`` is None."""

    answer: T | None = None
    as_of: datetime | None = None


async def panels(visit: Visit, known: Sequence[Panel[Any]]) -> list[Tag]:
    """All of them, or the one that htmx asks for. Raises Away where there is nothing to show.

    Only where every panel is stale the page itself says so, and its forms are switched off.
    """
    asked_for = [panel for panel in known if panel.id == visit.htmx.target]
    shown = asked_for if visit.htmx.wants_part and asked_for else known
    found = await asyncio.gather(*(find(visit.backend, panel) for panel in shown))
    if all(one.answer is None for one in found) and shown is known:
        raise Away("no panel has an answer")
    ages = [one.as_of for one in found if one.as_of]
    if len(ages) == len(known):
        visit.backend.as_of = min(ages)
    return [drawn(visit, panel, one) for panel, one in zip(shown, found, strict=True)]


async def find(backend: Backend, panel: Panel[T]) -> Found[T]:
    own = backend.apart(DEADLINE)
    try:
        return Found(await panel.ask(own), own.as_of)
    except (Away, Refused):
        return Found()


def drawn(visit: Visit, panel: Panel[T], found: Found[T]) -> Tag:
    """A stub in a card where the panel has nothing to show."""
    live = follows(*panel.follows) if panel.follows else NO_ATTRS
    if found.answer is None:
        return card(id=panel.id, title=panel.title, attrs=live)[stub(visit, panel.id)]
    as_of = None if visit.is_stale else found.as_of
    note = stale_note(visit, panel.id, as_of) if as_of else None
    content = panel.draw(found.answer)
    if panel.plain:
        return stack(id=panel.id)[note, content]
    return card(id=panel.id, title=panel.title, action=panel.action, flush=True, attrs=live)[
        note and padded[note], content
    ]


def stub(visit: Visit, id: str) -> Tag:
    return empty_state(
        _("This part cannot be shown now"),
        text=_("Where it comes from does not answer."),
        icon="cloud-off",
        action=try_again(visit, id),
    )


def stale_note(visit: Visit, id: str, as_of: datetime) -> Tag:
    text = _("This part is from {time}, {day}.").format(time=clock(as_of), day=day_of(as_of))
    return alert(tone="warning", action=try_again(visit, id))[text]


def try_again(visit: Visit, id: str) -> Tag:
    """The panel alone; without scripts the whole page."""
    request = hx.request("get", visit.here, target=f"#{id}", swap="outerHTML")
    return link_button(href=visit.here, variant="outline", size="sm", hx=request)[_("Try again")]
