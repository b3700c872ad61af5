"""Clients on the wire."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from backend.core import examples
from backend.core.bulk_schemas import Bulk
from backend.core.schemas import (
    Body,
    Email,
    ExternalId,
    Filters,
    Line,
    Name,
    Phone,
    Searched,
    Text,
    View,
)


class ClientSort(StrEnum):
    """A leading ``-`` means descending; ``id`` breaks ties."""

    NEWEST = "-created_at"
    OLDEST = "created_at"
    NAME = "name"
    NAME_DESC = "-name"
    COMPANY = "company"
    COMPANY_DESC = "-company"
    UPDATED = "-updated_at"
    LEAST_UPDATED = "updated_at"


class ClientView(View):
    """``merged_into`` is the client that it became part of; it lies in the trash then."""

    id: UUID
    name: str
    phone: str
    email: str | None
    company: str
    notes: str
    owner_id: UUID
    owner_name: str
    external_id: str | None
    version: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    merged_into: UUID | None

    example = {
        "id": examples.CLIENT,
        "name": "Acme Roofing",
        "phone": "+44 7700 900123",
        "email": "office@acme.example",
        "company": "Acme Ltd",
        "notes": "Prefers to be called in the morning",
        "owner_id": examples.ANN,
        "owner_name": "Ann Archer",
        "external_id": "CRM-1042",
        "version": 1,
        "created_at": examples.MADE,
        "updated_at": examples.MADE,
        "deleted_at": None,
        "merged_into": None,
    }


class ClientPage(View):
    items: list[ClientView]
    total: int
    total_is_exact: bool
    limit: int
    offset: int
    next_cursor: str | None


class ClientFilters(Filters):
    """``created_within`` is days from now; ``open_deals`` is whether there are any."""

    search: Searched | None = None
    owner: UUID | None = None
    created_within: Annotated[int, Meta(ge=1, le=3650)] | None = None
    open_deals: bool | None = None

    def said(self) -> dict[str, Any]:
        said = super().said()
        wanted = said.pop("open_deals")
        return said | {"with_deals": wanted or None, "without_deals": wanted is False or None}


class Likeness(StrEnum):
    """In what a client is like another; of a name and a company, nearly the same is enough."""

    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"
    COMPANY = "company"


class SimilarClient(View):
    id: UUID
    name: str
    company: str
    email: str | None
    phone: str
    owner_name: str
    matches: list[Likeness]


class SimilarClients(View):
    """The most alike first, five at most."""

    items: list[SimilarClient]


class NewClient(Body):
    """``owner_id`` defaults to whoever asks.

    ``known`` are clients like this one that were looked at: where it is given, any other of nearly
    this name or with this phone refuses it.
    """

    name: Name
    phone: Phone = ""
    email: Email | None = None
    company: Line = ""
    notes: Text = ""
    owner_id: UUID | None = None
    external_id: ExternalId | None = None
    known: Annotated[list[UUID], Meta(max_length=100)] | None = None

    example = {
        "name": "Acme Roofing",
        "phone": "+44 7700 900123",
        "email": "office@acme.example",
        "company": "Acme Ltd",
        "notes": "Prefers to be called in the morning",
        "external_id": "CRM-1042",
    }


class EditClient(Body):
    """Absent fields stay as they are; ``null`` clears."""

    name: Name | UnsetType = UNSET
    phone: Phone | UnsetType = UNSET
    email: Email | UnsetType | None = UNSET
    company: Line | UnsetType = UNSET
    notes: Text | UnsetType = UNSET
    owner_id: UUID | UnsetType = UNSET
    external_id: ExternalId | UnsetType | None = UNSET

    example = {"phone": "+44 7700 900456", "email": None}


class ClientFields(Body):
    """What many clients can have alike; absent fields stay as they are."""

    phone: Phone | UnsetType = UNSET
    company: Line | UnsetType = UNSET
    notes: Text | UnsetType = UNSET


class BulkClients(Bulk, kw_only=True):
    """``fields`` go with ``update``, ``owner_id`` with ``assign``."""

    filters: ClientFilters | UnsetType = UNSET
    fields: ClientFields | UnsetType = UNSET
    owner_id: UUID | UnsetType = UNSET

    example = {"ids": [examples.CLIENT], "action": "assign", "owner_id": examples.BOB}
