"""A unit of work: one verb, one transaction, with what it changed and what must follow."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar, TypeVarTuple
from uuid import UUID

from sqlalchemy import Row, ScalarResult, Select, Uuid, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.actor import Actor, Role
from backend.core.outbox import Outbox, outbox_row
from backend.core.refusals import Forbidden

T = TypeVar("T")
Columns = TypeVarTuple("Columns")


class Work:
    """Made by ``unit_of_work``; commits when the block ends, so a verb never does.

    ``actor`` is None where the system itself acts. ``batch`` ties the entries of one bulk verb.
    """

    def __init__(
        self,
        session: AsyncSession,
        actor: Actor | None,
        *,
        request_id: str | None = None,
        batch: UUID | None = None,
    ) -> None:
        self.session = session
        self._actor = actor
        self.request_id = request_id
        self.batch = batch
        self.has_news = False
        self.idempotency_key: str | None = None

    @property
    def actor(self) -> Actor:
        if self._actor is None:
            raise Forbidden("The system does not do this")
        return self._actor

    @property
    def actor_id(self) -> UUID | None:
        return self._actor.id if self._actor else None

    def require_admin(self) -> None:
        if self.actor.role is not Role.ADMIN:
            raise Forbidden("Only an admin may do this")

    async def one(self, statement: Select[T]) -> T | None:
        return (await self.session.execute(statement)).scalar_one_or_none()

    async def joined(self, statement: Select[*Columns]) -> Row[*Columns] | None:
        """A row that the statement locks, with rows that it joins to it.

        Asked twice: where the lock was waited for, PostgreSQL joins the row as it is now with the
        others as they were, and finds nothing if its owner or client was changed meanwhile.
        """
        first = (await self.session.execute(statement)).one_or_none()
        return first or (await self.session.execute(statement)).one_or_none()

    async def every(self, statement: Select[T]) -> ScalarResult[T]:
        return (await self.session.execute(statement)).scalars()

    async def now(self) -> datetime:
        """The transaction's time, by the database's clock."""
        return (await self.session.execute(select(func.now()))).scalar_one()

    async def new_id(self) -> UUID:
        return (await self.session.execute(select(func.uuidv7(type_=Uuid())))).scalar_one()

    async def tell(self, topic: str, payload: Mapping[str, Any]) -> None:
        """What must follow this change, written in the same transaction and relayed after it."""
        await self.session.execute(insert(Outbox).inline(), outbox_row(topic, payload))
        self.has_news = True
