"""The words of the trade, in the reader's language."""

from typing import Final

from bff.gateway.accounts import Role
from bff.gateway.clients import Likeness
from bff.gateway.deals import DealStatus
from bff.gateway.notifications import NotificationType
from bff.gateway.tasks import TaskStatus
from bff.i18n import gettext as _
from ui_components.badge import Tone, badge
from ui_components.html import Tag

STATUS_TONES: Final[dict[DealStatus, Tone]] = {
    DealStatus.NEW: "info",
    DealStatus.IN_PROGRESS: "warning",
    DealStatus.WON: "success",
    DealStatus.LOST: "danger",
}


def status_name(status: DealStatus) -> str:
    return {
        DealStatus.NEW: _("New"),
        DealStatus.IN_PROGRESS: _("In progress"),
        DealStatus.WON: _("Won"),
        DealStatus.LOST: _("Lost"),
    }[status]


def notification_name(kind: NotificationType) -> str:
    """As its reader would say when it is to be told."""
    return {
        NotificationType.CLIENT_ASSIGNED: _("Somebody gives me a client"),
        NotificationType.DEAL_ASSIGNED: _("Somebody gives me a deal"),
        NotificationType.TASK_ASSIGNED: _("Somebody gives me a task"),
        NotificationType.TASK_REMINDER: _("A task wants to be remembered"),
        NotificationType.DIGEST: _("A new day begins: how things stand"),
        NotificationType.IMPORT_ENDED: _("My import has ended"),
        NotificationType.CHANNEL_FAILED: _("A channel of mine was switched off"),
        NotificationType.MENTIONED: _("Somebody mentions me in a note"),
        NotificationType.WEBHOOK_DISABLED: _("A webhook of mine was switched off"),
        NotificationType.SYSTEM_ALARM: _("Foyer itself has trouble"),
    }[kind]


def status_badge(status: DealStatus) -> Tag:
    return badge(status_name(status), tone=STATUS_TONES[status])


def task_status_name(status: TaskStatus) -> str:
    return {
        TaskStatus.TODO: _("To do"),
        TaskStatus.IN_PROGRESS: _("In progress"),
        TaskStatus.DONE: _("Done"),
    }[status]


# Kept in English, shown in the reader's language, with one's own words behind a colon.
LOST_REASONS: Final = (
    "Too expensive",
    "Went to a competitor",
    "No budget",
    "Not now",
    "No answer",
    "Did not fit",
    "Other",
)


def reason_name(reason: str) -> str:
    named, colon, note = reason.partition(":")
    return (
        {
            "Too expensive": _("Too expensive"),
            "Went to a competitor": _("Went to a competitor"),
            "No budget": _("No budget"),
            "Not now": _("Not now"),
            "No answer": _("No answer"),
            "Did not fit": _("Did not fit"),
            "Other": _("Other"),
        }.get(named, named)
        + colon
        + note
    )


def role_name(role: Role) -> str:
    return _("Admin") if role == Role.ADMIN else _("User")


def field_name(field: str) -> str:
    """The label a form gives to this field of the change log; an unknown one stays as it is."""
    return {
        "name": _("Name"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "company": _("Company"),
        "notes": _("Notes"),
        "owner_id": _("Owner"),
        "title": _("Title"),
        "amount": _("Amount"),
        "currency": _("Currency"),
        "status": _("Status"),
        "description": _("Description"),
        "expected_close_date": _("Expected close"),
        "lost_reason": _("Reason it was lost"),
        "client_id": _("Client"),
        "external_id": _("External id"),
        "due_date": _("Due"),
        "remind_at": _("Reminder"),
        "full_name": _("Name"),
        "role": _("Role"),
        "is_active": _("Active"),
        "time_zone": _("Time zone"),
        "locale": _("Language"),
        "quiet_from": _("Quiet from"),
        "quiet_to": _("Quiet until"),
        "digest_hour": _("Digest at"),
        "url": _("Address"),
        "events": _("Events"),
    }.get(field, field)


def likeness_name(likeness: Likeness) -> str:
    return {
        Likeness.EMAIL: _("Same e-mail"),
        Likeness.PHONE: _("Same phone"),
        Likeness.NAME: _("Similar name"),
        Likeness.COMPANY: _("Similar company"),
    }[likeness]


def example_of(field: str) -> str:
    """How to write what this field takes."""
    return {
        "email": _("Please write it like ann@example.com."),
        "remind_at": _("Please choose a day and a time that your clock will show."),
        "new_password": _("Please use at least 12 characters."),
        "url": _("Please write it like https://example.com/hooks."),
        "amount": _("Please write an amount like 1250.50, zero or more."),
    }.get(field, _("This does not look right."))


def known(sentence: str) -> str:
    """Marks a sentence for the catalogs without translating it yet."""
    return sentence


# What the API may say about a field of a form or about a verb; forms show it through gettext.
API_SENTENCES: Final = (
    known("A user with this e-mail exists already"),
    known("This is no address of a chat service"),
    known("This service is not one of those that are taken"),
    known("The address has a parameter that is not taken"),
    known("Choose what the team is told of"),
    known("Your own channel tells what you choose by notifications"),
    known("You have 50 channels; remove one first"),
    known("There is no such channel"),
    known("This channel is switched off; switch it on first"),
    known("This is no whole address of this service"),
    known("The address leads to a place that this instance does not send to"),
    known("No connection could be made, or it broke off"),
    known("The service did not take it"),
    known("No whole answer in 30 seconds"),
    known("It could not be sent from here; the operator finds why in the log"),
    known("Its address was sealed under another CRM_SECRET_KEY; enter it again"),
    known("Quiet hours have a beginning and an end"),
    known("Quiet hours end at another time than they begin"),
    known("This task is done already"),
    known("This link is too old; sign in instead"),
    known("This link is not one of ours, or not a whole one"),
    known("This task is not yours any more, or it was deleted"),
    known("An address has a host, and no password or #fragment"),
    known("Expected 12 to 1,024 characters, nothing that is easily guessed"),
    known("Expected an IANA time zone, such as Europe/Berlin"),
    known("Expected an address such as https://example.com/hooks"),
    known("Expected an event such as deal.moved, or client.*, or *"),
    known("Five secrets are good at the moment; wait until one of them expires"),
    known("It answered 410 Gone"),
    known("Nothing was delivered for five days"),
    known("Only an admin's token may do what an admin does"),
    known("There is no such delivery"),
    known("There is no such export"),
    known("There is no such session"),
    known("There is no such token"),
    known("There is no such user"),
    known("There is no such webhook"),
    known("This delivery is being sent right now"),
    known("This is no address"),
    known("This is not your password"),
    known("This is the last admin; make another one first"),
    known("This password is easily guessed; take a few words that nobody would put together"),
    known("This password is made of your own name or e-mail address"),
    known("This token was used or is too old; ask for another one"),
    known("This user may not sign in; let them in again first"),
    known("This was your password until a moment ago"),
    known("This webhook is switched off; switch it on first"),
    known("Webhooks go by https to port 443"),
    known("Webhooks go to public addresses only"),
    known("A client cannot be merged with itself"),
    known("A note says something"),
    known("This session has ended"),
    known("Another client has this e-mail"),
    known("Expected a currency code such as EUR (ISO 4217)"),
    known("Expected an amount of zero or more, such as 1250.00"),
    known("Expected an e-mail address such as ann@example.com"),
    known("Expected one line of 1 to 200 characters"),
    known("Expected one line of up to 200 characters"),
    known("Expected one line of up to 50 characters"),
    known("Expected text of up to 10,000 characters"),
    known("Only a lost deal has a reason for it"),
    known("Only an admin may give a record to someone else"),
    known("Only the owner or an admin may change this record"),
    known("Someone changed this record after you read it"),
    known("Something has been changed since the merge"),
    known("Such a client is in the trash; restore it"),
    known("Such a deal is in the trash; restore it"),
    known("The card above has moved; look at the board again"),
    known("The one that was merged into this client is no longer in the trash"),
    known("There are clients like this one"),
    known("There is no such active user"),
    known("There is no such client"),
    known("There is no such deal"),
    known("This client is in the trash; restore it first"),
    known("This client is in the trash already"),
    known("This client is not in the trash"),
    known("This client was merged into another; undo the merge instead"),
    known("This deal is in the trash; restore it first"),
    known("This deal is in the trash already"),
    known("This deal is not in the trash"),
    known("A note says something"),
    known("Expected text of 1 to 10,000 characters"),
    known("Another task has this external id"),
    known("Such a task is in the trash; restore it"),
    known("There is no such moment"),
    known("There is no such task"),
    known("This deal is another client's"),
    known("This task is in the trash; restore it first"),
    known("This task is in the trash already"),
    known("This task is not in the trash"),
    known("Only its owner or an admin may change this view"),
    known("The record has been changed since"),
    known("There is no such view"),
    known("You have 100 views of this list; delete one first"),
)
