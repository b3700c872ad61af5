"""What rows do to deals."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import any_, bindparam, or_, select

from backend.core.listing import AnySelect
from backend.core.ranks import rank_at
from backend.core.refusals import Invalid
from backend.core.rows import Item, Values, items
from backend.core.work import Work
from backend.deals.models import CONFLICTS, Deal, DealStatus
from backend.deals.service import FIELDS
from backend.imports.clients_desk import ClientsDesk
from backend.imports.desk import IDS, TEXTS, told

COLUMNS: AnySelect = select(Deal.id, Deal.version, *(getattr(Deal, name) for name in FIELDS))
KEYED = or_(
    Deal.id == any_(bindparam("ids", type_=IDS)),
    Deal.external_id == any_(bindparam("external_ids", type_=TEXTS)),
)
LIVE = COLUMNS.where(Deal.deleted_at.is_(None), KEYED).order_by(Deal.id).with_for_update()
TRASHED = COLUMNS.where(Deal.deleted_at.is_not(None), KEYED)


class DealDesk(ClientsDesk):
    kind = "deal"
    table = "deals"
    fields = FIELDS
    needed = {"client": "The row names no client", "title": "The row has no title"}
    unique = {"external_id": CONFLICTS["uq_deals_external_id"][1]}
    keys = ("external_id",)

    async def _load(self, work: Work, rows: Sequence[Values]) -> list[Item]:
        await self.find_clients(work, told(rows, "client"))
        keys = {"ids": told(rows, "id"), "external_ids": told(rows, "external_id")}
        found = [
            *await items(work, LIVE, FIELDS, **keys),
            *await items(work, TRASHED, FIELDS, **keys),
        ]
        await self.name_clients(work, {item.values["client_id"] for item in found})
        return found

    def _blank(self) -> Values:
        return dict.fromkeys(FIELDS) | {
            "amount": "0.00",
            "currency": self.rules.default_currency,
            "status": DealStatus.NEW.value,
            "owner_id": str(self.actor.id),
            "description": "",
            "lost_reason": "",
        }

    def _birth(self, given: Values) -> Values:
        born = super()._birth(given)
        return born | {"rank": rank_at(datetime.fromisoformat(born["created_at"]))}

    def _compose(self, given: Values, before: Values | None) -> Values:
        after = super()._compose(given, before)
        if "client" in given:
            after["client_id"] = self.client(given["client"])
        stays = before is not None and before["status"] == after["status"]
        if not DealStatus(after["status"]).is_closed:
            after["closed_at"] = None
        elif "closed_at" not in given and not stays:
            after["closed_at"] = self.now
        if after["status"] != DealStatus.LOST:
            if "lost_reason" in given:
                raise Invalid("Only a lost deal has a reason for it")
            after["lost_reason"] = ""
        return after

    def _names(self, values: Values) -> Mapping[str, str]:
        return {"name": values["title"], "client_name": self.client_names[values["client_id"]]}
