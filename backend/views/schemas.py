"""Saved views on the wire."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from backend.accounts.schemas import UserPage
from backend.clients.schemas import ClientFilters, ClientSort
from backend.core import examples
from backend.core.problems import description_of
from backend.core.refusals import Invalid
from backend.core.schemas import Body, FieldError, Filters, Name, View
from backend.deals.schemas import DealFilters, DealSort
from backend.tasks.schemas import TaskFilters, TaskSort
from backend.views.models import ListPage

ME = "@me"
PERSON = r"^(@me|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$(?!\n)"
Person = Annotated[str, Meta(pattern=PERSON, description="a user's id, or @me for whoever looks")]
Asked = Annotated[dict[str, Annotated[str, Meta(max_length=200)]], Meta(max_length=20)]
ColumnName = Annotated[
    str, Meta(pattern=r"^[a-z][a-z_]{0,49}$(?!\n)", description="a column such as owner_name")
]
Columns = Annotated[list[ColumnName], Meta(max_length=30)]
Position = Annotated[int, Meta(ge=0, le=10_000)]


def parameters_of(filters: type[Filters], sort: type[StrEnum], *, person: str) -> dict[str, Any]:
    """By name, what a list takes; its trash is no view of it."""
    taken = {field.encode_name: field.type for field in msgspec.structs.fields(filters)}
    del taken["trashed"]
    return taken | {person: Person, "sort": sort}


PARAMETERS = {
    ListPage.CLIENTS: parameters_of(ClientFilters, ClientSort, person="owner"),
    ListPage.DEALS: parameters_of(DealFilters, DealSort, person="owner"),
    ListPage.TASKS: parameters_of(TaskFilters, TaskSort, person="assigned_to"),
}


class SavedViewView(View):
    """``query`` is what the list is asked for, ``@me`` standing for whoever looks.

    ``columns`` are in order; with none the list shows its usual ones.
    """

    id: UUID
    page: ListPage
    name: str
    query: dict[str, str]
    columns: list[str]
    is_shared: bool
    position: int
    owner_id: UUID
    owner_name: str
    version: int
    created_at: datetime
    updated_at: datetime

    example = {
        "id": examples.VIEW,
        "page": "clients",
        "name": "Mine, without deals",
        "query": {"owner": "@me", "open_deals": "false", "sort": "name"},
        "columns": ["company", "phone"],
        "is_shared": True,
        "position": 1,
        "owner_id": examples.ANN,
        "owner_name": "Ann Archer",
        "version": 1,
        "created_at": examples.MADE,
        "updated_at": examples.MADE,
    }


class SavedViewPage(View):
    items: list[SavedViewView]
    total: int
    total_is_exact: bool
    limit: int
    offset: int
    next_cursor: str | None


class ListFrame(View):
    """What stands around a list: its saved views, and the people that it can be narrowed to."""

    views: SavedViewPage
    users: UserPage


class NewSavedView(Body):
    """Without a ``position`` it is the last."""

    page: ListPage
    name: Name
    query: Asked = {}
    columns: Columns = []
    is_shared: bool = False
    position: Position | None = None

    example = {
        "page": "clients",
        "name": "Mine, without deals",
        "query": {"owner": "@me", "open_deals": "false", "sort": "name"},
        "columns": ["company", "phone"],
        "is_shared": True,
    }


class EditSavedView(Body):
    """Absent fields stay as they are."""

    name: Name | UnsetType = UNSET
    query: Asked | UnsetType = UNSET
    columns: Columns | UnsetType = UNSET
    is_shared: bool | UnsetType = UNSET
    position: Position | UnsetType = UNSET

    example = {"name": "New this month", "query": {"created_within": "30"}, "columns": []}


def require_known(page: ListPage, query: dict[str, str]) -> None:
    """Raises Invalid with a finding for each parameter that the page's list would refuse."""
    errors = [
        FieldError(f"/query/{name}", complaint)
        for name, text in query.items()
        if (complaint := _complaint(PARAMETERS[page], name, text))
    ]
    if errors:
        raise Invalid("; ".join(f"{e.pointer} {e.detail}" for e in errors), errors=errors)


def _complaint(known: dict[str, Any], name: str, text: str) -> str | None:
    if name not in known:
        return "Unknown parameter"
    try:
        msgspec.convert(text, known[name], strict=False)
    except msgspec.ValidationError as error:
        expected = description_of(known[name])
        return f"Expected {expected}" if expected else str(error)
    return None
