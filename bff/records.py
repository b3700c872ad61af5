"""Records of any kind: what they are called, what stands for them, and where they are."""

from typing import Final
from uuid import UUID

from htpy import Node

from bff.gateway.activity import ActivityView
from bff.i18n import gettext as _
from ui_components.icons import IconName
from ui_components.layout import link

ICONS: Final[dict[str, IconName]] = {
    "client": "users",
    "deal": "handshake",
    "task": "circle-check",
    "user": "user",
    "import": "upload",
    "import_mapping": "upload",
    "export": "download",
    "token": "lock",
    "dead_letter": "circle-x",
    "webhook": "link",
    "system": "server-crash",
    "channel": "smartphone",
}
# What a page that names clients beside its records follows: a merge moves these in silence.
MERGES: Final = ("client.merged", "client.unmerged")
SYSTEM: Final = "/settings/system/"
PLACES: Final = {
    "client": "/clients/",
    "deal": "/deals/",
    "task": "/tasks/",
    "import": "/imports/",
    "channel": "/settings/channels/",
    "webhook": "/settings/webhooks/",
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
        "dead_letter": _("Dead letter"),
        "webhook": _("Webhook"),
        "channel": _("Channel"),
    }.get(kind, kind)


def record_name(entry: ActivityView) -> str:
    return entry.payload.get("name") or _("without a name")


def record_link(entry: ActivityView) -> Node:
    """What is in the trash has a page too."""
    href, name = url_of(entry.entity_type, entry.entity_uuid), record_name(entry)
    return link(href=href)[name] if href else name


def url_of(kind: str, record_id: UUID) -> str | None:
    if kind == "system":
        return SYSTEM
    place = PLACES.get(kind)
    return f"{place}{record_id}" if place else None
