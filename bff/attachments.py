"""Files on a record's page: which there are, and a place to drop more."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from bff import csrf
from bff.forms import Form
from bff.gateway.files import FileEntity, FilePage, FileView
from bff.i18n import day_of, file_size, number
from bff.i18n import gettext as _
from bff.urls import with_query
from bff.visit import Visit
from ui_components import html as h
from ui_components import hx
from ui_components.button import link_button
from ui_components.card import card
from ui_components.field import hidden_inputs
from ui_components.files import DropTexts, FileItem, drop_zone, file_form, file_list
from ui_components.html import NO_ATTRS, Tag
from ui_components.layout import quiet, stack
from ui_components.menu import menu_button, menu_heading
from ui_components.upload import file_field

FIELD: Final = "files"
SLOT: Final = "files-slot"
LIST: Final = "files-list"
MEGABYTE: Final = 1024 * 1024


def files_card(
    visit: Visit, entity_type: FileEntity, entity_id: UUID, files: FilePage, *, is_theirs: bool
) -> Tag:
    """``is_theirs``: whether the reader may add and remove."""
    total = files.total
    form = upload_form(visit, entity_type, entity_id) if is_theirs else None
    return card(title=f"{_('Files')} · {number(total)}" if total else _("Files"), id="files")[
        drop_zone[stack[files_list(visit, files, is_theirs=is_theirs), form]]
    ]


def files_slot(entity_type: FileEntity, entity_id: UUID, *, is_theirs: bool) -> Tag:
    """The card, asked for once the page stands; without scripts a link to a page of its own."""
    url = files_url(entity_type, entity_id, is_theirs=is_theirs)
    ask = hx.request("get", url, target=f"#{SLOT}", trigger="load")
    return h.div(ask, hx.MORPH_SKIP, id=SLOT)[
        h.div(class_="without-scripts")[
            link_button(href=url, variant="outline", icon="download")[_("Files")]
        ]
    ]


def files_url(entity_type: FileEntity, entity_id: UUID, *, is_theirs: bool = False) -> str:
    return with_query(f"/files/{entity_type}/{entity_id}/", theirs="true" if is_theirs else None)


def upload_form(visit: Visit, entity_type: FileEntity, entity_id: UUID) -> Tag:
    most = _("It is larger than {count} MB.").format(count=number(visit.file_limit))
    return file_form(
        action=files_url(entity_type, entity_id),
        target=f"#{LIST}",
        hidden={csrf.FIELD: visit.csrf_token, "form_key": visit.form_key},
        limit=visit.file_limit * MEGABYTE,
        disabled=visit.is_stale,
        texts=DropTexts(
            choose=_("Add files"),
            drop=_("or drop them here, up to {count} MB each").format(
                count=number(visit.file_limit)
            ),
            send=_("Upload"),
            too_large=most,
            failed=_("It could not be sent; please try again."),
            waiting=_("Waiting"),
            checking=_("Being checked"),
            dismiss=_("Dismiss"),
        ),
    )


def files_field(visit: Visit, form: Form) -> Tag:
    """For a record that is not made yet. A form that comes back keeps what was chosen where htmx
    can keep it; a plain browser is told what to choose again.
    """
    names, most = form.values.get(FIELD), number(visit.file_limit)
    is_lost = names and not visit.htmx.is_request
    return file_field(
        FIELD,
        _("Files"),
        multiple=True,
        limit=visit.file_limit * MEGABYTE,
        too_large=_("They are larger than {count} MB in all.").format(count=most),
        hint=_("Please choose again: {names}").format(names=names) if is_lost else None,
        attrs=hx.PRESERVE if names else NO_ATTRS,
    )


def files_list(
    visit: Visit,
    files: FilePage,
    *,
    is_theirs: bool,
    refused: Sequence[str] = (),
    focused: bool = False,
) -> Tag:
    removable = is_theirs and not visit.is_stale
    return file_list(
        [item(visit, file, removable=removable) for file in files.items],
        id=LIST,
        label=_("Files"),
        empty=quiet[_("No files yet.")],
        refused=refused,
        remove_label=_("Remove"),
        focused=focused,
    )


def item(visit: Visit, file: FileView, *, removable: bool) -> FileItem:
    told = (file_size(file.size), file.uploaded_by_name, day_of(file.created_at))
    return FileItem(
        key=str(file.id),
        name=file.file_name,
        href=f"/files/{file.id}/",
        detail=" · ".join(told),
        remove=remove_form(visit, file) if removable else None,
    )


def remove_form(visit: Visit, file: FileView) -> Tag:
    """Asked for twice: a removed file does not come back."""
    action = f"/files/{file.id}/remove/"
    hidden = {csrf.FIELD: visit.csrf_token, "version": str(file.version)}
    send = hx.request("post", action, target=f"#{LIST}", swap="outerHTML")
    return h.form(send, action=action, method="post")[
        hidden_inputs(hidden),
        menu_heading(_("It cannot be brought back.")),
        menu_button(_("Remove for good"), type="submit", icon="trash-2", tone="danger"),
    ]
