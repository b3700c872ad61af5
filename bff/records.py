"""Records of any kind: what they are called, what stands for them, and where they are."""

from typing import Final
from uuid import UUID

from bff.i18n import gettext as _
from ui_components.icons import IconName

ICONS: Final[dict[str, IconName]] = {
    "client": "users",
    "deal": "handshake",
    "task": "circle-check",
    "user": "user",
    "import": "upload",
    "import_mapping": "upload",
    "export": "download",
    "token": "lock",
    "webhook": "link",
}
PLACES: Final = {
    "client": "/clients/",
    "deal": "/deals/",
    "task": "/tasks/",
    "import": "/imports/",
}


def kind_name(kind: str) -> str:
    return {
        "client": _("Client"),
        "deal": _("Deal"),
        "task": _("Task"),
        "user": _("User"),
        "import": _("Import"),
        "import_mapping": _("Import mapping"),
        "export": _("Export"),
        "token": _("API token"),
        "webhook": _("Webhook"),
    }.get(kind, kind)


def url_of(kind: str, record_id: UUID) -> str | None:
    place = PLACES.get(kind)
    return f"{place}{record_id}" if place else None
