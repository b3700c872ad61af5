"""What rows do to tasks."""

from collections.abc import Mapping, Sequence

from sqlalchemy import any_, bindparam, or_, select

from backend.core.listing import AnySelect
from backend.core.refusals import Conflict, Invalid
from backend.core.rows import Item, Values, items
from backend.core.work import Work
from backend.deals.models import Deal
from backend.imports.clients_desk import ClientsDesk
from backend.imports.desk import IDS, TEXTS, Rules, called, told
from backend.tasks.models import CONFLICTS, Task, TaskStatus
from backend.tasks.service import FIELDS

COLUMNS = (*FIELDS, "created_by")
TASKS: AnySelect = select(Task.id, Task.version, *(getattr(Task, name) for name in COLUMNS))
KEYED = or_(
    Task.id == any_(bindparam("ids", type_=IDS)),
    Task.external_id == any_(bindparam("external_ids", type_=TEXTS)),
)
LIVE = TASKS.where(Task.deleted_at.is_(None), KEYED).order_by(Task.id).with_for_update()
TRASHED = TASKS.where(Task.deleted_at.is_not(None), KEYED)
DEALS = (
    select(Deal.id, Deal.client_id, Deal.title, Deal.external_id, Deal.owner_id)
    .where(
        Deal.deleted_at.is_(None),
        or_(Deal.external_id == any_(bindparam("texts", type_=TEXTS)), called(Deal.title, "texts")),
    )
    .order_by(Deal.id)
    .with_for_update(read=True)
)
OWN_DEALS = select(Deal.id, Deal.client_id, Deal.title).where(Deal.id == any_(bindparam("ids")))


class TaskDesk(ClientsDesk):
    kind = "task"
    table = "tasks"
    fields = COLUMNS
    needed = {"client": "The row names no client", "title": "The row has no title"}
    unique = {"external_id": CONFLICTS["uq_tasks_external_id"][1]}
    keys = ("external_id",)
    owner = ("assignee", "assigned_to")
    owners = ("assigned_to", "created_by")

    def __init__(self, rules: Rules) -> None:
        super().__init__(rules)
        self._deals: dict[str, tuple[str, str]] = {}  # client and title
        self._deal_keys: dict[tuple[str, str], set[str]] = {}  # by client, and id or title

    async def _load(self, work: Work, rows: Sequence[Values]) -> list[Item]:
        await self.find_clients(work, told(rows, "client"))
        await self._find_deals(work, told(rows, "deal"))
        keys = {"ids": told(rows, "id"), "external_ids": told(rows, "external_id")}
        found = [
            *await items(work, LIVE, COLUMNS, **keys),
            *await items(work, TRASHED, COLUMNS, **keys),
        ]
        await self.name_clients(work, {item.values["client_id"] for item in found})
        await self._name_deals(work, {item.values["deal_id"] for item in found} - {None})
        return found

    def _blank(self) -> Values:
        me = str(self.actor.id)
        made = {"description": "", "status": TaskStatus.TODO.value}
        return dict.fromkeys(COLUMNS) | made | {"assigned_to": me, "created_by": me}

    def _compose(self, given: Values, before: Values | None) -> Values:
        after = super()._compose(given, before)
        if "client" in given:
            after["client_id"] = self.client(given["client"])
        if "deal" in given:
            after["deal_id"] = self._deal(given["deal"], after["client_id"])
        elif after["deal_id"] and self._deals[after["deal_id"]][0] != after["client_id"]:
            raise Invalid("The task's deal is another client's")
        if after["status"] != TaskStatus.DONE:
            after["completed_at"] = None
        elif "completed_at" not in given:
            after["completed_at"] = after["completed_at"] or self.now
        return after

    def _names(self, values: Values) -> Mapping[str, str]:
        names = {"name": values["title"], "client_name": self.client_names[values["client_id"]]}
        if values["deal_id"]:
            names["deal_title"] = self._deals[values["deal_id"]][1]
        return names

    def _deal(self, text: str, client: str) -> str:
        """One of the client's, by external id or by title."""
        found = self._deal_keys.get((client, text)) or self._deal_keys.get((client, text.lower()))
        if not found:
            raise Invalid(f"The client has no deal called {text}")
        if len(found) > 1:
            raise Conflict(f"{len(found)} deals of the client are called {text}")
        return next(iter(found))

    async def _find_deals(self, work: Work, texts: list[str]) -> None:
        rows = await work.session.execute(DEALS, {"texts": texts})
        for deal, client, title, external_id, owner in rows:
            if self.actor.may_see(owner):
                self._deals[str(deal)] = (str(client), title)
                for key in {external_id or "", title.lower()} - {""}:
                    self._deal_keys.setdefault((str(client), key), set()).add(str(deal))

    async def _name_deals(self, work: Work, deals: set[str]) -> None:
        if missing := deals - self._deals.keys():
            rows = await work.session.execute(OWN_DEALS, {"ids": list(missing)})
            self._deals |= {str(deal): (str(client), title) for deal, client, title in rows}
