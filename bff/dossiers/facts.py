"""What is known of a client."""

from enum import StrEnum
from functools import partial
from typing import Final
from uuid import UUID

import msgspec
from htpy import Node
from msgspec import Raw

from bff.editor import told
from bff.facts import fact_editor, persist, shown_fact
from bff.forms import Form
from bff.gateway.clients import ClientView, EditClient
from bff.i18n import day_of
from bff.i18n import gettext as _
from bff.people import NOBODY, People, editor_users
from bff.person_choice import person_field
from bff.visit import Visit
from bff.words import field_name
from ui_components.avatar import person
from ui_components.card import card
from ui_components.field import InputType, text_field, textarea_field
from ui_components.html import Tag
from ui_components.inline import fact, fact_list
from ui_components.layout import link


class Field(StrEnum):
    NAME = "name"
    COMPANY = "company"
    EMAIL = "email"
    PHONE = "phone"
    OWNER = "owner_id"
    NOTES = "notes"


TYPES: Final[dict[Field, InputType]] = {Field.EMAIL: "email", Field.PHONE: "tel"}


def page_of(client_id: UUID) -> str:
    return f"/clients/{client_id}"


def facts_card(visit: Visit, client: ClientView) -> Tag:
    shown = [client_fact(visit, client, field) for field in Field]
    since = fact(_("Client since"), day_of(client.created_at), id="fact-since")
    return card(title=_("Details"), id="details")[fact_list[shown, since]]


def client_fact(visit: Visit, client: ClientView, field: Field, *, focused: bool = False) -> Tag:
    is_free = field is not Field.OWNER or visit.is_admin
    return shown_fact(
        page_of(client.id),
        field,
        value_of(client, field),
        editable=is_free and may_edit(visit, client),
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


async def field_users(visit: Visit, field: Field, form: Form) -> People:
    return await editor_users(visit, form) if field is Field.OWNER else NOBODY


def fact_form_of(client: ClientView, field: Field) -> Form:
    return Form.showing({field: text_of(client, field)}, version=client.version)


def client_fact_editor(
    visit: Visit, client_id: UUID, field: Field, form: Form, users: People
) -> Tag:
    return fact_editor(visit, page_of(client_id), field, form, control(visit, form, field, users))


def control(visit: Visit, form: Form, field: Field, users: People) -> Tag | None:
    label, focus = field_name(field), {"data-focus": True}
    if field is Field.NOTES:
        return textarea_field(field, label, attrs=focus, **told(form, field))
    if field is Field.OWNER:
        return person_field(visit, form, users, field, label, attrs=focus)
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
    async def send() -> ClientView | None:
        edit = partial(visit.clients.edit, client_id, version=form.version)
        return await form.send(EditClient, edit, saved=partial(saved_form, field))

    return await persist(form, field, send)


def saved_form(field: Field, record: Raw) -> Form:
    return fact_form_of(msgspec.json.decode(record, type=ClientView), field)
