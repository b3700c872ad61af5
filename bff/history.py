"""What happened to a record, read from the change log."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any, Final

from bff.gateway.activity import ActivityPage, ActivityView
from bff.gateway.deals import DealStatus
from bff.i18n import amount, day, moment
from bff.i18n import gettext as _
from bff.words import field_name, status_name
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
}
# Ids and bookkeeping: true, but nothing a reader can use.
UNTOLD: Final = frozenset({"deleted_at", "closed_at", "owner_id", "client_id", "external_id"})
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
        changes=list(changes(entry)) if entry.action in ("updated", "moved") else [],
    )


def deed(action: str) -> str:
    return {
        "created": _("created this"),
        "updated": _("changed this"),
        "moved": _("moved this"),
        "deleted": _("deleted this"),
        "restored": _("brought this back"),
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
    with suppress(ValueError, ArithmeticError):
        if field == "amount":
            return amount(Decimal(value))
        if field == "expected_close_date":
            return day(date.fromisoformat(value))
    return str(value)[:LONGEST]
