"""Personal API tokens: made, shown once, revoked."""

from datetime import timedelta
from uuid import UUID

import structlog
from msgspec.structs import replace
from sqlalchemy import func, select, update

from backend.accounts.models import ApiToken, RefreshToken, User
from backend.accounts.queries import RESTED
from backend.accounts.schemas import MadeToken, NewToken
from backend.core import changes
from backend.core.actor import Scope
from backend.core.db import Database
from backend.core.refusals import Conflict, Invalid, NotFound, NotSignedIn
from backend.core.schemas import view_of
from backend.core.tokens import fingerprint, new_api_token
from backend.core.work import Work

log = structlog.get_logger()
MOST = 100  # tokens of one user
FIELDS = ("name", "prefix", "scopes", "expires_at")


async def make_token(work: Work, data: NewToken) -> MadeToken:
    """The secret is in this answer and nowhere else."""
    if Scope.ADMIN in data.scopes and not work.actor.is_admin:
        raise Invalid.field("/scopes", "Only an admin's token may do what an admin does")
    await _require_standing(work)
    await _require_room(work)
    prefix, secret = new_api_token()
    token = ApiToken(
        prefix=prefix,
        hash=fingerprint(secret),
        user_id=work.actor.id,
        name=data.name.strip(),
        scopes=[scope.value for scope in Scope if scope in data.scopes],
        expires_at=await work.now() + timedelta(days=data.expires_in_days),
    )
    work.session.add(token)
    await work.session.flush()
    after = changes.snapshot(token, FIELDS)
    await changes.record(
        work, "token", token.id, "created", names={"name": token.name}, after=after
    )
    return view_of(MadeToken, token, scopes=[Scope(s) for s in token.scopes], secret=secret)


async def _require_standing(work: Work) -> None:
    """The gate believes for seconds that a session stands; a token would outlast it by a year."""
    me = select(User).where(User.id == work.actor.id, User.is_active)
    user = await work.one(me.with_for_update(read=True))
    session = select(RefreshToken).where(
        RefreshToken.family == work.actor.session, RefreshToken.revoked_at.is_(None)
    )
    if user is None or not await work.one(
        session.where(RefreshToken.issued_at >= user.sessions_valid_after).limit(1)
    ):
        raise NotSignedIn("This session has ended")


async def _require_room(work: Work) -> None:
    mine = select(func.count()).select_from(ApiToken).where(ApiToken.user_id == work.actor.id)
    if (await work.one(mine) or 0) >= MOST:
        raise Conflict(f"You have {MOST} tokens; revoke one first")


def without_secret(token: MadeToken) -> MadeToken:
    """What a repeated request hears: the secret is not kept, so it cannot be shown again."""
    return replace(token, secret=None)


async def revoke_token(work: Work, token_id: UUID) -> None:
    mine = select(ApiToken).where(ApiToken.id == token_id, ApiToken.user_id == work.actor.id)
    token = await work.one(mine.with_for_update())
    if token is None:
        raise NotFound("There is no such token")
    before = changes.snapshot(token, FIELDS)
    await work.session.delete(token)
    await work.session.flush()
    await changes.record(
        work, "token", token.id, "deleted", names={"name": token.name}, before=before
    )


async def note_use(database: Database, token_id: UUID) -> None:
    """At most once a minute, however many processes are asked; a failure is only logged."""
    statement = update(ApiToken).where(ApiToken.id == token_id, RESTED)
    try:
        async with database.sessions.begin() as session:
            await session.execute(statement.values(last_used_at=func.now()))
    except Exception as error:  # the request that used the token has long been answered
        log.warning("token_use_not_noted", id=str(token_id), error=repr(error))
