"""How a user last read a file with the same headers, to be suggested for the next one."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from backend.core import changes
from backend.core.refusals import NotFound
from backend.core.work import Work
from backend.imports.models import ImportEntity, ImportMapping
from backend.imports.schemas import StartImport

KIND = "import_mapping"


async def recall(work: Work, entity: ImportEntity, columns: Sequence[str]) -> dict[str, Any] | None:
    return await work.one(
        select(ImportMapping.orders).filter_by(
            user_id=work.actor.id, entity=entity, headers_hash=_hash(columns)
        )
    )


async def remember(
    work: Work, entity: ImportEntity, columns: Sequence[str], orders: StartImport
) -> None:
    """A part of starting: the start's entry in the log is its own."""
    made = insert(ImportMapping).values(
        user_id=work.actor.id,
        entity=entity,
        headers_hash=_hash(columns),
        columns=sorted(columns),
        orders=msgspec.to_builtins(orders),
    )
    await work.session.execute(
        made.on_conflict_do_update(
            index_elements=["user_id", "entity", "headers_hash"],
            set_={"orders": made.excluded.orders, "used_at": func.now()},
        )
    )


async def forget(work: Work, mapping_id: UUID) -> None:
    mapping = await work.one(
        select(ImportMapping).filter_by(id=mapping_id, user_id=work.actor.id).with_for_update()
    )
    if mapping is None:
        raise NotFound("There is no such mapping")
    before = {"entity": mapping.entity.value, "columns": mapping.columns}
    names = {"name": ", ".join(mapping.columns)[:200]}
    await work.session.delete(mapping)
    await changes.record(work, KIND, mapping_id, "deleted", names=names, before=before)


def _hash(columns: Sequence[str]) -> bytes:
    """Of the set: another order of the same columns is the same kind of file."""
    return hashlib.sha256(msgspec.json.encode(sorted(columns))).digest()
