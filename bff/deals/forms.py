"""What a deal's form holds, and amounts as people write them."""

import re
from typing import Final

import msgspec
from babel.numbers import NumberFormatError, get_decimal_symbol, parse_decimal
from msgspec import Raw

from bff.client_choice import PICK, TYPED
from bff.forms import Form
from bff.gateway.clients import ClientView
from bff.gateway.deals import DealStatus, DealView
from bff.i18n import spoken_locale

PLAIN: Final = re.compile(r"[0-9]+(\.[0-9]+)?")
GROUPED: Final = re.compile(r"[0-9\s.,]+")


def new_deal_form(client: ClientView | None, status: DealStatus) -> Form:
    form = Form.showing({"status": status})
    if client:
        form.values |= {PICK: str(client.id), TYPED: client.name}
    return form


def edit_deal_form(deal: DealView) -> Form:
    return Form.showing(values_of(deal), version=deal.version)


def saved_deal_form(record: Raw) -> Form:
    return edit_deal_form(msgspec.json.decode(record, type=DealView))


def sent_deal_form(data: dict[str, str]) -> Form:
    form = Form.sent(data)
    if "amount" in form.values:
        form.values["amount"] = plain_amount(form.values["amount"])
    return form


def values_of(deal: DealView) -> dict[str, str]:
    return {
        PICK: str(deal.client_id),
        TYPED: deal.client_name,
        "status": deal.status,
        "title": deal.title,
        "amount": str(deal.amount),
        "currency": deal.currency,
        "owner_id": str(deal.owner_id),
        "expected_close_date": str(deal.expected_close_date or ""),
        "description": deal.description,
        "lost_reason": deal.lost_reason,
    }


def local_amount(text: str) -> str:
    """As ``plain_amount`` reads it: what is no amount stays as it was typed."""
    if not PLAIN.fullmatch(text):
        return text
    return text.replace(".", get_decimal_symbol(spoken_locale()))


def plain_amount(text: str) -> str:
    """``1250.50`` from "1 250,50" in Russian and from "1,250.50" in English."""
    if PLAIN.fullmatch(text) or not GROUPED.fullmatch(text):
        return text
    try:
        return str(parse_decimal("".join(text.split()), locale=spoken_locale(), strict=True))
    except NumberFormatError:
        return text
