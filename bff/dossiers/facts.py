"""What is known of a client: each fact is edited where it stands."""

from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from typing import Final
from uuid import UUID

import msgspec
from htpy import Node
from msgspec import Raw

from bff.editor import hidden_of, told
from bff.forms import Form
from bff.gateway.accounts import Role, UserView
from bff.gateway.clients import ClientView, EditClient
from bff.i18n import day_of
from bff.i18n import gettext as _
from bff.owners import editor_users, owner_options
from bff.visit import Visit
from bff.words import field_name
from ui_components import hx
from ui_components.avatar import person
from ui_components.card import card
from ui_components.field import InputType, select_field, text_field, textarea_field
from ui_components.html import Attrs, Tag
from ui_components.inline import fact, fact_form, fact_list
from ui_components.layout import link


class Field(StrEnum):
    NAME = "name"
    COMPANY = "company"
    EMAIL = "email"
    PHONE = "phone"
    OWNER = "owner_id"
    NOTES = "notes"


TYPES: Final[dict[Field, InputType]] = {Field.EMAIL: "email", Field.PHONE: "tel"}


def fact_url(client_id: UUID, field: Field) -> str:
    return f"/clients/{client_id}/facts/{field}/"


def fact_id(field: Field) -> str:
    return f"fact-{field}"


def swaps_fact(method: hx.Method, client_id: UUID, field: Field) -> Attrs:
    url = fact_url(client_id, field)
    return hx.request(method, url, target=f"#{fact_id(field)}", swap="outerHTML")


def facts_card(visit: Visit, client: ClientView) -> Tag:
    shown = [client_fact(visit, client, field) for field in Field]
    since = fact(_("Client since"), day_of(client.created_at), id="fact-since")
    return card(title=_("Details"), id="details")[fact_list[shown, since]]


def client_fact(visit: Visit, client: ClientView, field: Field, *, focused: bool = False) -> Tag:
    is_free = field is not Field.OWNER or visit.user.role == Role.ADMIN
    editable = is_free and may_edit(visit, client)
    return fact(
        field_name(field),
        value_of(client, field),
        id=fact_id(field),
        href=f"/clients/{client.id}/edit/" if editable else None,
        hx=swaps_fact("get", client.id, field),
        edit_label=_("Edit"),
        focused=focused,
    )


def may_edit(visit: Visit, client: ClientView) -> bool:
    is_theirs = visit.may_change(client.owner_id)
    return is_theirs and not (client.deleted_at or visit.is_stale)


def value_of(client: ClientView, field: Field) -> Node:
    if field is Field.OWNER:
        return person(client.owner_name)
    if field is Field.EMAIL:
        return client.email and link(href=f"mailto:{client.email}")[client.email]
    if field is Field.PHONE:
        return client.phone and link(href=f"tel:{dialled(client.phone)}")[client.phone]
    return text_of(client, field)


def dialled(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


def text_of(client: ClientView, field: Field) -> str:
    return str(getattr(client, field) or "")


async def field_users(visit: Visit, field: Field) -> list[UserView]:
    return await editor_users(visit) if field is Field.OWNER else []


def fact_form_of(client: ClientView, field: Field) -> Form:
    return Form.showing({field: text_of(client, field)}, version=client.version)


def fact_editor(
    visit: Visit, client_id: UUID, field: Field, form: Form, users: Sequence[UserView]
) -> Tag:
    return fact_form(
        label=field_name(field),
        id=fact_id(field),
        action=fact_url(client_id, field),
        back=f"/clients/{client_id}",
        hx=swaps_fact("post", client_id, field),
        back_hx=hx.request(
            "get",
            f"{fact_url(client_id, field)}?shown=1",
            target=f"#{fact_id(field)}",
            swap="outerHTML",
        ),
        hidden=hidden_of(visit, form),
        guard=_("Throw away what you typed?"),
        problem=form.problem or None,
        refused=form.is_refused,
        save_label=_("Save"),
        cancel_label=_("Cancel"),
    )[control(form, field, users)]


def control(form: Form, field: Field, users: Sequence[UserView]) -> Tag:
    label, focus = field_name(field), {"data-focus": True}
    if field is Field.NOTES:
        return textarea_field(field, label, attrs=focus, **told(form, field))
    if field is Field.OWNER:
        options = owner_options(users)
        return select_field(
            field, label, options, attrs=focus, **told(form, field, options=options)
        )
    return text_field(
        field,
        label,
        type=TYPES.get(field, "text"),
        autocomplete="off",
        required=field is Field.NAME,
        attrs=focus,
        **told(form, field),
    )


async def save(visit: Visit, client_id: UUID, field: Field, form: Form) -> ClientView | None:
    """Where somebody else changed another field meanwhile it is sent again: theirs is not touched.

    None where the form has to be shown again; it knows why.
    """
    version = form.version
    client = await send(visit, client_id, field, form)
    if client is None and form.version != version and field not in form.meanwhile:
        form.problem = ""
        client = await send(visit, client_id, field, form)
    return client


async def send(visit: Visit, client_id: UUID, field: Field, form: Form) -> ClientView | None:
    edit = partial(visit.clients.edit, client_id, version=form.version)
    return await form.send(EditClient, edit, saved=partial(saved_form, field))


def saved_form(field: Field, record: Raw) -> Form:
    return fact_form_of(msgspec.json.decode(record, type=ClientView), field)
