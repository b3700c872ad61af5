"""What each mail says, in its reader's language: one function for each type.

A new type is a function of ``Told`` here, a line in ``LETTERS``, and its sentences in the catalog
(``python -m bff.locales.build``). A notification's type is found by its own name.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from backend.core.i18n import day, moment, money, ngettext, number
from backend.core.i18n import gettext as _
from backend.mail.letter import Letter, Line, Link, Section, Template, Told

INVITATION = "invitation"
PASSWORD_RESET = "password_reset"  # noqa: S105  # a mail's type


def invitation(told: Told) -> Letter:
    person = told.person or _("An admin")
    return Letter(
        subject=_("{person} invites you to Foyer").format(person=person),
        paragraphs=[
            _("Hello {name},").format(name=told.name),
            _("{person} has made an account for you. You sign in as {email}.").format(
                person=person, email=told.email
            ),
            _("Set a password of your own to begin."),
        ],
        links=[Link(_("Set a password"), told.url)],
        note=_good_once(told),
    )


def password_reset(told: Told) -> Letter:
    return Letter(
        subject=_("A new password for Foyer"),
        paragraphs=[
            _("Hello {name},").format(name=told.name),
            _("Somebody, we hope it was you, asked for a link to set a new password."),
            _("If it was not you, do nothing: your password stays as it is."),
        ],
        links=[Link(_("Set a password"), told.url)],
        note=_good_once(told),
    )


def client_assigned(told: Told) -> Letter:
    one = _("{person} gave you the client {name}")
    many = ngettext(
        "{person} gave you {count} client", "{person} gave you {count} clients", told.count
    )
    return _assigned(told, one, many, _("Open the client"), f"{told.home}/clients/")


def deal_assigned(told: Told) -> Letter:
    one = _("{person} gave you the deal {name}")
    many = ngettext("{person} gave you {count} deal", "{person} gave you {count} deals", told.count)
    return _assigned(told, one, many, _("Open the deal"), f"{told.home}/deals/")


def task_assigned(told: Told) -> Letter:
    one = _("{person} gave you the task {name}")
    many = ngettext("{person} gave you {count} task", "{person} gave you {count} tasks", told.count)
    return _assigned(told, one, many, _("Open the task"), f"{told.home}/tasks/")


def task_reminder(told: Told) -> Letter:
    if tasks := told.payload.get("tasks"):
        return _reminders(told, tasks)
    said = _("Reminder: {name}").format(name=told.payload["name"])
    lines = [Line(label, text) for label, text in _facts(told.payload) if text]
    answers = [Link(_("Done, or later"), url) for url in told.answers.values()]
    return Letter(
        subject=said,
        paragraphs=[f"{said}."],
        sections=[Section("", lines)],
        links=[*answers, Link(_("Open the task"), told.url)],
        note=_("The first link works for a week without signing in; it is yours alone.")
        if answers
        else "",
    )


def _reminders(told: Told, tasks: Sequence[Mapping[str, Any]]) -> Letter:
    """Those that had to wait, each with its own link."""
    count = told.payload["count"]
    text = ngettext("{count} reminder waited for you", "{count} reminders waited for you", count)
    said = text.format(count=number(count))
    lines = [
        Line(task["name"], task.get("client_name", ""), told.answers.get(task["id"], ""))
        for task in tasks
    ]
    return Letter(
        subject=said,
        paragraphs=[f"{said}."],
        sections=[Section(_("Tasks"), lines)],
        links=[Link(_("Open my day"), f"{told.home}/today/")],
    )


def digest(told: Told) -> Letter:
    payload = told.payload
    said = _("How things stand after {day}").format(day=day(date.fromisoformat(payload["day"])))
    yesterday = (
        (_("Won"), _sums(payload["won"])),
        (_("Lost"), _sums(payload["lost"])),
        (_("New clients"), number(payload["new_clients"])),
        (_("New deals"), number(payload["new_deals"])),
    )
    mine = (
        (_("Tasks overdue"), number(payload["overdue"])),
        (_("Tasks for today"), number(payload["today"])),
        (_("Deals without a next step"), number(payload["stepless"])),
    )
    return Letter(
        subject=said,
        paragraphs=[f"{said}."],
        sections=[
            Section(_("The day before"), [Line(*line) for line in yesterday]),
            Section(_("Yours to do"), [Line(*line) for line in mine]),
        ],
        links=[Link(_("Open my day"), f"{told.home}/today/")],
    )


def _sums(closed: Mapping[str, Any]) -> str:
    """How many, and what they are worth in each currency."""
    sums = ", ".join(money(Decimal(one["amount"]), one["currency"]) for one in closed["sums"])
    return f"{number(closed['count'])} ({sums})" if sums else number(0)


def mentioned(told: Told) -> Letter:
    said = _("{person} mentioned you in a note on {name}")
    text = said.format(person=told.person or _("The system"), name=told.payload["name"])
    return Letter(
        subject=text,
        paragraphs=[f"{text}:", told.payload.get("text", "")],
        links=[Link(_("Open the record"), told.url)],
    )


def import_ended(told: Told) -> Letter:
    payload = told.payload
    said = _("Your import of {name} has ended").format(name=payload["name"])
    outcome = (
        (_("Created"), payload.get("created")),
        (_("Updated"), payload.get("updated")),
        (_("Rejected"), payload.get("rejected")),
        (_("Taken back"), payload.get("trashed")),
    )
    lines = [Line(label, number(count)) for label, count in outcome if count]
    failed = payload.get("error")
    return Letter(
        subject=said,
        paragraphs=[f"{said}.", *([str(failed)] if failed else [])],
        sections=[Section(_("What came of it"), lines)] if lines else [],
        links=[Link(_("Look at the import"), told.url)],
    )


def channel_failed(told: Told) -> Letter:
    said = _("The channel {name} was switched off").format(name=told.payload["name"])
    why = _("Nothing that was said in it was taken for a day.")
    return Letter(
        subject=said,
        paragraphs=[f"{said}.", why, told.payload["error"]],
        links=[Link(_("Look at the channel"), told.url)],
    )


def webhook_disabled(told: Told) -> Letter:
    said = _("Your webhook to {name} was switched off").format(name=told.payload["name"])
    waits = _("What happens meanwhile waits for it; switch it on again when it can be reached.")
    reason: str = told.payload["reason"]
    return Letter(
        subject=said,
        paragraphs=[f"{said}: {_(reason)}.", waits],
        links=[Link(_("Look at the webhook"), told.url)],
    )


def system_alarm(told: Told) -> Letter:
    """Of what it is and how bad; where to look, the page itself says."""
    payload = told.payload
    said = {
        ("errors", "raised"): _("Foyer makes many errors"),
        ("errors", "over"): _("Foyer makes no more errors than usual"),
        ("away", "raised"): _("The web front does not reach the API"),
        ("away", "over"): _("The web front reaches the API again"),
    }[payload["name"], payload["state"]]
    counted = _("{count} in {minutes} minutes").format(
        count=number(payload["count"]), minutes=number(payload["minutes"])
    )
    return Letter(
        subject=said,
        paragraphs=[f"{said}.", *([f"{counted}."] if payload["state"] == "raised" else [])],
        links=[Link(_("Look at the system"), f"{told.home}/settings/system/")],
    )


# By the mail's type. Notifications of a type that is not here are not mailed.
LETTERS: Mapping[str, Template] = {
    INVITATION: invitation,
    PASSWORD_RESET: password_reset,
    "client_assigned": client_assigned,
    "deal_assigned": deal_assigned,
    "task_assigned": task_assigned,
    "task_reminder": task_reminder,
    "digest": digest,
    "mentioned": mentioned,
    "import_ended": import_ended,
    "channel_failed": channel_failed,
    "webhook_disabled": webhook_disabled,
    "system_alarm": system_alarm,
}


def _assigned(told: Told, one: str, many: str, label: str, all_of_them: str) -> Letter:
    person = told.person or _("The system")
    if told.count > 1:
        said = many.format(person=person, count=number(told.count))
        links = [Link(_("Open the list"), all_of_them)]
        return Letter(subject=said, paragraphs=[f"{said}."], links=links)
    said = one.format(person=person, name=told.payload["name"])
    lines = [Line(label, text) for label, text in _facts(told.payload) if text]
    return Letter(
        subject=said,
        paragraphs=[f"{said}."],
        sections=[Section("", lines)] if lines else [],
        links=[Link(label, told.url)],
    )


def _facts(payload: Mapping[str, Any]) -> list[tuple[str, str]]:
    due = payload.get("due_date")
    return [
        (_("Client"), payload.get("client_name") or ""),
        (_("Deal"), payload.get("deal_title") or ""),
        (_("Due"), day(date.fromisoformat(due)) if due else ""),
    ]


def _good_once(told: Told) -> str:
    if told.good_until is None:
        return ""
    return _("The link is good once, until {moment}.").format(moment=moment(told.good_until))
