"""Background work in somebody's name."""

from uuid import UUID

from backend.accounts.models import User
from backend.core.actor import Actor, Role
from backend.core.db import Database
from backend.core.runs import Failed


async def acting(
    database: Database, user_id: UUID, run_id: UUID, *, everyone_sees_all: bool
) -> tuple[User, Actor]:
    """Whoever asked for a run, as they may act now. Raises Failed where they may no longer."""
    async with database.sessions() as session:
        user = await session.get(User, user_id)
    if user is None or not user.is_active:
        raise Failed("Whoever started this may not sign in any more")
    sees_all = everyone_sees_all or user.role is Role.ADMIN
    return user, Actor(user.id, user.role, run_id, sees_all)
