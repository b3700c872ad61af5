"""Where the steps of an import are."""

from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta, Struct

from bff.gateway.imports import ImportState, ImportView

LIST: Final = "/imports/"
NEW: Final = "/imports/new/"
PAGE: Final = 50
ROWS: Final = 25
FARTHEST: Final = 10_000  # what the API takes as an offset
UNDER_WAY: Final = (ImportState.QUEUED, ImportState.RUNNING, ImportState.UNDOING)


class PageQuery(Struct, frozen=True):
    offset: Annotated[int, Meta(ge=0, le=FARTHEST)] = 0


def columns_url(import_id: UUID) -> str:
    return f"{LIST}{import_id}/columns/"


def check_url(import_id: UUID) -> str:
    return f"{LIST}{import_id}/check/"


def result_url(import_id: UUID) -> str:
    return f"{LIST}{import_id}/result/"


def step_url(shown: ImportView) -> str:
    """Where it goes on."""
    if shown.state == ImportState.UPLOADED:
        return columns_url(shown.id)
    return check_url(shown.id) if shown.dry_run else result_url(shown.id)


def may_map(shown: ImportView) -> bool:
    """Its columns can still be chosen: nothing is under way, and nothing came of it."""
    if shown.state in UNDER_WAY or shown.undo_id:
        return False
    return shown.dry_run or shown.state != ImportState.DONE
