"""A deal's form, where a new one finds its client."""

from typing import Final
from uuid import UUID

from bff.attachments import files_field
from bff.deals.filters import known_as
from bff.deals.forms import local_amount
from bff.deals.queries import BOARD
from bff.editor import editor, told
from bff.forms import Form
from bff.gateway.clients import ClientPage
from bff.gateway.deals import DealStatus
from bff.html import Html
from bff.i18n import gettext as _
from bff.owners import People, person_field
from bff.paging import and_more
from bff.visit import Visit
from ui_components.combobox import combobox, combobox_options
from ui_components.date_field import date_field
from ui_components.field import (
    Option,
    hidden_inputs,
    money_field,
    shown_field,
    text_field,
    textarea_field,
)
from ui_components.form import form_grid
from ui_components.html import NO_ATTRS, Attrs, Tag

FORM: Final = "deal-form"
CLIENTS: Final = "/deals/clients/"
CURRENCIES: Final = ("EUR", "USD", "GBP", "CHF", "RUB", "PLN", "SEK", "CZK", "KZT")


def deal_editor(
    visit: Visit,
    form: Form,
    users: People,
    deal_id: UUID | None = None,
    found: ClientPage | None = None,
) -> Html:
    """``found`` are the clients to choose from where no script asks for them."""
    return editor(
        visit,
        form,
        deal_fields(visit, form, users, client_field(form, found)),
        id=FORM,
        action=f"/deals/{deal_id}/edit/" if deal_id else "/deals/new/",
        title=_("Edit deal") if deal_id else _("New deal"),
        save=_("Save") if deal_id else _("Create deal"),
        back=f"/deals/{deal_id}" if deal_id else BOARD,
        parents=[(_("Deals"), BOARD)],
        restore=f"/deals/{form.trashed_id}/restore/" if form.trashed_id else None,
        has_files=deal_id is None,
    )


def deal_fields(visit: Visit, form: Form, users: People, client: Tag) -> Tag:
    return form_grid[
        hidden_inputs({name: form.values.get(name, "") for name in untyped(form)}),
        text_field(
            "title", _("Title"), required=True, autofocus=True, wide=True, **told(form, "title")
        ),
        client,
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
    return ("client_id", "client_name", "status") if form.version else ("status",)


def reason_field(form: Form, *, attrs: Attrs = NO_ATTRS) -> Tag:
    label = _("Reason it was lost")
    return text_field("lost_reason", label, wide=True, attrs=attrs, **told(form, "lost_reason"))


def client_field(form: Form, found: ClientPage | None) -> Tag:
    """A choice for a new deal; later it is only shown."""
    error = form.errors.get("client_id")
    chosen, name = form.values.get("client_id", ""), form.values.get("client_name", "")
    if form.version:
        return shown_field("client_id", _("Client"), value=name, error=error)
    options = [Option(chosen, name)] if chosen else []
    return combobox(
        "client_id",
        _("Client"),
        source=CLIENTS,
        options=[*options, *client_options(found)] if found else options,
        value=chosen,
        typed=name,
        placeholder=_("Name, company, e-mail or phone"),
        find=_("Find"),
        told=told_of(found) if found else None,
        error=error,
        required=True,
        wide=True,
    )


def client_options(found: ClientPage) -> list[Option]:
    return [Option(str(client.id), known_as(client)) for client in found.items]


def found_clients(found: ClientPage) -> Html:
    """What the form's choice of a client offers, for htmx alone."""
    options, more = client_options(found), and_more(len(found.items), found.total)
    nobody = _("No clients found")
    return Html(*combobox_options(options, empty=nobody, more=more, id="field-client_id"))


def told_of(found: ClientPage) -> str | None:
    return and_more(len(found.items), found.total) if found.items else _("No clients found")
