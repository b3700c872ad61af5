"""Attached files on the wire."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from backend.core import examples
from backend.core.schemas import Body, Line, Name, View
from backend.core.storage import Grant
from backend.files.models import FileEntity, FileState


class FileSort(StrEnum):
    """A leading ``-`` means descending; ``id`` breaks ties."""

    NEWEST = "-created_at"
    OLDEST = "created_at"
    NAME = "file_name"


class FileView(View):
    """``sha256`` is that of the bytes as they are given out; null while it is ``pending``."""

    id: UUID
    entity_type: FileEntity
    entity_id: UUID
    file_name: str
    content_type: str
    size: int
    sha256: str | None
    state: FileState
    uploaded_by: UUID
    uploaded_by_name: str
    version: int
    created_at: datetime
    updated_at: datetime


class AnnouncedFile(FileView):
    """Send the bytes to ``upload``, then ``confirm``."""

    upload: Grant

    example = {
        "id": examples.FILE,
        "entity_type": "deal",
        "entity_id": examples.DEAL,
        "file_name": "offer.pdf",
        "content_type": "application/pdf",
        "size": 48211,
        "sha256": None,
        "state": "pending",
        "uploaded_by": examples.ANN,
        "uploaded_by_name": "Ann Archer",
        "version": 1,
        "created_at": examples.CHANGED,
        "updated_at": examples.CHANGED,
        "upload": {
            "method": "PUT",
            "url": "https://crm.example/files/attachments/5d1c?expires=1795617000&signature=9f2e",
            "headers": {"content-type": "application/pdf"},
            "expires_at": "2026-11-23T14:45:00Z",
        },
    }


class FilePage(View):
    items: list[FileView]
    total: int
    total_is_exact: bool
    limit: int
    offset: int
    next_cursor: str | None


class NewFile(Body):
    """``size`` is in bytes, and as many must come.

    ``content_type`` is what the sender takes it for; it is given out as the type of its extension.
    """

    entity_type: FileEntity
    entity_id: UUID
    file_name: Name
    size: Annotated[int, Meta(ge=1, le=2**50)]
    content_type: Line = ""

    example = {
        "entity_type": "deal",
        "entity_id": examples.DEAL,
        "file_name": "offer.pdf",
        "size": 48211,
        "content_type": "application/pdf",
    }
