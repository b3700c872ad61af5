"""What rows do to deals, and whom they are for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import any_, bindparam, or_, select

from backend.clients.models import Client
from backend.core.listing import AnySelect
from backend.core.ranks import rank_at
from backend.core.refusals import Conflict, Invalid
from backend.core.rows import Item, Values, items
from backend.core.work import Work
from backend.deals.models import CONFLICTS, Deal, DealStatus
from backend.deals.service import FIELDS
from backend.imports.desk import TEXTS, Desk, Rules, called, told

COLUMNS: AnySelect = select(Deal.id, Deal.version, *(getattr(Deal, name) for name in FIELDS))
KEYED = Deal.external_id == any_(bindparam("external_ids", type_=TEXTS))
LIVE = COLUMNS.where(Deal.deleted_at.is_(None), KEYED).order_by(Deal.id).with_for_update()
TRASHED = COLUMNS.where(Deal.deleted_at.is_not(None), KEYED)
CLIENTS = (
    select(Client.id, Client.name, Client.external_id, Client.owner_id)
    .where(
        Client.deleted_at.is_(None),
        or_(
            Client.external_id == any_(bindparam("texts", type_=TEXTS)),
            called(Client.name, "texts"),
        ),
    )
    .order_by(Client.id)
    .with_for_update(read=True)
)
CLIENT_NAMES = select(Client.id, Client.name).where(Client.id == any_(bindparam("ids")))


class DealDesk(Desk):
    kind = "deal"
    table = "deals"
    fields = FIELDS
    needed = {"client": "The row names no client", "title": "The row has no title"}
    unique = {"external_id": CONFLICTS["uq_deals_external_id"][1]}
    keys = ("external_id",)

    def __init__(self, rules: Rules) -> None:
        super().__init__(rules)
        self._by_id: defaultdict[str, set[str]] = defaultdict(set)
        self._by_name: defaultdict[str, set[str]] = defaultdict(set)
        self._client_names: dict[str, str] = {}

    async def _load(self, work: Work, rows: Sequence[Values]) -> list[Item]:
        await self._find_clients(work, told(rows, "client"))
        keys = {"external_ids": told(rows, "external_id")}
        found = [
            *await items(work, LIVE, FIELDS, **keys),
            *await items(work, TRASHED, FIELDS, **keys),
        ]
        await self._name_clients(work, {item.values["client_id"] for item in found})
        return found

    async def _find_clients(self, work: Work, texts: list[str]) -> None:
        for client, name, external_id, owner in await work.session.execute(
            CLIENTS, {"texts": texts}
        ):
            if self.actor.may_see(owner):
                self._client_names[str(client)] = name
                self._by_id[external_id or ""].add(str(client))
                self._by_name[name.lower()].add(str(client))

    async def _name_clients(self, work: Work, clients: set[str]) -> None:
        missing = clients - self._client_names.keys()
        if missing:
            for client, name in await work.session.execute(CLIENT_NAMES, {"ids": list(missing)}):
                self._client_names[str(client)] = name

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
            after["client_id"] = self._client(given["client"])
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

    def _client(self, text: str) -> str:
        """By external id first, then by name."""
        found = self._by_id.get(text) or self._by_name.get(text.lower()) or set()
        if len(found) > 1:
            raise Conflict(f"{len(found)} clients are called {text}")
        if not found:
            raise Invalid(f"No client is called {text}")
        (client,) = found
        return client

    def _names(self, values: Values) -> Mapping[str, str]:
        return {"name": values["title"], "client_name": self._client_names[values["client_id"]]}
