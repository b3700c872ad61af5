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


def known(sentence: str) -> str:
    """Marks a sentence for the catalogs without translating it yet."""
    return sentence


# What the API may say about a field of a form or about a verb; forms show it through gettext.
API_SENTENCES: Final = (
    known("Another client has this e-mail"),
    known("Only a lost deal has a reason for it"),
    known("Only an admin may give a record to someone else"),
    known("There is no such active user"),
    known("There is no such client"),
    known("This client is in the trash; restore it first"),
    known("This client is in the trash already"),
    known("This deal is in the trash; restore it first"),
    known("This deal is in the trash already"),
)
