"""A client's dossier, read in one go."""

import asyncio
from uuid import UUID

from backend.clients.queries import client
from backend.core.actor import Actor
from backend.core.db import Database
from backend.core.listing import Asked
from backend.deals.queries import deals
from backend.deals.schemas import DealSort
from backend.dossiers.schemas import Dossier
from backend.files.models import FileEntity
from backend.files.queries import files
from backend.files.schemas import FileSort
from backend.tasks.queries import tasks
from backend.tasks.schemas import TaskSort


async def dossier(database: Database, actor: Actor, client_id: UUID, *, limit: int) -> Dossier:
    live = {"live": True, "client": client_id}
    shown, opened, due, filed = await asyncio.gather(
        client(database, actor, client_id),
        deals(database, actor, Asked(DealSort.NEWEST, live, limit)),
        tasks(database, actor, Asked(TaskSort.DUE, live, limit)),
        files(
            database,
            actor,
            FileEntity.CLIENT,
            client_id,
            sort=FileSort.NEWEST,
            limit=limit,
            offset=0,
            cursor=None,
        ),
    )
    return Dossier(shown, opened, due, filed)
