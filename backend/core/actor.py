"""Who is asking, and the one function that narrows every query to what they may see."""

from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from msgspec import Struct
from sqlalchemy import Select, bindparam
from sqlalchemy.orm import InstrumentedAttribute

from backend.core.refusals import Forbidden

Columns = TypeVar("Columns", bound=tuple[Any, ...])


class Role(StrEnum):
    ADMIN = "ADMIN"
    USER = "USER"


class Scope(StrEnum):
    """What a personal API token may: each one reads."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


class Actor(Struct, frozen=True):
    """``sees_all``: an admin, or anyone while the instance's visibility is ``team``.

    ``scopes`` is None for a person who is signed in, and holds what their API token may else.
    """

    id: UUID
    role: Role
    session: UUID
    sees_all: bool
    scopes: frozenset[Scope] | None = None

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN

    def may_see(self, owner_id: UUID) -> bool:
        return self.sees_all or self.id == owner_id

    def require_change(self, owner_id: UUID) -> None:
        """Raises Forbidden unless the record is theirs to change."""
        if not self.is_admin and self.id != owner_id:
            raise Forbidden("Only the owner or an admin may change this record")


def scoped(
    statement: Select[*tuple[Any, ...]], owner: InstrumentedAttribute[UUID], *, sees_all: bool
) -> Select[*tuple[Any, ...]]:
    """Narrows to the actor's own records; bind ``actor_id`` when running the statement."""
    return statement if sees_all else statement.where(owner == bindparam("actor_id"))
