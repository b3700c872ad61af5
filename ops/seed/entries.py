"""The change log's entries for seeded records, as if people had typed them."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any
from uuid import UUID

import msgspec

from backend.accounts.service import FIELDS as USER_FIELDS
from backend.clients.service import FIELDS as CLIENT_FIELDS
from backend.core import changes
from backend.deals.service import FIELDS as DEAL_FIELDS
from backend.tasks.service import FIELDS as TASK_FIELDS
from ops.seed.rows import ActivityRow, ClientRow, DealRow, Row, TaskRow, UserRow, uuid7


class Entries:
    """``clients`` and ``deals`` say what is called how."""

    def __init__(
        self, random: Random, *, clients: Mapping[UUID, str], deals: Mapping[UUID, str]
    ) -> None:
        self._random = random
        self._clients = clients
        self._deals = deals

    def user(self, row: UserRow) -> ActivityRow:
        return self._made("user", row, None, USER_FIELDS, {"name": row.full_name})

    def client(self, row: ClientRow) -> ActivityRow:
        return self._made("client", row, row.owner_id, CLIENT_FIELDS, {"name": row.name})

    def deal(self, row: DealRow) -> ActivityRow:
        names = {"name": row.title, "client_name": self._clients[row.client_id]}
        return self._made("deal", row, row.owner_id, DEAL_FIELDS, names)

    def task(self, row: TaskRow) -> ActivityRow:
        return self._made("task", row, row.created_by, TASK_FIELDS, self.task_names(row))

    def task_names(self, row: TaskRow) -> dict[str, str]:
        names = {"name": row.title, "client_name": self._clients[row.client_id]}
        if row.deal_id is not None:
            names["deal_title"] = self._deals[row.deal_id]
        return names

    def _made(
        self,
        kind: str,
        row: Row,
        author: UUID | None,
        fields: Sequence[str],
        names: dict[str, str],
    ) -> ActivityRow:
        after: dict[str, Any] = {
            name: msgspec.to_builtins(getattr(row, name, None)) for name in fields
        }
        payload = {**names, "changes": changes.difference(changes.NOTHING, after)}
        return ActivityRow(
            id=uuid7(row.created_at, self._random),
            user_id=author,
            entity_type=kind,
            entity_uuid=row.id,
            action="created",
            payload=msgspec.json.encode(payload).decode(),
            created_at=row.created_at,
        )
