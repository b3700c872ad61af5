"""What happened to a record, read from the change log."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from bff.gateway.activity import ActivityPage, ActivityView
from bff.gateway.deals import DealStatus
from bff.gateway.tasks import TaskStatus
from bff.i18n import amount, day, moment
from bff.i18n import gettext as _
from bff.words import field_name, status_name, task_status_name
from ui_components import html as h
from ui_components.badge import Tone
from ui_components.card import card
from ui_components.html import Tag
from ui_components.icons import IconName
from ui_components.layout import quiet
from ui_components.timeline import Change, Event, timeline

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
    }
)
SAID: Final = {"noted": "text", "attached": "file_name", "detached": "file_name"}
LONGEST: Final = 200


def history(log: ActivityPage) -> Tag:
    events = [event(entry) for entry in log.items]
    return card(title=_("History"))[
        timeline(events, label=_("History")) if events else quiet[_("Nothing has happened yet.")]
    ]


def event(entry: ActivityView) -> Event:
    icon, tone = MARKS.get(entry.action, ("activity", "neutral"))
    return Event(
        what=[h.strong[entry.user_name or _("The system")], " ", deed(entry.action)],
        when=moment(entry.created_at),
        at=entry.created_at.isoformat(),
        icon=icon,
        tone=tone,
        text=str(entry.payload.get(SAID.get(entry.action, ""), "")),
        changes=list(changes(entry)) if entry.action in ("updated", "moved") else [],
    )


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
    }.get(action, action)


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
    with suppress(ValueError, ArithmeticError):
        if field == "amount":
            return amount(Decimal(value))
        if field in ("expected_close_date", "due_date"):
            return day(date.fromisoformat(value))
        if field == "remind_at":
            return moment(datetime.fromisoformat(value))
    return str(value)[:LONGEST]
