"""A client with all that hangs on it, on the wire; and two of them becoming one."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from backend.clients.schemas import ClientView
from backend.core import examples
from backend.core.schemas import Body, View
from backend.deals.schemas import DealPage
from backend.files.schemas import FilePage
from backend.tasks.schemas import TaskPage


class Dossier(View):
    """The newest deals and files, and the tasks that are due first, each with its total."""

    client: ClientView
    deals: DealPage
    tasks: TaskPage
    files: FilePage


class MergedField(StrEnum):
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    COMPANY = "company"
    NOTES = "notes"
    OWNER = "owner_id"
    EXTERNAL_ID = "external_id"


Taken = Annotated[list[MergedField], Meta(max_length=len(MergedField))]


class Merge(Body):
    """The fields in ``take`` get the other's values; all others stay as they are.

    ``other_version`` is the version that was read: another one is refused.
    """

    other_id: UUID
    other_version: int
    take: Taken = []

    example = {"other_id": examples.OTHER_CLIENT, "other_version": 1, "take": ["phone"]}


class Moved(View):
    """What went from one client to the other, by id; what lies in the trash goes along."""

    deals: list[UUID] = []
    tasks: list[UUID] = []
    files: list[UUID] = []

    def __len__(self) -> int:
        return len(self.deals) + len(self.tasks) + len(self.files)


class Merged(View):
    """``entry_id`` is that of the merge in the change log, by which it can be undone."""

    client: ClientView
    entry_id: UUID
    moved: Moved

    @property
    def version(self) -> int:
        return self.client.version
