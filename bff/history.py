"""What happened to a record, read from the change log."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from htpy import Node

from bff.gateway.accounts import Role
from bff.gateway.activity import ActivityPage, ActivityView
from bff.gateway.deals import DealStatus
from bff.gateway.tasks import TaskStatus
from bff.i18n import ENDONYMS, amount, clock, date_of, day, moment, today
from bff.i18n import gettext as _
from bff.records import kind_name, record_link
from bff.words import field_name, role_name, status_name, task_status_name
from ui_components import html as h
from ui_components.badge import Tone
from ui_components.card import card
from ui_components.html import Tag
from ui_components.icons import IconName
from ui_components.layout import quiet
from ui_components.timeline import Change, Day, Event, timeline

MARKS: Final[dict[str, tuple[IconName, Tone]]] = {
    "created": ("plus", "success"),
    "updated": ("pencil", "info"),
    "moved": ("move", "accent"),
    "deleted": ("trash-2", "danger"),
    "restored": ("archive-restore", "success"),
    "completed": ("circle-check", "success"),
    "reopened": ("circle-dot", "warning"),
    "noted": ("notebook-text", "accent"),
    "attached": ("upload", "info"),
    "detached": ("circle-x", "danger"),
    "merged": ("layers", "accent"),
    "unmerged": ("copy", "warning"),
}
# Ids and bookkeeping: true, but nothing a reader can use.
UNTOLD: Final = frozenset(
    {
        "deleted_at",
        "closed_at",
        "completed_at",
        "owner_id",
        "assigned_to",
        "client_id",
        "deal_id",
        "external_id",
        "disabled_reason",
    }
)
SAID: Final = {
    "noted": "text",
    "attached": "file_name",
    "detached": "file_name",
    "merged": "other",
    "unmerged": "other",
}
TOLD_WHOLE: Final = ("updated", "moved", "merged", "unmerged")
LONGEST: Final = 200


def history(log: ActivityPage) -> Tag:
    events = [event(entry) for entry in log.items]
    return card(title=_("History"))[
        timeline(events, label=_("History")) if events else quiet[_("Nothing has happened yet.")]
    ]


def days(
    log: ActivityPage,
    *,
    after: date | None = None,
    action: Callable[[ActivityView], Node],
    is_named: bool = False,
) -> list[Day]:
    """Entries by the day they were made; ``after`` is the day that the page above ended with.

    ``action`` says what can be done about an entry.
    """

    def told(entry: ActivityView) -> Event:
        when = clock(entry.created_at)
        return event(entry, when=when, action=action(entry), is_named=is_named)

    return [
        Day(
            label="" if made == after else day_name(made),
            date=made.isoformat(),
            events=[told(one) for one in entries],
        )
        for made, entries in groupby(log.items, lambda entry: date_of(entry.created_at))
    ]


def day_name(value: date) -> str:
    ago = (today() - value).days
    return {0: _("Today"), 1: _("Yesterday")}.get(ago, day(value))


def event(
    entry: ActivityView, *, when: str = "", action: Node = None, is_named: bool = False
) -> Event:
    """``is_named``: with the record that it was done to, where those of many stand together."""
    icon, tone = MARKS.get(entry.action, ("activity", "neutral"))
    done = deed_to(entry) if is_named else deed(entry.action)
    return Event(
        what=[h.strong[entry.user_name or _("The system")], " ", done],
        when=when or moment(entry.created_at),
        at=entry.created_at.isoformat(),
        icon=icon,
        tone=tone,
        text=said(entry),
        changes=list(changes(entry)) if entry.action in TOLD_WHOLE else [],
        action=action,
    )


def said(entry: ActivityView) -> str:
    """What was written, or which thing the deed was about."""
    about = entry.payload.get(SAID.get(entry.action, ""), "")
    return str(about.get("name", "") if isinstance(about, dict) else about)


def deed(action: str) -> str:
    return {
        "created": _("created this"),
        "updated": _("changed this"),
        "moved": _("moved this"),
        "deleted": _("deleted this"),
        "restored": _("brought this back"),
        "completed": _("completed this"),
        "reopened": _("opened this again"),
        "noted": _("wrote a note"),
        "attached": _("attached a file"),
        "detached": _("removed a file"),
        "merged": _("merged another one into this"),
        "unmerged": _("took a merge apart"),
        "started": _("started this"),
        "ended": _("ended this"),
        "invited": _("sent an invitation"),
        "password_changed": _("changed the password"),
        "secret_rotated": _("replaced the secret"),
        "tested": _("sent a test"),
        "redelivered": _("delivered this again"),
        "redriven": _("sent this on again"),
        "given_up": _("gave this up"),
    }.get(action, action)


def deed_to(entry: ActivityView) -> Node:
    verb = {
        "created": _("created"),
        "updated": _("changed"),
        "moved": _("moved"),
        "deleted": _("deleted"),
        "restored": _("brought back"),
        "completed": _("completed"),
        "reopened": _("opened again"),
        "noted": _("wrote a note on"),
        "attached": _("attached a file to"),
        "detached": _("removed a file from"),
        "merged": _("merged another one into"),
        "unmerged": _("took apart the merge of"),
        "started": _("started"),
        "ended": _("ended"),
        "invited": _("made a password link for"),
        "password_changed": _("changed the password of"),
        "secret_rotated": _("replaced the secret of"),
        "tested": _("sent a test to"),
        "redelivered": _("delivered again to"),
        "redriven": _("sent on again"),
        "given_up": _("gave up"),
    }.get(entry.action, entry.action)
    return [verb, " ", record_link(entry), " ", quiet(small=True)[kind_name(entry.entity_type)]]


def changes(entry: ActivityView) -> Iterable[Change]:
    for field, pair in entry.payload.get("changes", {}).items():
        if field not in UNTOLD:
            before, after = pair
            yield Change(field_name(field), told(field, before), told(field, after))


def told(field: str, value: Any) -> str:
    if value is None:
        return ""
    if field == "status" and value in DealStatus.__members__:
        return status_name(DealStatus(value))
    if field == "status" and value in TaskStatus.__members__:
        return task_status_name(TaskStatus(value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(map(str, value))[:LONGEST]
    with suppress(ValueError, ArithmeticError, StopIteration):
        if field == "role":
            return role_name(Role(value))
        if field == "locale":
            return next(name for locale, name in ENDONYMS.items() if locale == value)
        if field == "amount":
            return amount(Decimal(value))
        if field in ("expected_close_date", "due_date"):
            return day(date.fromisoformat(value))
        if field == "remind_at":
            return moment(datetime.fromisoformat(value))
    return str(value)[:LONGEST]
