"""Logged in five seconds: with whom, what was said, and when to go on."""

from datetime import date
from typing import Final
from uuid import UUID

from msgspec import Struct

from bff import csrf
from bff.client_choice import Clients, client_box
from bff.editor import told
from bff.forms import Form
from bff.gateway.notes import FollowUp, NewNote, NoteText, NoteView
from bff.i18n import gettext as _
from bff.tasks.forms import is_finding
from bff.visit import Visit
from ui_components.button import button
from ui_components.card import card
from ui_components.date_field import date_field
from ui_components.field import text_field
from ui_components.form import form as form_element
from ui_components.form import form_line
from ui_components.html import Tag

LONGEST: Final = 200


class Jotted(Struct):
    client_id: UUID
    text: NoteText
    follow_up: date | None = None


def log_card(visit: Visit, form: Form, clients: Clients) -> Tag:
    hidden = {csrf.FIELD: visit.csrf_token, "form_key": form.key}
    return card(title=_("Log it in five seconds"), id="log")[
        form_element(
            action="/today/log/",
            hidden=hidden,
            error=form.problem or None,
            refused=form.is_refused,
            guard=_("Throw away what you typed?"),
        )[
            form_line[
                client_box(form, clients, id="log-client"),
                text_field(
                    "text", _("What happened"), required=True, wide=True, **told(form, "text")
                ),
                date_field("follow_up", _("Follow up on"), **told(form, "follow_up")),
                button(type="submit", icon="check", disabled=visit.is_stale)[_("Log it")],
            ]
        ]
    ]


async def jot(visit: Visit, form: Form) -> NoteView | None:
    """A note, and a task for the day it is to be followed up; both or neither."""

    async def write(jotted: Jotted) -> NoteView:
        title = _("Follow up: {note}").format(note=" ".join(jotted.text.split()))
        follow_up = FollowUp(title[:LONGEST], jotted.follow_up) if jotted.follow_up else None
        note = NewNote("client", jotted.client_id, jotted.text, follow_up)
        return await visit.notes.write(note, key=form.key)

    return None if is_finding(form) else await form.send(Jotted, write)
