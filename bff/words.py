"""The words of the trade, in the reader's language."""

from typing import Final

from bff.gateway.deals import DealStatus
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


def status_badge(status: DealStatus) -> Tag:
    return badge(status_name(status), tone=STATUS_TONES[status])


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
    }.get(field, field)


def example_of(field: str) -> str:
    """How to write what this field takes."""
    return {
        "email": _("Please write it like ann@example.com."),
        "amount": _("Please write an amount like 1250.50, zero or more."),
    }.get(field, _("This does not look right."))


def known(sentence: str) -> str:
    """Marks a sentence for the catalogs without translating it yet."""
    return sentence


# What the API may say about a field of a form or about a verb; forms show it through gettext.
API_SENTENCES: Final = (
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
    known("Such a client is in the trash; restore it"),
    known("Such a deal is in the trash; restore it"),
    known("The card above has moved; look at the board again"),
    known("There is no such active user"),
    known("There is no such client"),
    known("There is no such deal"),
    known("This client is in the trash; restore it first"),
    known("This client is in the trash already"),
    known("This client is not in the trash"),
    known("This deal is in the trash; restore it first"),
    known("This deal is in the trash already"),
    known("This deal is not in the trash"),
    known("Only its owner or an admin may change this view"),
    known("The record has been changed since"),
    known("There is no such view"),
    known("You have 100 views of this list; delete one first"),
    known("There is no such task"),
    known("This task is in the trash already"),
    known("This task is not in the trash"),
    known("This task is in the trash; restore it first"),
)
