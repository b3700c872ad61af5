"""Two clients become one: which other, what is taken from it, and what comes over."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from litestar.exceptions import PermissionDeniedException
from msgspec import Struct

from bff.editor import hidden_of
from bff.forms import Form, read_version
from bff.gateway.clients import ClientView, SimilarClient
from bff.gateway.dossiers import Dossier, Merge, Merged, MergedField
from bff.html import Html
from bff.i18n import gettext as _
from bff.i18n import ngettext, number
from bff.shell import page
from bff.visit import Visit
from bff.words import field_name, likeness_name
from ui_components.avatar import person
from ui_components.button import button, link_button
from ui_components.card import card
from ui_components.comparison import Compared, comparison
from ui_components.empty import empty_state
from ui_components.field import search_input
from ui_components.filter_bar import filter_bar
from ui_components.form import form as form_element
from ui_components.html import Tag
from ui_components.layout import narrow, page_header, row, stack
from ui_components.table import Column, data_table

FOUND: Final = "found"
OTHER: Final = "right"


def parents_of(client: ClientView) -> list[tuple[str, str]]:
    return [(_("Clients"), "/clients/"), (client.name, f"/clients/{client.id}")]


def choice_page(
    visit: Visit, client: ClientView, search: str, found: Sequence[ClientView | SimilarClient]
) -> Html:
    """Without a search those that are like it are offered."""
    others = [other for other in found if other.id != client.id]
    action = f"/clients/{client.id}/merge/"
    listed = stack(id=FOUND)[
        data_table(
            others,
            columns(),
            caption=_("Clients"),
            row_key=lambda other: str(other.id),
            row_href=lambda other: f"{action}{other.id}/",
            empty=nothing(search),
            id="other",
        )
    ]
    content = narrow[
        page_header(
            _("Merge with another"),
            description=_("Which client is the same as {name}?").format(name=client.name),
        ),
        filter_bar(
            action=action, target=f"#{FOUND}", label=_("Find clients"), submit_label=_("Search")
        )[
            search_input(
                "search",
                _("Search clients"),
                value=search,
                placeholder=_("Name, company, e-mail or phone"),
                hotkey="/",
            )
        ],
        listed,
    ]
    title = _("Merge with another")
    return page(visit, title=title, content=content, part=[listed], parents=parents_of(client))


def nothing(search: str) -> Tag:
    if search:
        return empty_state(_("No clients found"), text=_("Try fewer letters."), icon="search")
    return empty_state(
        _("No client looks like this one"), text=_("Search for the other one."), icon="users"
    )


def columns() -> list[Column[ClientView | SimilarClient]]:
    return [
        Column(header=_("Name"), cell=lambda other: person(other.name, detail=other.email)),
        Column(header=_("Company"), cell=lambda other: other.company, shown_from="sm"),
        Column(header=_("Alike in"), cell=alike, quiet=True),
    ]


def alike(other: ClientView | SimilarClient) -> str:
    matches = other.matches if isinstance(other, SimilarClient) else []
    return ", ".join(map(likeness_name, matches))


def preview_page(visit: Visit, client: ClientView, dossier: Dossier, form: Form) -> Html:
    """``dossier`` is that of the other, which goes to the trash."""
    other = dossier.client
    action = f"/clients/{client.id}/merge/{other.id}/"
    hidden = hidden_of(visit, form) | {"other_version": str(other.version)}
    title = _("Merge {other} into {name}").format(other=other.name, name=client.name)
    content = narrow[
        page_header(title, description=what_happens(client, dossier)),
        card()[
            form_element(
                action=action,
                hidden=hidden | {"version": str(client.version)},
                error=form.problem or None,
                refused=form.is_refused,
                actions=[
                    link_button(href=f"/clients/{client.id}", variant="outline")[_("Cancel")],
                    button(type="submit", icon="layers", disabled=visit.is_stale)[_("Merge")],
                ],
            )[
                comparison(
                    rows(client, other, form.values),
                    left=client.name,
                    right=other.name,
                    caption=_("What the merged client is to hold"),
                )
            ],
        ],
        row[
            link_button(
                href=f"/clients/{other.id}/merge/{client.id}/",
                variant="ghost",
                size="sm",
                icon="refresh-cw",
            )[_("The other way round")]
        ],
    ]
    status = 422 if form.is_refused else 200
    return page(visit, title=title, content=content, parents=parents_of(client), status_code=status)


def what_happens(client: ClientView, dossier: Dossier) -> str:
    deals, tasks, files = dossier.deals.total, dossier.tasks.total, dossier.files.total
    counts = (
        ngettext("{count} deal", "{count} deals", deals).format(count=number(deals)),
        ngettext("{count} task", "{count} tasks", tasks).format(count=number(tasks)),
        ngettext("{count} file", "{count} files", files).format(count=number(files)),
    )
    told = _("{counts} and the history come to {name}; {other} goes to the trash.")
    return told.format(counts=", ".join(counts), name=client.name, other=dossier.client.name)


def rows(client: ClientView, other: ClientView, chosen: Mapping[str, str]) -> list[Compared]:
    """Where this one says nothing, what the other says is proposed."""
    return [
        Compared(
            name=field,
            label=field_name(field),
            left=shown(client, field),
            right=shown(other, field),
            chosen="right" if chosen.get(field, proposed(client, field)) == OTHER else "left",
        )
        for field in MergedField
        if shown(client, field) or shown(other, field)
    ]


def proposed(client: ClientView, field: MergedField) -> str:
    return "" if shown(client, field) else OTHER


def shown(client: ClientView, field: MergedField) -> str:
    name = "owner_name" if field is MergedField.OWNER else field.value
    return str(getattr(client, name) or "")


def require_theirs(visit: Visit, client: ClientView) -> ClientView:
    if not visit.may_change(client.owner_id):
        raise PermissionDeniedException("the client is somebody else's")
    return client


async def candidates(
    visit: Visit, client: ClientView, search: str
) -> Sequence[ClientView | SimilarClient]:
    if search.strip():
        return (await visit.clients.page(search=search.strip()[:100], limit=20)).items
    return await visit.clients.similar(
        name=client.name,
        company=client.company,
        email=client.email or "",
        phone=client.phone,
        besides=client.id,
    )


async def send_merge(visit: Visit, client_id: UUID, other_id: UUID, form: Form) -> Merged | None:
    """None where the form has to be shown again; it knows why."""

    async def merge(_: Struct) -> Merged:
        asked = merge_of(other_id, form)
        return await visit.dossiers.merge(client_id, asked, version=form.version, key=form.key)

    return await form.send(Struct, merge)


def merge_of(other_id: UUID, form: Form) -> Merge:
    version = form.values.get("other_version", "")
    take = [field for field in MergedField if form.values.get(field) == OTHER]
    return Merge(other_id, read_version(version), take)
