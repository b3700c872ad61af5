"""One verb for many clients."""

from uuid import UUID

from msgspec import UNSET
from sqlalchemy import Text, any_, bindparam, cast, select

from backend.clients.models import CONFLICTS, Client
from backend.clients.queries import LISTING
from backend.clients.schemas import BulkClients
from backend.clients.service import FIELDS, owner_for
from backend.core import bulk, changes
from backend.core.bulk_schemas import BulkView
from backend.core.listing import AnySelect
from backend.core.portions import Places
from backend.core.rows import Values, items
from backend.core.schemas import told
from backend.core.work import Work
from backend.notifications.models import NotificationType
from backend.notifications.service import telling

KIND = bulk.Kind(
    "client",
    "clients",
    "name",
    CONFLICTS,
    telling("owner_id", NotificationType.CLIENT_ASSIGNED),
)
LOCKED: AnySelect = (
    select(
        Client.id,
        Client.version,
        *(cast(Client.email, Text) if n == "email" else getattr(Client, n) for n in FIELDS),
    )
    .where(Client.id == any_(bindparam("ids")))
    .order_by(Client.id)
    .with_for_update()
)


async def change_clients(work: Work, asked: BulkClients, places: Places) -> BulkView:
    given = {"fields": asked.fields is not UNSET, "owner_id": asked.owner_id is not UNSET}
    bulk.require_only(asked, given)
    start = await bulk.begin(work, asked, asked.filters, LISTING, places)
    said = told(asked.fields) if asked.fields is not UNSET else {}
    if asked.owner_id is not UNSET:
        said["owner_id"] = str((await owner_for(work, asked.owner_id)).id)

    def compose(values: Values) -> tuple[changes.Action, Values]:
        return "updated", values | said

    loaded = [
        bulk.Loaded(item, (UUID(item.values["owner_id"]),))
        for item in await items(work, LOCKED, FIELDS, ids=start.ids)
    ]
    return await bulk.change(work, KIND, asked, start, loaded, compose)
