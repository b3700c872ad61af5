"""What a file can fill, in the reader's words."""

import re
from collections.abc import Mapping
from typing import Final

from bff.gateway.deals import DealStatus
from bff.gateway.imports import ImportEntity
from bff.i18n import gettext as _
from bff.words import status_name
from ui_components.field import Option

NEEDED: Final[Mapping[ImportEntity, tuple[str, ...]]] = {
    ImportEntity.CLIENTS: ("name",),
    ImportEntity.DEALS: ("client", "title"),
    ImportEntity.TASKS: ("client", "title"),
}
STATUS: Final = "status"
# What other systems call them, as the API reads them by itself.
TASK_WORDS: Final[Mapping[str, str]] = {
    "TO_DO": "TODO",
    "OPEN": "TODO",
    "NOT_STARTED": "TODO",
    "COMPLETED": "DONE",
    "COMPLETE": "DONE",
}


def entity_name(entity: ImportEntity) -> str:
    return {
        ImportEntity.CLIENTS: _("Clients"),
        ImportEntity.DEALS: _("Deals"),
        ImportEntity.TASKS: _("Tasks"),
    }[entity]


def fields_of(entity: ImportEntity) -> dict[str, str]:
    """Their labels by name, in the order in which they are offered."""
    shared = {
        "id": _("Id in Foyer"),
        "external_id": _("Id in the other system"),
        "created_at": _("Created on"),
    }
    if entity == ImportEntity.CLIENTS:
        return {
            "name": _("Name"),
            "company": _("Company"),
            "email": _("E-mail"),
            "phone": _("Phone"),
            "owner": _("Owner"),
            "notes": _("Notes"),
        } | shared
    if entity == ImportEntity.DEALS:
        return {
            "client": _("Client"),
            "title": _("Title"),
            "amount": _("Amount"),
            "currency": _("Currency"),
            "status": _("Status"),
            "owner": _("Owner"),
            "expected_close_date": _("Expected close"),
            "closed_at": _("Closed on"),
            "lost_reason": _("Reason it was lost"),
            "description": _("Description"),
        } | shared
    return {
        "client": _("Client"),
        "deal": _("Deal"),
        "title": _("Title"),
        "description": _("Description"),
        "due_date": _("Due"),
        "remind_at": _("Reminder"),
        "status": _("Status"),
        "assignee": _("Assignee"),
        "completed_at": _("Completed on"),
    } | shared


def statuses_of(entity: ImportEntity) -> list[Option]:
    if entity == ImportEntity.DEALS:
        return [Option(status.value, status_name(status)) for status in DealStatus]
    return [
        Option("TODO", _("To do")),
        Option("IN_PROGRESS", _("In progress")),
        Option("DONE", _("Done")),
    ]


def understood(entity: ImportEntity, text: str) -> str | None:
    """The status that the API reads in this text without being told."""
    word = re.sub(r"[\W_]+", "_", text).strip("_").upper()
    if entity == ImportEntity.TASKS:
        word = TASK_WORDS.get(word, word)
    return word if word in {one.value for one in statuses_of(entity)} else None
