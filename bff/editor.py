"""A record's form: in a panel beside the list for htmx, on a page of its own for any browser."""

from collections.abc import Sequence
from typing import Final, TypedDict

from htpy import Node

from bff import csrf
from bff.forms import Form
from bff.html import Html
from bff.i18n import gettext as _
from bff.shell import fragment, page
from bff.visit import Visit
from ui_components import html as h
from ui_components import hx
from ui_components.alert import alert
from ui_components.button import Size, Variant, button, link_button
from ui_components.card import card
from ui_components.dialog import closes, side_panel
from ui_components.field import Option, hidden_inputs
from ui_components.form import form as form_element
from ui_components.html import Attrs, Tag
from ui_components.icons import IconName
from ui_components.layout import narrow, page_header, stack
from ui_components.shell import OUTLET

LONGEST_UPLOAD: Final = 600  # seconds


class Told(TypedDict):
    value: str
    error: str | None
    hint: str | None


def told(form: Form, name: str, *, hint: str | None = None, options: Sequence[Option] = ()) -> Told:
    """What a field shows: ``text_field("name", _("Name"), **told(form, "name"))``.

    ``options`` name the values that are not for people.
    """
    saved = form.meanwhile.get(name)
    if saved is not None:
        saved = next((one.label for one in options if one.value == saved), saved)
        hint = _("Somebody saved this meanwhile: {value}").format(value=saved or "—")
    elif name in form.taken_over:
        hint = _("Somebody changed this meanwhile.")
    return {"value": form.values.get(name, ""), "error": form.errors.get(name), "hint": hint}


def editor(
    visit: Visit,
    form: Form,
    fields: Node,
    *,
    id: str,
    action: str,
    title: str,
    save: str,
    back: str,
    parents: Sequence[tuple[str, str]],
    restore: str | None = None,
    below: Node = None,
    has_files: bool = False,
) -> Html:
    """``restore`` is where the trashed record that stands in the way can be brought back; what is
    ``below`` the form has forms of its own, and stands on the page behind where this is a panel.
    """
    in_panel = form.in_panel or (visit.htmx.wants_part and visit.htmx.target != id)
    cancel = (
        button(variant="outline", attrs=closes(f"{id}-panel"))[_("Cancel")]
        if in_panel
        else link_button(href=back, variant="outline")[_("Cancel")]
    )
    body = stack(id=id)[
        restore and trashed_twin(visit, restore),
        form_element(
            action=action,
            hidden=hidden_of(visit, form) | ({"in_panel": "1"} if in_panel else {}),
            error=form.problem if form.problem and not restore else None,
            refused=form.is_refused,
            guard=_("Throw away what you typed?"),
            actions=[cancel, button(type="submit", disabled=visit.is_stale)[save]],
            multipart=has_files,
            hx=hx.request(
                "post",
                action,
                target=f"#{id}",
                swap="outerHTML",
                timeout=LONGEST_UPLOAD if has_files else None,
            ),
        )[fields],
        None if in_panel else below,
    ]
    status = 422 if form.is_refused else 200
    if visit.htmx.target == id:
        return fragment(visit, body, status_code=status)
    if in_panel:
        panel = side_panel(id=f"{id}-panel", title=title, open=True, close_label=_("Close"))
        return fragment(visit, panel[body], status_code=status)
    content = narrow[page_header(title), card[body]]
    return page(visit, title=title, content=content, parents=parents, status_code=status)


def hidden_of(visit: Visit, form: Form) -> dict[str, str]:
    return {
        csrf.FIELD: visit.csrf_token,
        "form_key": form.key,
        "version": str(form.version),
        "was": form.was_json,
    }


def trashed_twin(visit: Visit, restore: str) -> Tag:
    return alert(
        tone="warning", title=_("This one is in the trash"), action=restore_button(visit, restore)
    )[_("A deleted record has the same e-mail address or number. Restore it and go on with it.")]


def restore_button(visit: Visit, action: str) -> Tag:
    return post_button(
        visit, _("Restore it"), action=action, icon="archive-restore", hidden={}, discards=True
    )


def opens_editor(href: str) -> Attrs:
    """For a link: htmx opens the form in a panel, a plain browser goes to its page."""
    return hx.request("get", href, target=OUTLET)


def editor_button(
    visit: Visit,
    label: str,
    *,
    href: str,
    icon: IconName,
    variant: Variant = "primary",
    size: Size = "default",
) -> Tag:
    """Out of order while the backend is away: what is typed then could not be saved."""
    if visit.is_stale:
        return button(variant=variant, size=size, icon=icon, disabled=True)[label]
    return link_button(href=href, variant=variant, size=size, icon=icon, hx=opens_editor(href))[
        label
    ]


def post_button(
    visit: Visit,
    label: str,
    *,
    action: str,
    icon: IconName,
    hidden: dict[str, str],
    variant: Variant = "outline",
    size: Size = "default",
    discards: bool = False,
) -> Tag:
    """A verb on a record that needs nothing typed. One that ``discards`` what is typed elsewhere
    does so unasked.
    """
    return h.form(action=action, method="post", data_discards=discards)[
        hidden_inputs({csrf.FIELD: visit.csrf_token, "form_key": visit.form_key, **hidden}),
        button(type="submit", variant=variant, size=size, icon=icon, disabled=visit.is_stale)[
            label
        ],
    ]
