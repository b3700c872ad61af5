"""Who is asking, and the one function that narrows every query to what they may see."""

from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from msgspec import Struct
from sqlalchemy import Select, bindparam, or_
from sqlalchemy.orm import InstrumentedAttribute

from backend.core.refusals import Forbidden

Columns = TypeVar("Columns", bound=tuple[Any, ...])


class Role(StrEnum):
    ADMIN = "ADMIN"
    USER = "USER"


class Actor(Struct, frozen=True):
    """``sees_all``: an admin, or anyone while the instance's visibility is ``team``."""

    id: UUID
    role: Role
    session: UUID
    sees_all: bool

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN

    def may_see(self, *owners: UUID) -> bool:
        return self.sees_all or self.id in owners

    def require_change(self, *owners: UUID) -> None:
        """Raises Forbidden unless the record is theirs to change."""
        if not self.is_admin and self.id not in owners:
            raise Forbidden("Only the owner or an admin may change this record")


def scoped(
    statement: Select[*tuple[Any, ...]], *owners: InstrumentedAttribute[UUID], sees_all: bool
) -> Select[*tuple[Any, ...]]:
    """Narrows to the records of which the actor is an owner; bind ``actor_id`` when running it."""
    if sees_all:
        return statement
    return statement.where(or_(*(owner == bindparam("actor_id") for owner in owners)))
