"""The form of a client."""

from collections.abc import Sequence
from uuid import UUID

from bff.attachments import files_field
from bff.clients.queries import LIST
from bff.clients.similar import FORM, similar_box
from bff.editor import editor, told
from bff.forms import Form
from bff.gateway.clients import SimilarClient
from bff.html import Html
from bff.i18n import gettext as _
from bff.people import People
from bff.person_choice import person_field
from bff.visit import Visit
from ui_components.field import text_field, textarea_field
from ui_components.form import form_grid
from ui_components.html import Tag


def client_editor(
    visit: Visit,
    form: Form,
    users: People,
    client_id: UUID | None = None,
    *,
    similar: Sequence[SimilarClient] = (),
) -> Html:
    create = _("Create anyway") if similar and form.problem else _("Create client")
    here = f"/clients/{client_id}" if client_id else LIST
    return editor(
        visit,
        form,
        [client_fields(visit, form, users), None if client_id else similar_box(similar)],
        id=FORM,
        action=f"{here}/edit/" if client_id else "/clients/new/",
        title=_("Edit client") if client_id else _("New client"),
        save=_("Save") if client_id else create,
        back=here,
        parents=[(_("Clients"), LIST)],
        restore=f"/clients/{form.trashed_id}/restore/" if form.trashed_id else None,
        has_files=client_id is None,
    )


def client_fields(visit: Visit, form: Form, users: People) -> Tag:
    return form_grid[
        text_field("name", _("Name"), required=True, wide=True, **told(form, "name")),
        text_field("company", _("Company"), autocomplete="off", **told(form, "company")),
        person_field(visit, form, users, "owner_id", _("Owner")),
        text_field("email", _("E-mail"), type="email", **told(form, "email")),
        text_field("phone", _("Phone"), type="tel", **told(form, "phone")),
        textarea_field("notes", _("Notes"), **told(form, "notes")),
        None if form.version else files_field(visit, form),
    ]
