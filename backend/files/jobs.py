"""Removes the bytes of files that are gone, and uploads that nobody confirmed."""

from datetime import timedelta

from sqlalchemy import func, text

from backend.core.db import Database
from backend.core.disk import LocalStorage
from backend.core.relay import Event, Handler
from backend.core.storage import Storage
from backend.core.tidying import forget, sweep
from backend.files.models import Attachment, FileState
from backend.files.uploads import KEPT, UPLOADS

UNCONFIRMED = timedelta(hours=24)
OLD = (Attachment.state == FileState.PENDING) & (
    Attachment.created_at < func.now() - text("interval '24 hours'")
)


def discarding(storage: Storage) -> Handler:
    async def discard(event: Event) -> None:
        await storage.remove(event.payload["key"])

    return discard


async def forget_uploads(database: Database, storage: Storage) -> int:
    """Answers how many objects and rows there were."""
    gone = await forget(database, Attachment, OLD)
    for folder in (UPLOADS, KEPT):
        gone += await sweep(database, storage, folder, Attachment.key, age=UNCONFIRMED)
    if isinstance(storage, LocalStorage):
        await storage.forget_drafts(UNCONFIRMED)
    return gone
