"""Whom deals and tasks are for: rows name clients by external id or by name."""

from collections import defaultdict

from sqlalchemy import any_, bindparam, or_, select

from backend.clients.models import Client
from backend.core.refusals import Conflict, Invalid
from backend.core.work import Work
from backend.imports.desk import TEXTS, Desk, Rules, called

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


class ClientsDesk(Desk):
    """A desk whose records belong to clients."""

    def __init__(self, rules: Rules) -> None:
        super().__init__(rules)
        self._by_id: defaultdict[str, set[str]] = defaultdict(set)
        self._by_name: defaultdict[str, set[str]] = defaultdict(set)
        self.client_names: dict[str, str] = {}

    async def find_clients(self, work: Work, texts: list[str]) -> None:
        for client, name, external_id, owner in await work.session.execute(
            CLIENTS, {"texts": texts}
        ):
            if self.actor.may_see(owner):
                self.client_names[str(client)] = name
                self._by_id[external_id or ""].add(str(client))
                self._by_name[name.lower()].add(str(client))

    async def name_clients(self, work: Work, clients: set[str]) -> None:
        missing = clients - self.client_names.keys()
        if missing:
            for client, name in await work.session.execute(CLIENT_NAMES, {"ids": list(missing)}):
                self.client_names[str(client)] = name

    def client(self, text: str) -> str:
        """By external id first, then by name."""
        found = self._by_id.get(text) or self._by_name.get(text.lower()) or set()
        if len(found) > 1:
            raise Conflict(f"{len(found)} clients are called {text}")
        if not found:
            raise Invalid(f"No client is called {text}")
        (client,) = found
        return client
