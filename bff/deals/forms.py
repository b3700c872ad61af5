"""What a deal's form holds, and amounts as people write them."""

import re
from typing import Final

import msgspec
from babel.numbers import NumberFormatError, parse_decimal
from msgspec import Raw

from bff.forms import Form
from bff.gateway.deals import DealView
from bff.i18n import spoken_locale

PLAIN: Final = re.compile(r"[0-9]+(\.[0-9]+)?")
GROUPED: Final = re.compile(r"[0-9\s.,]+")


def new_deal_form(client_id: str) -> Form:
    return Form.showing({"client_id": client_id})


def edit_deal_form(deal: DealView) -> Form:
    return Form.showing(values_of(deal), version=deal.version)


def saved_deal_form(record: Raw) -> Form:
    return edit_deal_form(msgspec.json.decode(record, type=DealView))


def sent_deal_form(data: dict[str, str]) -> Form:
    form = Form.sent(data)
    form.values["amount"] = plain_amount(form.values.get("amount", ""))
    return form


def values_of(deal: DealView) -> dict[str, str]:
    return {
        "client_id": str(deal.client_id),
        "title": deal.title,
        "amount": str(deal.amount),
        "currency": deal.currency,
        "owner_id": str(deal.owner_id),
        "expected_close_date": str(deal.expected_close_date or ""),
        "description": deal.description,
        "lost_reason": deal.lost_reason,
    }


def plain_amount(text: str) -> str:
    """``1250.50`` from "1 250,50" in Russian and from "1,250.50" in English."""
    if PLAIN.fullmatch(text) or not GROUPED.fullmatch(text):
        return text
    try:
        return str(parse_decimal("".join(text.split()), locale=spoken_locale(), strict=True))
    except NumberFormatError:
        return text
