"""The list of clients and the form of one."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final
from uuid import UUID

from markupsafe import Markup

from bff.clients.queries import LIST, ClientQuery
from bff.clients.similar import FORM, similar_box
from bff.editor import editor, editor_button, told
from bff.forms import Form
from bff.gateway.accounts import UserView
from bff.gateway.clients import ClientPage, ClientView, SimilarClient
from bff.html import Html
from bff.i18n import day_of, ngettext, number
from bff.i18n import gettext as _
from bff.owners import owner_filter, owner_options
from bff.shell import page
from bff.visit import Visit
from ui_components import html as h
from ui_components import hx
from ui_components.avatar import person
from ui_components.empty import empty_state
from ui_components.field import search_input, select_field, text_field, textarea_field
from ui_components.filter_bar import filter_bar
from ui_components.form import form_grid
from ui_components.html import Attrs, Tag, markup
from ui_components.layout import page_header, stack
from ui_components.live import follows
from ui_components.pagination import pagination
from ui_components.table import Column, data_table

TABLE: Final = "clients"


def clients_page(
    visit: Visit, query: ClientQuery, found: ClientPage, users: Sequence[UserView]
) -> Html:
    listed = client_list(visit, query, found)
    count = summary(query, found)
    content = [
        page_header(
            _("Clients"),
            actions=editor_button(visit, _("New client"), href="/clients/new/", icon="plus"),
        ),
        filter_bar(
            action=LIST,
            target=f"#{TABLE}",
            label=_("Find clients"),
            submit_label=_("Apply"),
            summary=count,
        )[
            search_input(
                "search",
                _("Search clients"),
                value=query.search,
                placeholder=_("Name, company, e-mail or phone"),
                hotkey="/",
            ),
            owner_filter(users, str(query.owner or "")),
        ],
        listed,
    ]
    part = (listed, hx.partial("#filters-summary")[count])
    return page(visit, title=_("Clients"), content=content, part=part, address=query.url)


def client_list(visit: Visit, query: ClientQuery, found: ClientPage) -> Tag:
    """What search, sorting and paging swap. Its sort order belongs to the form above it."""
    return stack(id=TABLE, attrs=follows("client", "import"))[
        h.input(type="hidden", name="sort", value=query.sort, form="filters"),
        data_table(
            found.items,
            columns(),
            caption=_("Clients"),
            row_key=lambda client: str(client.id),
            row_href=lambda client: f"/clients/{client.id}",
            sort=query.shown_sort,
            sort_href=query.sorted_by,
            hx=swaps_list,
            empty=nothing(visit, query),
            id="client",
        ),
        pages(query, found),
    ]


def pages(query: ClientQuery, found: ClientPage) -> Tag | None:
    previous, next = query.before(), query.after(found)
    if previous is None and next is None:
        return None
    return pagination(
        summary=summary(query, found),
        previous=previous,
        next=next,
        hx=swaps_list,
        label=_("Pages"),
        previous_label=_("Previous"),
        next_label=_("Next"),
    )


def columns() -> list[Column[ClientView]]:
    return [
        Column(header=_("Name"), cell=who, sort="name"),
        Column(header=_("Company"), cell=lambda c: c.company, sort="company", shown_from="sm"),
        Column(header=_("Phone"), cell=lambda c: c.phone, shown_from="md"),
        Column(header=_("Owner"), cell=lambda c: c.owner_name, shown_from="lg"),
        Column(
            header=_("Updated"),
            cell=lambda c: day_of(c.updated_at),
            sort="updated_at",
            quiet=True,
            shown_from="lg",
            align="end",
        ),
    ]


def who(client: ClientView) -> Markup:
    return drawn(client.name, client.email)


@lru_cache(maxsize=4096)  # keyed by all that it shows, so it cannot be out of date
def drawn(name: str, email: str | None) -> Markup:
    return markup(person(name, detail=email, size="default"))


def swaps_list(href: str) -> Attrs:
    return hx.request(
        "get", href, target=f"#{TABLE}", swap="outerMorph", push_url=True, show="body"
    )


def summary(query: ClientQuery, found: ClientPage) -> str:
    if not found.items:
        return ""
    first, last = number(query.offset + 1), number(query.offset + len(found.items))
    if not found.total_is_exact:
        text = _("{first}–{last} of more than {total}")
    else:
        text = ngettext("{first}–{last} of {total}", "{first}–{last} of {total}", found.total)
    return text.format(first=first, last=last, total=number(found.total))


def nothing(visit: Visit, query: ClientQuery) -> Tag:
    if query.is_filtered:
        return empty_state(
            _("No clients found"), text=_("Try fewer letters or another owner."), icon="search"
        )
    return empty_state(
        _("No clients yet"),
        text=_("Add the first one, or import them from a file."),
        icon="users",
        action=editor_button(visit, _("New client"), href="/clients/new/", icon="plus"),
    )


def client_editor(
    visit: Visit,
    form: Form,
    users: Sequence[UserView],
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
    )


def client_fields(visit: Visit, form: Form, users: Sequence[UserView]) -> Tag:
    owners = owner_options(users)
    owner = told(form, "owner_id", options=owners)
    owner["value"] = owner["value"] or str(visit.user.id)
    return form_grid[
        text_field("name", _("Name"), required=True, wide=True, **told(form, "name")),
        text_field("company", _("Company"), autocomplete="off", **told(form, "company")),
        select_field("owner_id", _("Owner"), owners, **owner) if owners else None,
        text_field("email", _("E-mail"), type="email", **told(form, "email")),
        text_field("phone", _("Phone"), type="tel", **told(form, "phone")),
        textarea_field("notes", _("Notes"), **told(form, "notes")),
    ]
