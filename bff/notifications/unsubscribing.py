"""No more mails of a kind, by the link at their end: for whoever has it, signed in or not."""

from typing import Final

import msgspec
from msgspec import Struct

from bff.gateway.notifications import NotificationType, Unsubscribe
from bff.gateway.problems import Refused
from bff.html import Html
from bff.i18n import gettext as _
from bff.shell import bare_page
from bff.urls import with_query
from bff.visit import Visit
from bff.words import notification_name
from ui_components.alert import alert
from ui_components.button import button, link_button
from ui_components.card import card
from ui_components.form import form
from ui_components.html import Tag
from ui_components.layout import quiet, stack

URL: Final = "/unsubscribe/"
SETTINGS: Final = "/settings/notifications/"


class Link(Struct, frozen=True):
    """As it came, whole or not."""

    type: str = ""
    token: str = ""

    @property
    def said(self) -> Unsubscribe | None:
        try:
            return msgspec.convert({"type": self.type, "token": self.token}, Unsubscribe)
        except msgspec.ValidationError:
            return None


def offer_page(visit: Visit, link: Link) -> Html:
    """Asks first: programs that look at mails open links, and must not end them by it."""
    if (said := link.said) is None:
        return bad_link_page(visit)
    action = with_query(URL, type=link.type, token=link.token)
    return small_page(visit, stack[about(said.type), form(action=action, actions=agrees())])


def agrees() -> Tag:
    return button(type="submit")[_("No more of these mails")]


async def ended_page(visit: Visit, link: Link) -> Html:
    said = link.said
    if said is None or not await ended(visit, said):
        return bad_link_page(visit)
    return small_page(
        visit,
        stack[
            alert(tone="success")[_("You get no more mails of this kind.")],
            about(said.type),
            link_button(href=SETTINGS, variant="outline")[_("All that you are told of")],
        ],
    )


async def ended(visit: Visit, said: Unsubscribe) -> bool:
    try:
        await visit.notifications.unsubscribe(said)
    except Refused as refusal:
        if refusal.status != 400:
            raise
        return False
    return True


def about(kind: NotificationType) -> Tag:
    return quiet[_("Mails of this kind: {name}.").format(name=notification_name(kind))]


def bad_link_page(visit: Visit) -> Html:
    text = _("This link is not whole, or not one of ours. Sign in to choose what you are mailed.")
    content = stack[
        alert(tone="warning")[text],
        link_button(href=SETTINGS, variant="outline")[_("All that you are told of")],
    ]
    return small_page(visit, content, status_code=400)


def small_page(visit: Visit, content: Tag, *, status_code: int = 200) -> Html:
    """Its address is a key, which goes along to nobody."""
    title = _("Mails from Foyer")
    body = card(title=title, level=1)[content]
    answer = bare_page(visit, title=title, content=body, status_code=status_code)
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer
