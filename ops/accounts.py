"""Users made from the command line."""

import msgspec
from sqlalchemy import exists, select

from backend.accounts import service
from backend.accounts.models import User
from backend.accounts.passwords import set_password
from backend.accounts.schemas import NewPassword, NewUser
from backend.core.passwords import Passwords
from backend.core.work import Work
from ops.database import connected, system_work
from ops.errors import Refused


async def add_user(
    database_url: str, *, email: str, full_name: str, role: str, password: str
) -> None:
    """Raises Refused for an address that is taken and for a password that is too short."""
    data = _new_user(email=email, full_name=full_name, role=role, password=password)
    async with connected(database_url) as database, system_work(database) as work:
        if await work.one(select(User.id).where(User.email == email)):
            raise Refused(f"{email} is a user already.")
        await service.add_user(work, Passwords(), data)


async def reset_password(database_url: str, *, email: str, password: str) -> None:
    """Ends all of the user's sessions; raises Refused for nobody and for a weak password."""
    try:
        msgspec.convert(password, NewPassword)
    except msgspec.ValidationError as error:
        raise Refused(f"This password cannot be taken: {error}.") from error
    async with connected(database_url) as database, system_work(database) as work:
        await set_password(work, Passwords(), email, password)


async def add_first_admin(database_url: str, *, email: str, password: str) -> bool:
    """Makes the very first user; says whether one may sign in by these words now."""
    data = _new_user(email=email, full_name="Admin", role="ADMIN", password=password)
    async with connected(database_url) as database, system_work(database) as work:
        if not await work.one(select(exists().where(User.id.is_not(None)))):
            await service.add_user(work, Passwords(), data)
            return True
        return await _may_sign_in(work, email, password)


async def _may_sign_in(work: Work, email: str, password: str) -> bool:
    hashed = await work.one(select(User.password_hash).where(User.email == email))
    return await Passwords().verify(password, hashed)


def _new_user(**fields: str) -> NewUser:
    try:
        return msgspec.convert(fields, NewUser)
    except msgspec.ValidationError as error:
        raise Refused(f"This user cannot be added: {error}.") from error
