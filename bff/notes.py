"""What somebody writes about a record."""

from typing import Final
from uuid import UUID

from msgspec import Struct

from bff.editor import hidden_of, told
from bff.forms import Form
from bff.gateway.notes import NewNote, NotedType, NoteText, NoteView
from bff.i18n import gettext as _
from bff.visit import Visit
from ui_components import hx
from ui_components.button import button
from ui_components.field import textarea_field
from ui_components.form import form as form_element
from ui_components.html import Tag

NOTE: Final = "note"


class Written(Struct):
    text: NoteText


def blank_note() -> Form:
    return Form.showing({"text": ""})


async def send_note(
    visit: Visit, entity_type: NotedType, entity_id: UUID, form: Form
) -> NoteView | None:
    async def write(written: Written) -> NoteView:
        note = NewNote(entity_type, entity_id, written.text)
        return await visit.notes.write(note, key=form.key)

    return await form.send(Written, write)


def note_form(visit: Visit, here: str, form: Form, *, focused: bool = False) -> Tag:
    """``here`` is the address of the record's page."""
    action = f"{here}/notes/"
    field = textarea_field(
        "text",
        _("Note"),
        rows=2,
        attrs={
            "placeholder": _("What was said, what was agreed? @name tells a colleague."),
            "disabled": visit.is_stale,
            "data-focus": focused,
        },
        **told(form, "text"),
    )
    return form_element(
        id=NOTE,
        action=action,
        hidden=hidden_of(visit, form),
        error=form.problem or None,
        refused=form.is_refused,
        guard=_("Throw away what you typed?"),
        actions=button(type="submit", size="sm", disabled=visit.is_stale)[_("Add note")],
        hx=hx.request("post", action, target=f"#{NOTE}", swap="outerHTML"),
        attrs={"data-quick": True},
    )[field]
