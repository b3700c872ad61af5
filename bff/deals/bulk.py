"""What can be done with many deals at once."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import msgspec
from litestar import Response
from litestar.exceptions import ValidationException

from bff.bulk import Chosen, carry_out, ids_of
from bff.deals.queries import DealQuery
from bff.gateway.bulk import BulkAction, BulkDeals, DealFields
from bff.i18n import gettext as _
from bff.listing import query_of
from bff.visit import Toast, Visit

NEEDS: Final = {"assign": "owner_id", "status": "status"}


async def changed_deals(visit: Visit, data: Mapping[str, str | list[str]]) -> Response[Any]:
    chosen = Chosen.sent(data)
    query = query_of(chosen.query, DealQuery)
    if problem := chosen.missing(NEEDS):
        return visit.go(query.url, Toast(problem, is_bad=True))
    change, deed = wanted(chosen.values)
    send = partial(visit.bulk.deals, chosen.narrow(change, query.filters(visit)))
    return await carry_out(visit, chosen, send, back=query.url, deed=deed)


def wanted(values: Mapping[str, str]) -> tuple[BulkDeals, str]:
    """The change, and what will have been done."""
    match values.get("action"):
        case "assign":
            (owner,) = ids_of(values["owner_id"])
            return BulkDeals(BulkAction.ASSIGN, owner_id=owner), _("Given away: {count}.")
        case "status":
            return BulkDeals(BulkAction.UPDATE, fields=fields_of(values)), _("Moved: {count}.")
        case "delete":
            return BulkDeals(BulkAction.DELETE), _("Deleted: {count}.")
        case _other:
            raise ValidationException("there is no such change")


def fields_of(values: Mapping[str, str]) -> DealFields:
    try:
        return msgspec.convert({"status": values["status"]}, DealFields)
    except msgspec.ValidationError as error:
        raise ValidationException("there is no such status") from error
