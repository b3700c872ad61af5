"""What can be done with many clients at once."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from litestar import Response

from bff.bulk import Chosen, carry_out
from bff.clients.queries import ClientQuery
from bff.gateway.bulk import BulkAction, BulkClients, ClientFields
from bff.giving import given_or_deleted, giving_page
from bff.i18n import gettext as _
from bff.listing import query_of
from bff.visit import Toast, Visit

NEEDS: Final = {"assign": "owner_id", "company": "company"}


async def changed_clients(visit: Visit, data: Mapping[str, str | list[str]]) -> Response[Any]:
    chosen = Chosen.sent(data)
    query = query_of(chosen.query, ClientQuery)
    if "find" in chosen.values:
        return await giving_page(visit, chosen, back=query.url)
    if problem := chosen.missing(NEEDS):
        return visit.go(query.url, Toast(problem, is_bad=True))
    change, deed = wanted(chosen.values)
    send = partial(visit.bulk.clients, chosen.narrow(change, query.filters(visit)))
    return await carry_out(visit, chosen, send, back=query.url, deed=deed)


def wanted(values: Mapping[str, str]) -> tuple[BulkClients, str]:
    """The change, and what will have been done."""
    if values.get("action") != "company":
        return given_or_deleted(BulkClients, values)
    fields = ClientFields(company=values["company"])
    return BulkClients(BulkAction.UPDATE, fields=fields), _("Company changed: {count}.")
