"""Many records at once, on the wire."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from backend.core import examples
from backend.core.portions import PORTION
from backend.core.schemas import Body, Problem, View

Ids = Annotated[
    list[UUID],
    Meta(min_length=1, max_length=PORTION, description="1 to 500 ids, each of them once"),
]


class BulkAction(StrEnum):
    UPDATE = "update"
    ASSIGN = "assign"
    DELETE = "delete"
    RESTORE = "restore"


class Bulk(Body, kw_only=True):
    """``ids``, or the ``filters`` of the list for all that it finds: 500 of them, and with the
    answer's ``next_cursor`` the following ones, until it is null.

    ``versions`` holds, by id, the version that was read: another one is refused.
    ``atomic``: all or nothing; otherwise what can be done is done, and the answer says what not.
    With ``filters`` it is false.
    """

    ids: Ids | UnsetType = UNSET
    action: BulkAction
    versions: dict[UUID, int] = {}
    atomic: bool = True
    cursor: Annotated[str, Meta(max_length=500)] | None = None


class BulkItem(View):
    """``version`` is the record's, after the change; null where it may not be seen."""

    id: UUID
    status: Literal["ok", "unchanged", "failed"]
    version: int | None
    problem: Problem | None = None


class BulkView(View):
    """``batch_id`` is that of the entries in the change log; items in the order they were sent.

    ``next_cursor`` leads to the rest of what ``filters`` find, in the same batch.
    """

    batch_id: UUID
    ok: int
    unchanged: int
    failed: int
    items: list[BulkItem]
    next_cursor: str | None

    example = {
        "batch_id": examples.BATCH,
        "ok": 1,
        "unchanged": 0,
        "failed": 0,
        "items": [{"id": examples.CLIENT, "status": "ok", "version": 2}],
        "next_cursor": None,
    }
