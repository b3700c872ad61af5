"""Where one can go from every page, what one can make there, and by which keys."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from bff.i18n import gettext as _
from ui_components.icons import IconName


class Place(Struct, frozen=True):
    label: str
    href: str
    icon: IconName
    keys: str = ""


# Pressed one after the other, or alone; keys.js.
KEYS: Final = {
    "/dashboard/": "g h",
    "/today/": "g t",
    "/clients/": "g c",
    "/deals/board/": "g d",
    "/tasks/": "g k",
    "/tasks/calendar/": "g l",
    "/activity/": "g a",
    "/notifications/": "g n",
    "/reports/pipeline/": "g r",
    "/imports/": "g i",
    "/exports/": "g e",
    "/settings/profile/": "g s",
}


def creations() -> Sequence[Place]:
    """Each opens the editor of a new one."""
    return (
        Place(_("New client"), "/clients/new/", "users"),
        Place(_("New deal"), "/deals/new/", "handshake"),
        Place(_("New task"), "/tasks/new/", "circle-check"),
    )
