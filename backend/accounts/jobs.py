"""What accounts leave behind and nobody needs any more."""

from sqlalchemy import func, text

from backend.accounts.models import RefreshToken
from backend.core.db import Database
from backend.core.tidying import forget

# Longer than any access token of the same session lives.
EXPIRED = func.least(RefreshToken.expires_at, RefreshToken.ends_at) < func.now() - text(
    "interval '1 day'"
)


async def forget_refresh_tokens(database: Database) -> None:
    await forget(database, RefreshToken, EXPIRED)
