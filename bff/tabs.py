"""The views of a list, as tabs above it, and what can be done with them."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from bff import csrf
from bff.gateway.accounts import UserPage
from bff.gateway.views import ListFrame, ListPage, SavedViewPage, SavedViewView
from bff.i18n import gettext as _
from bff.listing import ListQuery
from bff.visit import Visit
from ui_components import html as h
from ui_components import hx
from ui_components.button import button, icon_button
from ui_components.field import hidden_inputs
from ui_components.filter_bar import FILTERS
from ui_components.html import Attrs, Tag
from ui_components.menu import menu, menu_button, opens_menu
from ui_components.shell import OUTLET
from ui_components.view_tabs import ViewTab, view_tabs

MENU: Final = "view-menu"
PLACES: Final = {
    ListPage.CLIENTS: "/clients/",
    ListPage.DEALS: "/deals/",
    ListPage.TASKS: "/tasks/",
}


async def frame_of(visit: Visit, page: ListPage) -> ListFrame:
    """Only a whole page has tabs, and a filter by people."""
    if visit.htmx.wants_part:
        return ListFrame(SavedViewPage([]), UserPage([], total=0))
    return await visit.views.frame(page)


def address_of(view: SavedViewView) -> str:
    shown = {"columns": ".".join(view.columns)} if view.columns else {}
    query = view.query | {"view": str(view.id)} | shown
    return f"{PLACES[view.page]}?{urlencode(query)}"


def view_bar(
    visit: Visit,
    page: ListPage,
    query: ListQuery,
    views: Sequence[SavedViewView],
    *,
    mine: str,
) -> Tag:
    """``mine`` is the filter that narrows the list to whoever looks."""
    everything = PLACES[page]
    own = f"{everything}?{urlencode({mine: '@me'})}"
    is_mine = query.view is None and query.said.keys() - {"sort", "search"} == {mine}
    is_mine = is_mine and query.said[mine] == "@me"
    tabs = [
        ViewTab(label=_("All"), href=everything, current=query.view is None and not is_mine),
        ViewTab(label=_("Mine"), href=own, current=is_mine),
        *(saved_tab(visit, view, query.view) for view in views),
    ]
    current = next((view for view in views if view.id == query.view), None)
    actions = None if visit.is_stale else view_actions(visit, page, current)
    return view_tabs(tabs, label=_("Views"), actions=actions)


def saved_tab(visit: Visit, view: SavedViewView, current: UUID | None) -> ViewTab:
    note = None
    if view.is_shared:
        is_own = view.owner_id == visit.user.id
        note = _("Shared by you") if is_own else _("Shared by {name}").format(name=view.owner_name)
    return ViewTab(
        label=view.name,
        href=address_of(view),
        current=view.id == current,
        icon="users" if view.is_shared else None,
        note=note,
    )


def view_actions(visit: Visit, page: ListPage, current: SavedViewView | None) -> list[Tag]:
    """Saving takes what the filters above the list say at that moment."""
    save = button(
        variant="ghost",
        size="sm",
        icon="save",
        type="submit",
        attrs=takes_filters("/views/new/", page),
    )[_("Save view")]
    if current is None or not visit.may_change(current.owner_id):
        return [save]
    here = f"/views/{current.id}"
    return [
        save,
        icon_button("ellipsis", _("This view"), size="sm", attrs=opens_menu(MENU)),
        menu(id=MENU, align="end")[
            menu_button(
                _("Edit view"),
                icon="pencil",
                type="submit",
                attrs=takes_filters(f"{here}/edit/", page),
            ),
            h.form(action=f"{here}/delete/", method="post")[
                hidden_inputs({csrf.FIELD: visit.csrf_token, "version": str(current.version)}),
                menu_button(_("Delete view"), icon="trash-2", type="submit", tone="danger"),
            ],
        ],
    ]


def takes_filters(url: str, page: ListPage) -> Attrs:
    """For a button: the filter form goes to ``url`` as it stands, with and without scripts."""
    request = hx.request(
        "get",
        url,
        target=OUTLET,
        include=f"#{FILTERS}, [form={FILTERS}]",
        values={"page": page.value},
    )
    plain = {"form": FILTERS, "formaction": url, "name": "page", "value": page.value}
    return {**request, **plain}
