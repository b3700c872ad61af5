"""What the addresses of the trashes say."""

from enum import StrEnum
from typing import Annotated, ClassVar

from msgspec import Meta

from bff.gateway.trash import TrashType
from bff.listing import ListQuery


class TrashSort(StrEnum):
    LATEST = "-deleted_at"


class TrashQuery(ListQuery, frozen=True, kw_only=True):
    sort: TrashSort = TrashSort.LATEST
    search: Annotated[str, Meta(max_length=100)] = ""
    entity_type: ClassVar[TrashType]
    list_path: ClassVar[str]


class ClientTrash(TrashQuery, frozen=True, kw_only=True):
    path: ClassVar[str] = "/clients/trash/"
    list_path: ClassVar[str] = "/clients/"
    entity_type: ClassVar[TrashType] = TrashType.CLIENT


class DealTrash(TrashQuery, frozen=True, kw_only=True):
    path: ClassVar[str] = "/deals/trash/"
    list_path: ClassVar[str] = "/deals/"
    entity_type: ClassVar[TrashType] = TrashType.DEAL


class TaskTrash(TrashQuery, frozen=True, kw_only=True):
    path: ClassVar[str] = "/tasks/trash/"
    list_path: ClassVar[str] = "/tasks/"
    entity_type: ClassVar[TrashType] = TrashType.TASK
