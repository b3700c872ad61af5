"""Signing in, staying in, being let out."""

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

import structlog
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.dialects.postgresql import insert

from backend.accounts import queries
from backend.accounts.models import RefreshToken, User
from backend.accounts.origins import NOWHERE, Origin
from backend.accounts.queries import Credentials
from backend.accounts.schemas import TokenPair
from backend.core.db import Database
from backend.core.passwords import Passwords
from backend.core.refusals import NotFound, NotSignedIn
from backend.core.tokens import LIFETIME, AccessTokens, RefreshSecrets, fingerprint
from backend.core.work import Work

log = structlog.get_logger()
REFRESH_LIFETIME = timedelta(days=1)
GRACE = timedelta(seconds=10)
BEARER: Final = "Bearer"  # RFC 6749 section 7.1


class SignIn:
    """Password in, tokens out. RFC 9700 section 4.14: rotation, reuse ends the family."""

    def __init__(self, secret: str) -> None:
        self.passwords = Passwords()
        self.access = AccessTokens(secret)
        self._secrets = RefreshSecrets(secret)

    async def check(self, database: Database, email: str, password: str) -> Credentials:
        """Whose password it is; outside of any transaction, for hashing takes its time.

        Raises NotSignedIn, in the same words and time whether the user exists or not.
        """
        known = await queries.credentials(database, email)
        right = await self.passwords.verify(password, known.password_hash if known else None)
        if known is None or not right or not known.is_active:
            raise NotSignedIn("E-mail or password is wrong")
        return known

    async def open(self, work: Work, known: Credentials, origin: Origin = NOWHERE) -> TokenPair:
        """The first link of a new family. Raises NotSignedIn if the password just ceased to be."""
        still_right = select(User.id).where(
            User.id == known.id, User.password_hash == known.password_hash, User.is_active
        )
        if await work.one(still_right.with_for_update(read=True)) is None:
            raise NotSignedIn("E-mail or password is wrong")
        token, family = self._secrets.new(), uuid4()
        await work.session.execute(
            insert(RefreshToken).values(
                hash=fingerprint(token),
                family=family,
                user_id=known.id,
                expires_at=func.now() + REFRESH_LIFETIME,
                ends_at=func.now() + queries.SESSION_LIFETIME,
                network=origin.network,
                user_agent=origin.user_agent,
            )
        )
        return self._pair(known.id, family, token)

    async def renew(self, work: Work, token: str, origin: Origin = NOWHERE) -> TokenPair | None:
        """None where the token is unknown, over, or used before: then its family is revoked.

        It returns rather than raises, for the revocation must be committed. A token shown twice
        within seconds (a race, a lost answer) gets the very same child again.
        """
        used = await self._use(work, token)
        child = self._secrets.child_of(token)
        if used is not None:
            await self._add_child(work, used, child, origin)
            return self._pair(used.user_id, used.family, child)
        known = await self._find(work, token)
        if known is None or known.revoked_at is not None or known.used_at is None:
            return None
        heir = await self._find(work, child)
        if await work.now() - known.used_at < GRACE and heir is not None and heir.used_at is None:
            return self._pair(known.user_id, known.family, child)
        log.warning("refresh_token_reused", user=str(known.user_id), family=str(known.family))
        await revoke(work, RefreshToken.family == known.family)
        return None

    async def close(self, work: Work, token: str) -> None:
        known = await self._find(work, token)
        if known is not None:
            await revoke(work, RefreshToken.family == known.family)

    async def _use(self, work: Work, token: str) -> RefreshToken | None:
        """One statement, so that of many at once exactly one wins."""
        still_welcome = select(User.id).where(
            User.id == RefreshToken.user_id,
            User.is_active,
            User.sessions_valid_after <= RefreshToken.issued_at,
        )
        return (
            await work.session.execute(
                update(RefreshToken)
                .where(
                    RefreshToken.hash == fingerprint(token),
                    RefreshToken.used_at.is_(None),
                    RefreshToken.revoked_at.is_(None),
                    func.least(RefreshToken.expires_at, RefreshToken.ends_at) > func.now(),
                    still_welcome.exists(),
                )
                .values(used_at=func.now())
                .returning(RefreshToken)
            )
        ).scalar_one_or_none()

    async def _add_child(
        self, work: Work, parent: RefreshToken, child: str, origin: Origin
    ) -> None:
        await work.session.execute(
            insert(RefreshToken)
            .values(
                hash=fingerprint(child),
                family=parent.family,
                user_id=parent.user_id,
                expires_at=func.least(func.now() + REFRESH_LIFETIME, parent.ends_at),
                ends_at=parent.ends_at,
                network=origin.network,
                user_agent=origin.user_agent,
            )
            .on_conflict_do_nothing()
        )

    async def _find(self, work: Work, token: str) -> RefreshToken | None:
        return await work.one(select(RefreshToken).where(RefreshToken.hash == fingerprint(token)))

    def _pair(self, user: UUID, family: UUID, refresh_token: str) -> TokenPair:
        return TokenPair(
            access_token=self.access.issue(user, family),
            token_type=BEARER,
            expires_in=LIFETIME,
            refresh_token=refresh_token,
            refresh_expires_in=int(REFRESH_LIFETIME.total_seconds()),
        )


async def end_session(work: Work, session_id: UUID) -> None:
    """One of one's own. Raises NotFound for another's, and for one that is over."""
    mine = (RefreshToken.family == session_id, RefreshToken.user_id == work.actor.id)
    if not await revoke(work, *mine):
        raise NotFound("There is no such session")


async def end_other_sessions(work: Work) -> None:
    """All of one's own but the one that asks."""
    await revoke(
        work, RefreshToken.user_id == work.actor.id, RefreshToken.family != work.actor.session
    )


async def revoke(work: Work, *those: ColumnElement[bool]) -> bool:
    """Until none is left: a rotation under way adds a child while we wait for its parent.

    Says whether there was any.
    """
    standing = update(RefreshToken).where(*those, RefreshToken.revoked_at.is_(None))
    revoked = standing.values(revoked_at=func.now()).returning(RefreshToken.hash)
    revoked = revoked.execution_options(synchronize_session=False)
    found = False
    while (await work.session.execute(revoked)).first():
        found = True
    return found
