"""What rows do to clients."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Text, any_, bindparam, cast, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, CITEXT

from backend.clients.models import CONFLICTS, Client
from backend.clients.service import FIELDS
from backend.core.listing import AnySelect
from backend.core.rows import Item, Values, items
from backend.core.work import Work
from backend.imports.desk import IDS, TEXTS, Desk, called, told

COLUMNS: AnySelect = select(
    Client.id,
    Client.version,
    *(cast(Client.email, Text) if name == "email" else getattr(Client, name) for name in FIELDS),
)
KEYED = or_(
    Client.id == any_(bindparam("ids", type_=IDS)),
    Client.external_id == any_(bindparam("external_ids", type_=TEXTS)),
    Client.email == any_(cast(bindparam("emails", type_=TEXTS), ARRAY(CITEXT))),
)
LIVE = (
    COLUMNS.where(Client.deleted_at.is_(None), or_(KEYED, called(Client.name, "names")))
    .order_by(Client.id)
    .with_for_update()
)
TRASHED = COLUMNS.where(Client.deleted_at.is_not(None), KEYED)


class ClientDesk(Desk):
    kind = "client"
    table = "clients"
    fields = FIELDS
    needed = {"name": "The row has no name"}
    unique = {name: CONFLICTS[f"uq_clients_{name}"][1] for name in ("email", "external_id")}
    keys = ("external_id", "email", "name")

    async def _load(self, work: Work, rows: Sequence[Values]) -> list[Item]:
        keys = {
            "ids": told(rows, "id"),
            "external_ids": told(rows, "external_id"),
            "emails": told(rows, "email"),
        }
        names = told(rows, "name") if "name" in self.rules.match_by else []
        return [
            *await items(work, LIVE, FIELDS, **keys, names=names),
            *await items(work, TRASHED, FIELDS, **keys),
        ]

    def _blank(self) -> Values:
        texts = {"phone": "", "company": "", "notes": ""}
        return dict.fromkeys(FIELDS) | texts | {"owner_id": str(self.actor.id)}

    def _names(self, values: Values) -> Mapping[str, str]:
        return {"name": values["name"]}
