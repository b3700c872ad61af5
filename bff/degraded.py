"""While the backend is away, pages go on from stored answers and say so."""

from typing import Final

from bff.i18n import clock, day_of
from bff.i18n import gettext as _
from bff.visit import Visit
from ui_components.alert import banner
from ui_components.button import link_button
from ui_components.html import Tag
from ui_components.live import awaits

BACK: Final = "/back/"


def stale_banner(visit: Visit) -> Tag | None:
    as_of = visit.backend.as_of
    if as_of is None:
        return None
    again = link_button(href=visit.here, variant="outline", size="xs")[_("Try again")]
    return banner(icon="cloud-off", action=again, attrs=awaits(BACK))[
        _(
            "The server cannot be reached. What you see is from {time}, {day}; "
            "nothing can be changed until it is back."
        ).format(time=clock(as_of), day=day_of(as_of))
    ]
