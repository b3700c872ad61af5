"""What a notification says, in the reader's language."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bff.gateway.notifications import NotificationType, NotificationView
from bff.i18n import day, full_day, moment, money, ngettext, number
from bff.i18n import gettext as _


def sentence(told: NotificationView) -> str:
    if told.type is NotificationType.SYSTEM_ALARM:
        return alarm(told.payload)
    if told.type is NotificationType.DIGEST:
        yesterday = full_day(date.fromisoformat(told.payload["day"]))
        return _("How things stand after {day}").format(day=yesterday)
    if others := told.payload.get("count", 1) - 1:
        text = ngettext(
            "Reminder: {name} and {count} more task",
            "Reminder: {name} and {count} more tasks",
            others,
        )
        return text.format(name=told.payload["name"], count=number(others))
    text = {
        NotificationType.CLIENT_ASSIGNED: _("{person} gave you the client {name}"),
        NotificationType.DEAL_ASSIGNED: _("{person} gave you the deal {name}"),
        NotificationType.TASK_ASSIGNED: _("{person} gave you the task {name}"),
        NotificationType.TASK_REMINDER: _("Reminder: {name}"),
        NotificationType.IMPORT_ENDED: _("Your import of {name} has ended"),
        NotificationType.CHANNEL_FAILED: _("The channel {name} was switched off"),
        NotificationType.MENTIONED: _("{person} mentioned you in a note on {name}"),
        NotificationType.WEBHOOK_DISABLED: _("Your webhook to {name} was switched off"),
    }[told.type]
    return text.format(person=told.actor_name or _("The system"), name=told.payload["name"])


def detail(told: NotificationView) -> str:
    """Where it belongs, until when it is due, or what came of it."""
    payload = told.payload
    if told.type is NotificationType.SYSTEM_ALARM:
        return counted(payload)
    if told.type is NotificationType.IMPORT_ENDED:
        return payload.get("error") or outcome(payload)
    if told.type is NotificationType.CHANNEL_FAILED:
        why: str = payload["error"]
        return _(why)
    if told.type is NotificationType.DIGEST:
        return standing(payload)
    if "tasks" in payload:
        return " · ".join(task["name"] for task in payload["tasks"])
    if told.type is NotificationType.MENTIONED:
        return str(payload.get("text", ""))
    if told.type is NotificationType.WEBHOOK_DISABLED:
        return _(payload.get("reason", ""))
    due = payload.get("due_date")
    known: list[str | None] = [
        payload.get("client_name"),
        payload.get("deal_title"),
        _("due {day}").format(day=day(date.fromisoformat(due))) if due else None,
    ]
    return " · ".join(filter(None, known))


def alarm(payload: dict[str, Any]) -> str:
    texts = {
        ("errors", "raised"): _("Foyer makes many errors"),
        ("errors", "over"): _("Foyer makes no more errors than usual"),
        ("away", "raised"): _("The web front does not reach the API"),
        ("away", "over"): _("The web front reaches the API again"),
    }
    return texts.get((payload["name"], payload["state"]), str(payload["name"]))


def counted(payload: dict[str, Any]) -> str:
    if payload["state"] == "over":
        return _("since {moment}").format(moment=moment(datetime.fromisoformat(payload["since"])))
    text = _("{count} in {minutes} minutes")
    return text.format(count=number(payload["count"]), minutes=number(payload["minutes"]))


def outcome(payload: dict[str, Any]) -> str:
    texts = {
        "created": _("created: {count}"),
        "updated": _("updated: {count}"),
        "rejected": _("rejected: {count}"),
        "trashed": _("taken back: {count}"),
    }
    return ", ".join(
        text.format(count=number(payload[name]))
        for name, text in texts.items()
        if payload.get(name)
    )


def standing(payload: dict[str, Any]) -> str:
    """What is nothing is left out."""
    counts = {
        "new_clients": _("new clients: {count}"),
        "new_deals": _("new deals: {count}"),
        "overdue": _("tasks overdue: {count}"),
        "today": _("tasks for today: {count}"),
        "stepless": _("deals without a next step: {count}"),
    }
    closed = {"won": _("won: {sums}"), "lost": _("lost: {sums}")}
    said = [
        text.format(sums=sums_of(payload[name]))
        for name, text in closed.items()
        if payload[name]["count"]
    ]
    said += [
        text.format(count=number(payload[name])) for name, text in counts.items() if payload[name]
    ]
    return " · ".join(said) or _("Nothing new, and nothing to do.")


def sums_of(closed: dict[str, Any]) -> str:
    """How many, and what they are worth in each currency."""
    sums = ", ".join(money(Decimal(one["amount"]), one["currency"]) for one in closed["sums"])
    return f"{number(closed['count'])} ({sums})"
