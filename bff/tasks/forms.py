"""What a task's form holds, and the client that is picked in it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Annotated, Final
from uuid import UUID

import msgspec
from msgspec import Meta, Raw, Struct

from bff.editor import told
from bff.forms import Form
from bff.gateway.clients import ClientPage, ClientView
from bff.gateway.deals import DealView
from bff.gateway.tasks import TaskView
from bff.i18n import gettext as _
from bff.i18n import now, off_the_clock, on_the_clock
from bff.visit import Visit
from ui_components.combobox import combobox
from ui_components.field import Option
from ui_components.html import Tag

PICK: Final = "client_id"
TYPED: Final = f"{PICK}_search"
FOUND: Final = 8


class Wish(Struct, frozen=True):
    """What an address already knows of a task that is to be made."""

    client: UUID | None = None
    deal: UUID | None = None
    due_date: date | None = None
    title: Annotated[str, Meta(max_length=200)] = ""


async def wished(visit: Visit, wish: Wish) -> Form:
    """A deal's task is its client's."""
    values = {"title": wish.title, "due_date": str(wish.due_date or "")}
    if wish.deal:
        values |= of_deal(await visit.deals.one(wish.deal))
    elif wish.client:
        values |= of_client(await visit.clients.one(wish.client))
    return Form.showing(values)


def of_client(client: ClientView) -> dict[str, str]:
    return {PICK: str(client.id), TYPED: client.name}


def of_deal(deal: DealView) -> dict[str, str]:
    return {
        PICK: str(deal.client_id),
        TYPED: deal.client_name,
        "deal_id": str(deal.id),
        "deal_title": deal.title,
    }


def edit_task_form(task: TaskView) -> Form:
    return Form.showing(values_of(task), version=task.version)


def saved_task_form(record: Raw) -> Form:
    return edit_task_form(msgspec.json.decode(record, type=TaskView))


def values_of(task: TaskView) -> dict[str, str]:
    return {
        PICK: str(task.client_id),
        TYPED: task.client_name,
        "deal_id": str(task.deal_id or ""),
        "deal_title": task.deal_title or "",
        "title": task.title,
        "due_date": str(task.due_date or ""),
        "remind_at": on_the_clock(task.remind_at),
        "status": task.status,
        "assigned_to": str(task.assigned_to),
        "description": task.description,
    }


def is_finding(form: Form) -> bool:
    """A browser without scripts asks which clients there are, or fills in what it picked.

    It saves nothing yet.
    """
    if picked := form.values.pop("remind_at_pick", ""):
        form.values |= {"remind_at": picked, "find": ""}
        form.errors.pop("remind_at", None)
    return form.is_finding


def sent_task(data: Mapping[str, str]) -> Form:
    """No reminder can be set into the past; one that went out already may stay as it is."""
    form = Form.sent(data)
    with suppress(ValueError):
        if (text := form.typed.get("remind_at")) and off_the_clock(text) <= now():
            form.errors["remind_at"] = _("This moment has passed already.")
    return form


def due_of(form: Form) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(form.values.get("due_date", ""))
    return None


async def choices(visit: Visit, form: Form) -> list[Option]:
    """The clients to choose from: those found, or the one that is chosen."""
    typed, chosen = form.values.get(TYPED, ""), form.values.get(PICK, "")
    if form.values.get("find") == PICK:
        form.problem = ""
        return client_options(await found_clients(visit, typed))
    return [Option(chosen, typed)] if chosen else []


async def found_clients(visit: Visit, search: str) -> ClientPage:
    return await visit.clients.page(search=search[:100] or None, limit=FOUND)


def client_options(found: ClientPage) -> list[Option]:
    return [Option(str(client.id), client_label(client)) for client in found.items]


def client_label(client: ClientView) -> str:
    return f"{client.name} · {client.company}" if client.company else client.name


def pick_words() -> str:
    return _("Type a name, a company or an e-mail")


def client_box(
    form: Form, clients: Sequence[Option], *, id: str | None = None, wide: bool = False
) -> Tag:
    """Where a client is found by a few letters of anything it is known by."""
    return combobox(
        PICK,
        _("Client"),
        source="/tasks/clients/",
        options=clients,
        typed=form.values.get(TYPED, ""),
        placeholder=pick_words(),
        find=_("Find"),
        required=True,
        id=id,
        wide=wide,
        **told(form, PICK, options=clients),
    )
