"""What inboxes hold and nobody needs any more."""

from sqlalchemy import func, text

from backend.core.db import Database
from backend.core.tidying import forget
from backend.notifications.models import Notification


async def forget_notifications(database: Database) -> int:
    """What was read 90 days ago; the unread waits for its reader."""
    old = Notification.read_at < func.now() - text("interval '90 days'")
    return await forget(database, Notification, old)
