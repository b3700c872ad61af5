"""One verb for many records: in portions, counted, and told at the end, whatever came of it."""

import time
from collections.abc import Awaitable, Mapping
from typing import Any, Final, Protocol, TypeAlias, TypeVar
from uuid import UUID, uuid4

import msgspec
from htpy import Node
from litestar import Response
from litestar.exceptions import ValidationException
from litestar.params import URLEncodedBody
from msgspec import Struct
from msgspec.structs import replace

from bff import csrf
from bff.forms import TELLS_FIELDS
from bff.gateway.bulk import BulkClients, BulkDeals, BulkTasks, Problem
from bff.gateway.problems import Away, Refused
from bff.i18n import gettext as _
from bff.i18n import number
from bff.shell import page
from bff.urls import with_query
from bff.visit import Toast, Visit
from ui_components import hx
from ui_components.alert import alert
from ui_components.bulk_bar import bulk_bar
from ui_components.button import button
from ui_components.card import card
from ui_components.form import form as form_element
from ui_components.html import Tag
from ui_components.layout import narrow, page_header, stack
from ui_components.loading import spinner

PATIENCE: Final = 2.0  # seconds of portions in one answer; then people are told how far it is
PROGRESS: Final = "bulk-progress"
MOST_REASONS: Final = 3

Change = TypeVar("Change", BulkClients, BulkDeals, BulkTasks)
ManyFields: TypeAlias = URLEncodedBody[dict[str, str | list[str]]]


class Portion(Protocol):
    @property
    def batch_id(self) -> UUID: ...
    @property
    def done(self) -> int: ...
    @property
    def unchanged(self) -> int: ...
    @property
    def problems(self) -> list[Problem]: ...
    @property
    def next_cursor(self) -> str | None: ...


class Send(Protocol):
    """The next portion of a change."""

    def __call__(self, *, cursor: str | None, key: str) -> Awaitable[Portion]: ...


class Tally(Struct):
    """What became of all portions so far; ``left`` says why, and how often."""

    done: int = 0
    unchanged: int = 0
    left: dict[str, int] = {}
    portions: int = 0
    batch: UUID | None = None
    cursor: str | None = None

    @property
    def seen(self) -> int:
        return self.done + self.unchanged + sum(self.left.values())

    def add(self, portion: Portion) -> None:
        self.done += portion.done
        self.unchanged += portion.unchanged
        for problem in portion.problems:
            reason = problem.detail or problem.title
            self.left[reason] = self.left.get(reason, 0) + 1
        self.portions += 1
        self.batch, self.cursor = portion.batch_id, portion.next_cursor


class Chosen(Struct):
    """What a bulk form said: the ticked rows, or ``everything`` that the list with its ``query``
    finds, and the ``tally`` of what was done already.
    """

    ids: list[UUID]
    everything: bool
    query: str
    values: dict[str, str]
    key: str
    tally: Tally

    @classmethod
    def sent(cls, data: Mapping[str, str | list[str]]) -> "Chosen":
        ticked = data.get("only") or data.get("selected", "")
        values = {name: text.strip() for name, text in data.items() if isinstance(text, str)}
        return cls(
            ids_of(ticked if isinstance(ticked, str) else ",".join(ticked)),
            everything="everything" in data and "only" not in data,
            query=values.get("query", ""),
            values=values,
            key=values.get("form_key") or str(uuid4()),
            tally=tally_of(values.get("tally", "")),
        )

    @property
    def is_empty(self) -> bool:
        return not (self.ids or self.everything)

    def missing(self, needs: Mapping[str, str]) -> str:
        """What was not said, though the verb ``needs`` it: the name of a field for each."""
        if self.is_empty:
            return _("Select something first.")
        needed = needs.get(self.values.get("action", ""))
        return (
            _("Say first what to change it to.") if needed and not self.values.get(needed) else ""
        )

    def narrow(self, change: Change, filters: Struct) -> Change:
        """A bulk change of the ticked ones, or of all that these ``filters`` find."""
        reach = {"filters": filters} if self.everything else {"ids": self.ids}
        return replace(change, **reach)

    @property
    def hidden(self) -> dict[str, str]:
        """For the form that goes on with it."""
        tally = msgspec.json.encode(self.tally).decode()
        ids = ",".join(str(one) for one in self.ids)
        return self.values | {"form_key": self.key, "selected": ids, "tally": tally}


def bar(visit: Visit, *, id: str, action: str, reach: Node, actions: Node) -> Tag | None:
    """Nothing can be changed while the backend is away, so there is nothing to choose for."""
    if visit.is_stale:
        return None
    return bulk_bar(
        id=id,
        action=action,
        label=_("Change what is selected"),
        hidden={csrf.FIELD: visit.csrf_token, "form_key": visit.form_key},
        reach=reach,
        count_label=_("Selected: {count}"),
        clear_label=_("Clear selection"),
    )[actions]


async def carry_out(
    visit: Visit,
    chosen: Chosen,
    send: Send,
    *,
    back: str,
    deed: str,
    undoable: bool = True,
) -> Response[Any]:
    """``deed`` is what will have been done, with a place for ``{count}``. What takes longer than
    people wait in silence goes on from a page that says how far it is.
    """
    tally, ends = chosen.tally, time.monotonic() + PATIENCE
    while True:
        try:
            tally.add(await send(cursor=tally.cursor, key=f"{chosen.key}-{tally.portions}"))
        except Refused as refusal:
            if refusal.status not in TELLS_FIELDS:
                raise
            problem = _(refusal.problem.detail or refusal.problem.title)
            return visit.go(back, outcome(tally, back, deed, problem=problem))
        except Away:
            return under_way(visit, chosen, deed, is_halted=True)
        if tally.cursor is None:
            return visit.go(back, outcome(tally, back, deed, undoable=undoable))
        if time.monotonic() > ends:
            return under_way(visit, chosen, deed)


def outcome(
    tally: Tally, back: str, deed: str, *, problem: str = "", undoable: bool = True
) -> Toast:
    """What was done and what was not, and why."""
    told = [problem] if problem else []
    reasons = sorted(tally.left.items(), key=lambda each: -each[1])
    left = sum(tally.left.values())
    if left:
        why = "; ".join(f"{_(reason)} ({number(n)})" for reason, n in reasons[:MOST_REASONS])
        told.append(_("Left as they are: {count}. {why}").format(count=number(left), why=why))
    if tally.unchanged:
        told.append(_("Were so already: {count}.").format(count=number(tally.unchanged)))
    undo = with_query(f"/undo/{tally.batch}/", next=back) if tally.done and undoable else None
    return Toast(
        deed.format(count=number(tally.done)) if tally.done or not problem else problem,
        detail=" ".join(told if tally.done or not problem else told[1:]),
        undo=undo,
        is_bad=bool(left or problem),
    )


def under_way(visit: Visit, chosen: Chosen, deed: str, *, is_halted: bool = False) -> Response[Any]:
    """Goes on by itself, or by its button: without scripts, and when the backend was away."""
    so_far = deed.format(count=number(chosen.tally.done))
    on = hx.request(
        "post",
        visit.url,
        target=f"#{PROGRESS}",
        swap="outerHTML",
        trigger="submit" if is_halted else "submit, load",
    )
    halted = _("The server cannot be reached. What was done so far stays done.")
    body = stack(id=PROGRESS)[
        alert(tone="warning", attrs={"role": "alert"})[halted]
        if is_halted
        else spinner(label=so_far),
        form_element(
            action=visit.url,
            hidden=chosen.hidden | {csrf.FIELD: visit.csrf_token},
            actions=button(type="submit", variant="outline")[_("Go on")],
            hx=on,
        )[so_far if is_halted else None],
    ]
    title = _("One moment")
    content = narrow[page_header(title), card[body]]
    return page(visit, title=title, content=content, part=[body])


def ids_of(text: str) -> list[UUID]:
    """Raises ValidationException for what no page of ours sends."""
    try:
        return [UUID(one) for one in text.split(",") if one]
    except ValueError as error:
        raise ValidationException("these are no ids") from error


def tally_of(text: str) -> Tally:
    """It comes back from the browser, so it may be anything; it only ever tells."""
    try:
        return msgspec.json.decode(text or "{}", type=Tally)
    except msgspec.DecodeError:
        return Tally()
