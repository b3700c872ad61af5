"""A client's own page: what is known, its deals, tasks and files, and what has happened."""

from typing import Any, Final
from uuid import UUID

from htpy import Node
from litestar import Response

from bff import csrf
from bff.attachments import files_card
from bff.dossiers.facts import (
    Field,
    client_fact,
    client_fact_editor,
    dialled,
    fact_form_of,
    facts_card,
    may_edit,
    page_of,
)
from bff.dossiers.lists import deals_card, tasks_card
from bff.editor import editor_button, opens_editor, post_button, restore_button
from bff.facts import fact_part
from bff.forms import Form
from bff.gateway.activity import ActivityPage, ActivityView
from bff.gateway.clients import ClientView
from bff.gateway.dossiers import Dossier
from bff.gateway.files import FileEntity
from bff.html import Html
from bff.i18n import gettext as _
from bff.notes import blank_note
from bff.people import People
from bff.shell import BRAND, fragment, page
from bff.story import Story, StoryQuery, asked_for, noted, retold, story_card
from bff.urls import with_query
from bff.visit import Visit
from ui_components import html as h
from ui_components import hx
from ui_components.alert import alert
from ui_components.badge import badge
from ui_components.button import icon_button, link_button
from ui_components.field import hidden_inputs
from ui_components.html import Tag
from ui_components.icons import IconName
from ui_components.layout import grid, row, stack
from ui_components.live import follows
from ui_components.menu import menu, menu_button, menu_link, opens_menu
from ui_components.record import record_header

CLIENTS: Final = "/clients/"
HEAD: Final = "client-head"
ACTIONS: Final = "client-actions"


def client_page(
    visit: Visit,
    dossier: Dossier,
    log: ActivityPage,
    query: StoryQuery | None = None,
    note: Form | None = None,
) -> Html:
    client = dossier.client
    is_theirs = visit.may_change(client.owner_id) and not client.deleted_at
    written = (note or blank_note()) if is_theirs else None
    story = story_of(visit, client, log, query)
    shown = stack(id="client", gap="lg", attrs=follows(f"client:{client.id}"))[
        header(visit, client),
        in_trash(visit, client) if client.deleted_at else None,
        grid(columns="main-aside", gap="lg")[
            stack(gap="lg")[
                deals_card(client.id, dossier.deals),
                tasks_card(client.id, dossier.tasks),
                story_card(visit, story, written),
            ],
            stack(gap="lg")[
                facts_card(visit, client),
                files_card(visit, FileEntity.CLIENT, client.id, dossier.files, is_theirs=is_theirs),
            ],
        ],
    ]
    return page(
        visit,
        title=client.name,
        content=shown,
        part=asked_for(visit, story, shown),
        parents=[(_("Clients"), CLIENTS)],
        status_code=422 if note and note.is_refused else 200,
    )


def story_of(
    visit: Visit, client: ClientView, log: ActivityPage, query: StoryQuery | None = None
) -> Story:
    def action(entry: ActivityView) -> Node:
        return undo_merge(visit, client, entry) if entry.action == "merged" else None

    return Story(page_of(client.id), query or StoryQuery(), log, action)


def undo_merge(visit: Visit, client: ClientView, entry: ActivityView) -> Tag | None:
    """Of a merge into this client; what was merged into the other one before is undone there."""
    if entry.entity_uuid != client.id or not visit.may_change(client.owner_id):
        return None
    action = f"{page_of(client.id)}/merge/{entry.id}/undo/"
    return row[
        post_button(visit, _("Undo the merge"), action=action, icon="history", hidden={}, size="xs")
    ]


def noted_part(visit: Visit, dossier: Dossier, log: ActivityPage, note: Form) -> Html:
    if not visit.htmx.wants_part:
        return client_page(visit, dossier, log, note=note)
    return noted(visit, story_of(visit, dossier.client, log), note)


def asked_fact(
    visit: Visit, client: ClientView, field: Field, users: People, *, is_shown: bool
) -> Response[Any]:
    if is_shown or not may_edit(visit, client):
        drawn = client_fact(visit, client, field, focused=True)
    else:
        drawn = client_fact_editor(visit, client.id, field, fact_form_of(client, field), users)
    return fact_part(visit, page_of(client.id), drawn)


def saved_fact(visit: Visit, client: ClientView, field: Field, log: ActivityPage) -> Html:
    """With all else on the page that tells of it; other facts may be open, and stay so."""
    return fragment(
        visit,
        h.title[f"{client.name} · {BRAND}"],
        client_fact(visit, client, field, focused=True),
        hx.replacing(f"#{HEAD}", header(visit, client)),
        retold(story_of(visit, client, log)),
    )


def refused_fact(visit: Visit, client_id: UUID, field: Field, form: Form, users: People) -> Html:
    drawn = client_fact_editor(visit, client_id, field, form, users)
    return fragment(visit, drawn, status_code=422)


def header(visit: Visit, client: ClientView) -> Tag:
    owner = _("Owned by {name}").format(name=client.owner_name)
    return record_header(
        client.name,
        id=HEAD,
        detail=f"{client.company} · {owner}" if client.company else owner,
        mark=badge(_("In the trash"), tone="warning") if client.deleted_at else None,
        actions=[*reach(client), *([] if client.deleted_at else quick_actions(visit, client))],
    )


def reach(client: ClientView) -> list[Tag]:
    """Ways to the client that need nothing of ours."""
    call = _("Call {phone}").format(phone=client.phone)
    write = _("Write to {email}").format(email=client.email)
    ways: tuple[tuple[str | None, IconName, str, str], ...] = (
        (client.phone, "phone", call, f"tel:{dialled(client.phone)}"),
        (client.email, "mail", write, f"mailto:{client.email}"),
    )
    return [
        icon_button(icon, label, href=href, variant="outline")
        for known, icon, label, href in ways
        if known
    ]


def quick_actions(visit: Visit, client: ClientView) -> list[Tag]:
    """Whoever sees a client may sell to it; only its owner writes on it."""
    of_client = str(client.id)
    task, deal = (
        with_query("/tasks/new/", client=of_client),
        with_query("/deals/new/", client=of_client),
    )
    anyone = [
        editor_button(visit, _("New task"), href=task, icon="circle-check", variant="outline"),
        editor_button(visit, _("New deal"), href=deal, icon="plus"),
    ]
    if not visit.may_change(client.owner_id):
        return anyone
    note = link_button(href="#field-text", variant="outline", icon="notebook-text")[_("Note")]
    opens = opens_menu(ACTIONS)
    more = icon_button("ellipsis", _("More actions"), attrs=opens, variant="outline")
    return [note, *anyone, more, more_actions(visit, client)]


def more_actions(visit: Visit, client: ClientView) -> Tag:
    """Deleting is not asked twice: the next page offers to undo it."""
    hidden = {
        csrf.FIELD: visit.csrf_token,
        "form_key": visit.form_key,
        "version": str(client.version),
    }
    here = f"/clients/{client.id}"
    edit = f"{here}/edit/"
    ways = [
        menu_link(_("Edit"), href=edit, icon="pencil", hx=opens_editor(edit)),
        menu_link(_("Merge with another"), href=f"{here}/merge/", icon="layers"),
    ]
    return menu(id=ACTIONS, align="end")[
        None if visit.is_stale else ways,
        h.form(action=f"{here}/delete/", method="post")[
            hidden_inputs(hidden),
            menu_button(
                _("Delete"), type="submit", icon="trash-2", tone="danger", disabled=visit.is_stale
            ),
        ],
    ]


def in_trash(visit: Visit, client: ClientView) -> Tag:
    if client.merged_into:
        there = link_button(href=f"/clients/{client.merged_into}", variant="outline", size="sm")
        return alert(tone="info", action=there[_("Go there")])[
            _("This client was merged into another one, which has its deals, tasks and files now.")
        ]
    restore = restore_button(visit, f"/clients/{client.id}/restore/")
    is_theirs = visit.may_change(client.owner_id)
    return alert(tone="warning", action=restore if is_theirs else None)[
        _("This client is in the trash.")
    ]
