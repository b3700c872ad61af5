"""The form of a saved view."""

from typing import Final
from uuid import UUID

from bff.editor import editor, told
from bff.forms import Form
from bff.gateway.views import ListPage
from bff.html import Html
from bff.i18n import gettext as _
from bff.tabs import PLACES
from bff.visit import Visit
from ui_components.field import checkbox_field, hidden_inputs, text_field
from ui_components.form import form_grid
from ui_components.html import Tag

FORM: Final = "view-form"
CARRIED: Final = ("page", "query", "columns")


def view_editor(visit: Visit, form: Form, view_id: UUID | None = None) -> Html:
    back = next((PLACES[page] for page in ListPage if page == form.values.get("page")), "/")
    return editor(
        visit,
        form,
        view_fields(form, is_new=view_id is None),
        id=FORM,
        action=f"/views/{view_id}/edit/" if view_id else "/views/new/",
        title=_("Edit view") if view_id else _("Save view"),
        save=_("Save"),
        back=back,
        parents=[],
    )


def view_fields(form: Form, *, is_new: bool) -> Tag:
    return form_grid[
        hidden_inputs({name: form.values.get(name, "") for name in CARRIED}),
        text_field(
            "name", _("Name"), required=True, wide=True, autofocus=True, **told(form, "name")
        ),
        checkbox_field(
            "is_shared",
            _("Share it with the team"),
            checked=bool(form.values.get("is_shared")),
            hint=_("Everybody sees it as a tab; you and the admins change it."),
        ),
        None
        if is_new
        else checkbox_field(
            "takes_over",
            _("Take over what the list shows now"),
            checked=bool(form.values.get("takes_over")),
            hint=_("Its filters, sort order and columns."),
        ),
    ]
