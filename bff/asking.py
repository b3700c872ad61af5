"""A button for what cannot be undone: it asks first."""

from bff import csrf
from bff.i18n import gettext as _
from bff.visit import Visit
from ui_components import html as h
from ui_components.button import Size, Variant, button
from ui_components.dialog import confirm, opens
from ui_components.html import Tag
from ui_components.icons import IconName


def asking_button(
    visit: Visit,
    label: str,
    *,
    id: str,
    action: str,
    question: str,
    text: str,
    icon: IconName,
    hidden: dict[str, str] | None = None,
    variant: Variant = "outline",
    size: Size = "default",
) -> Tag:
    """``text`` says what will happen. ``id`` is its dialog's, so one of the page's own."""
    return h.div[
        button(variant=variant, size=size, icon=icon, disabled=visit.is_stale, attrs=opens(id))[
            label
        ],
        confirm(
            id=id,
            title=question,
            text=text,
            action=action,
            hidden={csrf.FIELD: visit.csrf_token, "form_key": visit.form_key, **(hidden or {})},
            confirm_label=label,
            cancel_label=_("Cancel"),
        ),
    ]
