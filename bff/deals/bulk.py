"""What can be done with many deals at once."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import msgspec
from litestar import Response
from litestar.exceptions import ValidationException

from bff.bulk import Chosen, carry_out
from bff.deals.losing import losing_many, reason_of
from bff.deals.queries import DealQuery
from bff.gateway.bulk import BulkAction, BulkDeals, DealFields
from bff.gateway.deals import DealStatus
from bff.giving import given_or_deleted, giving_page
from bff.i18n import gettext as _
from bff.listing import query_of
from bff.visit import Toast, Visit

NEEDS: Final = {"assign": "owner_id", "status": "status"}


async def changed_deals(visit: Visit, data: Mapping[str, str | list[str]]) -> Response[Any]:
    chosen = Chosen.sent(data)
    query = query_of(chosen.query, DealQuery)
    if "find" in chosen.values:
        return await giving_page(visit, chosen, back=query.url)
    if problem := chosen.missing(NEEDS):
        return visit.go(query.url, Toast(problem, is_bad=True))
    change, deed = wanted(chosen.values)
    if change.fields and is_unexplained(change.fields):
        return losing_many(visit, chosen, back=query.url)
    send = partial(visit.bulk.deals, chosen.narrow(change, query.filters(visit)))
    return await carry_out(visit, chosen, send, back=query.url, deed=deed)


def wanted(values: Mapping[str, str]) -> tuple[BulkDeals, str]:
    """The change, and what will have been done."""
    if values.get("action") != "status":
        return given_or_deleted(BulkDeals, values)
    return BulkDeals(BulkAction.UPDATE, fields=fields_of(values)), _("Moved: {count}.")


def fields_of(values: Mapping[str, str]) -> DealFields:
    try:
        fields = msgspec.convert({"status": values["status"]}, DealFields)
    except msgspec.ValidationError as error:
        raise ValidationException("there is no such status") from error
    if fields.status is DealStatus.LOST:
        fields.lost_reason = reason_of(values)
    return fields


def is_unexplained(fields: DealFields) -> bool:
    return fields.status is DealStatus.LOST and not fields.lost_reason
