"""News on a page: what the page before wanted said, and what just happened."""

from htpy import Node

from bff import csrf
from bff.i18n import gettext as _
from bff.visit import Toast, Visit
from ui_components import html as h
from ui_components import hx
from ui_components.badge import Tone
from ui_components.button import button
from ui_components.field import hidden_inputs
from ui_components.html import NO_ATTRS, Attrs, Tag
from ui_components.toast import TOASTER, toast, toaster


def news(message: str, *, tone: Tone = "danger", action: Node = None, seconds: int = 6) -> Tag:
    """In any answer to htmx: appears in the corner, wherever the rest goes."""
    return hx.partial(TOASTER, swap="beforeend")[
        toast(message, tone=tone, action=action, seconds=seconds, close_label=_("Dismiss"))
    ]


def corner(visit: Visit) -> Tag:
    """Where toasts appear, with the one that the page before left for this one."""
    told = visit.take_toast()
    return toaster(
        label=_("Notifications"),
        offline=_("No connection. Nothing was changed; please try again."),
        failed=_("That did not work. Nothing was changed; please try again."),
        close_label=_("Dismiss"),
    )[toast_of(visit, told) if told else None]


def toast_of(visit: Visit, told: Toast) -> Tag:
    return toast(
        told.message,
        tone="danger" if told.is_bad else "success",
        detail=told.detail or None,
        action=undo_form(visit, told.undo) if told.undo else None,
        seconds=12 if told.undo else 6,
        close_label=_("Dismiss"),
    )


def undo_form(visit: Visit, url: str, *, hx: Attrs = NO_ATTRS) -> Tag:
    return h.form(hx, action=url, method="post")[
        hidden_inputs(
            {csrf.FIELD: visit.csrf_token, "form_key": visit.form_key, "next": visit.here}
        ),
        button(type="submit", variant="outline", size="xs")[_("Undo")],
    ]
