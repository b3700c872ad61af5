"""What is known of a record, each fact edited where it stands (record.js)."""

from collections.abc import Mapping

from htpy import Node, with_children

from ui_components import html as h
from ui_components import icons
from ui_components.alert import alert
from ui_components.button import button, link_button
from ui_components.field import hidden_inputs
from ui_components.html import NO_ATTRS, Attrs, Tag
from ui_components.hx import MORPH_SKIP


@with_children
def fact_list(children: Node) -> Tag:
    """Holds `fact` and `fact_form`."""
    return h.dl(class_="fact-list")[children]


def fact(
    label: str,
    value: Node,
    *,
    id: str,
    href: str | None = None,
    hx: Attrs = NO_ATTRS,
    edit_label: str = "Edit",
    absent: str = "—",
    focused: bool = False,
) -> Tag:
    """With an ``href`` it can be edited: a click anywhere on it, or Enter on its pencil.

    ``focused`` puts the cursor back where it was before the form came and went.
    """
    shown = h.span(class_="fact-absent")[absent] if value in (None, "") else value
    edit = h.a(
        hx,
        class_="fact-edit",
        href=href,
        aria_label=f"{edit_label}: {label}",
        title=edit_label,
        data_focus=focused,
    )[icons.icon("pencil", size="sm")]
    return h.div(class_="fact", id=id)[h.dt[label], h.dd[h.div[shown], edit if href else None]]


@with_children
def fact_form(
    children: Node,
    *,
    label: str,
    id: str,
    action: str,
    back: str,
    hx: Attrs,
    back_hx: Attrs,
    hidden: Mapping[str, str],
    guard: str,
    problem: str | None = None,
    refused: bool = False,
    save_label: str = "Save",
    cancel_label: str = "Cancel",
) -> Tag:
    """Takes the place of its `fact`. Escape cancels, Enter saves (with Ctrl or ⌘ in long text).

    It stays while the page around it is renewed.
    """
    form = h.form(
        hx,
        action=action,
        method="post",
        data_inline=True,
        data_guard=guard,
        data_refused=refused,
        data_dirty=refused,
    )[
        hidden_inputs(hidden),
        problem and alert(tone="danger", attrs={"role": "alert"})[problem],
        children,
        h.div(class_="form-actions")[
            link_button(
                href=back, variant="ghost", size="sm", hx=back_hx, attrs={"data-cancel": True}
            )[cancel_label],
            button(type="submit", size="sm")[save_label],
        ],
    ]
    return h.div(MORPH_SKIP, class_="fact", id=id, data_editing=True)[
        h.dt(class_="sr-only")[label], h.dd[form]
    ]
