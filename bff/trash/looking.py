"""What can be done with a trash of any type."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from litestar import Response

from bff.bulk import Chosen, Send, carry_out
from bff.gateway.bulk import (
    BulkAction,
    BulkClients,
    BulkDeals,
    BulkTasks,
    ClientFilters,
    TaskFilters,
)
from bff.gateway.deals import DealFilters
from bff.gateway.trash import TrashType
from bff.i18n import gettext as _
from bff.listing import PAGE, query_of
from bff.trash.pages import trash_page
from bff.trash.queries import TrashQuery
from bff.visit import Toast, Visit

RESTORE: Final = BulkAction.RESTORE


async def look_into(visit: Visit, query: TrashQuery) -> Response[Any]:
    found = await visit.trash.page(
        query.entity_type, search=query.search or None, limit=PAGE, offset=query.offset
    )
    if query.offset and not found.items:
        return visit.go(query.first_page)
    return trash_page(visit, query, found)


async def bring_back(
    visit: Visit, kind: type[TrashQuery], data: Mapping[str, str | list[str]]
) -> Response[Any]:
    chosen = Chosen.sent(data)
    query = query_of(chosen.query, kind)
    if chosen.is_empty:
        return visit.go(query.url, Toast(_("Select something first."), is_bad=True))
    send = restoring(visit, query, chosen)
    return await carry_out(visit, chosen, send, back=query.url, deed=_("Restored: {count}."))


def restoring(visit: Visit, query: TrashQuery, chosen: Chosen) -> Send:
    search = query.search or None
    match query.entity_type:
        case TrashType.CLIENT:
            clients = ClientFilters(search=search, trashed=True)
            return partial(visit.bulk.clients, chosen.narrow(BulkClients(RESTORE), clients))
        case TrashType.DEAL:
            deals = DealFilters(search=search, trashed=True)
            return partial(visit.bulk.deals, chosen.narrow(BulkDeals(RESTORE), deals))
        case TrashType.TASK:
            tasks = TaskFilters(search=search, trashed=True)
            return partial(visit.bulk.tasks, chosen.narrow(BulkTasks(RESTORE), tasks))
