"""What is told once and never again."""

from htpy import Node

from bff.i18n import gettext as _
from ui_components.alert import alert
from ui_components.card import card
from ui_components.copyable import copyable
from ui_components.html import Tag
from ui_components.layout import quiet, stack


def secret_card(title: str, secret: str | None, note: Node) -> Tag:
    """Where the same form was sent twice there is no ``secret`` any more."""
    if secret is None:
        text = _("It was shown when this was sent for the first time. Make another one.")
        return alert(tone="warning", title=title)[text]
    copied = {"copy_label": _("Copy"), "copied_label": _("Copied")}
    return card(title=title)[
        stack[
            alert(tone="warning")[_("Copy it now: it is shown this once and kept nowhere.")],
            copyable(secret, id="secret", label=title, **copied),
            quiet(small=True)[note],
        ]
    ]
