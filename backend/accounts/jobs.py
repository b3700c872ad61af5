"""What accounts leave behind and nobody needs any more."""

from sqlalchemy import and_, func, or_, text

from backend.accounts.models import ApiToken, PasswordReset, RefreshToken
from backend.core.db import Database
from backend.core.tidying import forget

DAY_AGO = func.now() - text("interval '1 day'")  # longer than a session's last access token lives
MONTH_AGO = func.now() - text("interval '30 days'")
ENDED_AT = func.least(RefreshToken.expires_at, RefreshToken.ends_at)
# A chain's last link stays for weeks, for it says from where its user signs in.
EXPIRED = or_(
    and_(RefreshToken.used_at.is_not(None), ENDED_AT < DAY_AGO),
    and_(RefreshToken.revoked_at.is_not(None), ENDED_AT < DAY_AGO),
    ENDED_AT < MONTH_AGO,
)


async def forget_refresh_tokens(database: Database) -> int:
    return await forget(database, RefreshToken, EXPIRED)


async def forget_expired(database: Database) -> int:
    """Resets, and API tokens that their owners have seen lying there expired."""
    resets = await forget(database, PasswordReset, PasswordReset.expires_at < DAY_AGO)
    return resets + await forget(database, ApiToken, ApiToken.expires_at < MONTH_AGO)
