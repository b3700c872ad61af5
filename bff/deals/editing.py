"""A deal's form."""

from typing import Final
from uuid import UUID

from bff.attachments import files_field
from bff.client_choice import PICK, TYPED, Clients, client_box, clients_for
from bff.deals.forms import local_amount
from bff.deals.queries import BOARD
from bff.editor import editor, told
from bff.forms import Form
from bff.gateway.deals import DealStatus
from bff.html import Html
from bff.i18n import gettext as _
from bff.people import People, editor_users
from bff.person_choice import person_field
from bff.visit import Visit
from ui_components.date_field import date_field
from ui_components.field import (
    hidden_inputs,
    money_field,
    shown_field,
    text_field,
    textarea_field,
)
from ui_components.form import form_grid
from ui_components.html import NO_ATTRS, Attrs, Tag

FORM: Final = "deal-form"
CURRENCIES: Final = ("EUR", "USD", "GBP", "CHF", "RUB", "PLN", "SEK", "CZK", "KZT")


async def deal_editor(visit: Visit, form: Form, deal_id: UUID | None = None) -> Html:
    """Shown for the first time, or again with what was wrong or found."""
    clients = await clients_for(visit, form)
    users = await editor_users(visit, form)
    return editor(
        visit,
        form,
        deal_fields(visit, form, clients, users),
        id=FORM,
        action=f"/deals/{deal_id}/edit/" if deal_id else "/deals/new/",
        title=_("Edit deal") if deal_id else _("New deal"),
        save=_("Save") if deal_id else _("Create deal"),
        back=f"/deals/{deal_id}" if deal_id else BOARD,
        parents=[(_("Deals"), BOARD)],
        restore=f"/deals/{form.trashed_id}/restore/" if form.trashed_id else None,
        has_files=deal_id is None,
    )


def deal_fields(visit: Visit, form: Form, clients: Clients, users: People) -> Tag:
    return form_grid[
        hidden_inputs({name: form.values.get(name, "") for name in untyped(form)}),
        text_field(
            "title", _("Title"), required=True, autofocus=True, wide=True, **told(form, "title")
        ),
        client_field(form, clients),
        amount_field(form),
        date_field("expected_close_date", _("Expected close"), **told(form, "expected_close_date")),
        person_field(visit, form, users, "owner_id", _("Owner")),
        reason_field(form) if form.values.get("status") == DealStatus.LOST else None,
        textarea_field("description", _("Description"), **told(form, "description")),
        None if form.version else files_field(visit, form),
    ]


def amount_field(form: Form, *, attrs: Attrs = NO_ATTRS) -> Tag:
    currency = form.values.get("currency") or CURRENCIES[0]
    amount = told(form, "amount")
    amount["value"] = local_amount(amount["value"])
    return money_field(
        "amount",
        _("Amount"),
        currency=currency,
        currencies=sorted({currency, *CURRENCIES}),
        currency_label=_("Currency"),
        required=True,
        wide=True,
        attrs=attrs,
        **amount,
    )


def untyped(form: Form) -> tuple[str, ...]:
    """A saved deal keeps its client; that of a new one is in a field of its own."""
    return (PICK, TYPED, "status") if form.version else ("status",)


def reason_field(form: Form, *, attrs: Attrs = NO_ATTRS) -> Tag:
    label = _("Reason it was lost")
    return text_field("lost_reason", label, wide=True, attrs=attrs, **told(form, "lost_reason"))


def client_field(form: Form, clients: Clients) -> Tag:
    """A choice for a new deal; later it is only shown."""
    if not form.version:
        return client_box(form, clients, wide=True)
    name = form.values.get(TYPED, "")
    return shown_field(PICK, _("Client"), value=name, error=form.errors.get(PICK))
