"""Webhook endpoints and deliveries on the wire."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, get_args
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from backend.core import examples
from backend.core.changes import Action
from backend.core.schemas import Body, Line, View
from backend.webhooks.models import DeliveryStatus

# Named, not imported: an event says what it is of, and endpoints ask for it by that word.
KINDS = ("client", "deal", "task", "user", "import")
ACTIONS = (*get_args(Action), "progressed")
EVENT = rf"^(\*|({'|'.join(KINDS)})\.(\*|{'|'.join(ACTIONS)}))$(?!\n)"
Event = Annotated[
    str, Meta(pattern=EVENT, description="an event such as deal.moved, or client.*, or *")
]
Events = Annotated[list[Event], Meta(min_length=1, max_length=50)]
Url = Annotated[
    str,
    Meta(
        max_length=2000,
        pattern=r"^https?://[!-~]+$(?!\n)",
        description="an address such as https://example.com/hooks",
    ),
]


class WebhookSort(StrEnum):
    """A leading ``-`` means descending; ``id`` breaks ties."""

    NEWEST = "-created_at"
    OLDEST = "created_at"


class WebhookView(View):
    """``disabled_reason`` says why an endpoint was switched off that nobody switched off."""

    id: UUID
    url: str
    description: str
    events: list[str]
    is_active: bool
    disabled_reason: str
    failing_since: datetime | None
    owner_id: UUID
    owner_name: str
    version: int
    created_at: datetime
    updated_at: datetime


class MadeWebhook(WebhookView):
    """``secret`` is shown this once, and is null where an Idempotency-Key repeats the request."""

    secret: str | None

    example = {
        "id": examples.WEBHOOK,
        "url": "https://hooks.example.com/foyer",
        "description": "Tells the bookkeeping",
        "events": ["deal.moved", "client.*"],
        "is_active": True,
        "disabled_reason": "",
        "failing_since": None,
        "owner_id": examples.ANN,
        "owner_name": "Ann Archer",
        "version": 1,
        "created_at": examples.MADE,
        "updated_at": examples.MADE,
        "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    }


class WebhookPage(View):
    items: list[WebhookView]
    total: int
    total_is_exact: bool
    limit: int
    offset: int
    next_cursor: str | None


class NewWebhook(Body):
    """Payloads hold what the owner may see, who is whoever asks unless ``owner_id`` says else."""

    url: Url
    events: Events
    description: Line = ""
    owner_id: UUID | None = None

    example = {
        "url": "https://hooks.example.com/foyer",
        "events": ["deal.moved", "client.*"],
        "description": "Tells the bookkeeping",
    }


class EditWebhook(Body):
    """Absent fields stay as they are."""

    url: Url | UnsetType = UNSET
    events: Events | UnsetType = UNSET
    description: Line | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET
    owner_id: UUID | UnsetType = UNSET

    example = {"events": ["deal.*"], "is_active": True}


class DeliveryView(View):
    """``event_id`` is what the receiver sees as ``webhook-id``, the same at every try.

    ``tried_at``, ``response_code``, ``duration_ms`` and ``error`` tell of the last try.
    """

    id: UUID
    event_id: UUID
    type: str
    entity_uuid: UUID
    status: DeliveryStatus
    attempts: int
    happened_at: datetime
    created_at: datetime
    tried_at: datetime | None
    next_try_at: datetime | None
    response_code: int | None
    duration_ms: int | None
    error: str | None


class FailedSince(Body):
    since: datetime

    example = {"since": examples.CHANGED}


class Redelivered(View):
    """How many are on their way again; ``left`` were too many for one request."""

    count: int
    left: int

    example = {"count": 12, "left": 0}


class DeliveryPage(View):
    items: list[DeliveryView]
    total: int
    total_is_exact: bool
    limit: int
    offset: int
    next_cursor: str | None
