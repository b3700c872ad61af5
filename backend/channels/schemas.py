"""Chat channels and their deliveries on the wire."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from backend.channels.models import ChannelStatus, TeamEvent
from backend.core import examples
from backend.core.schemas import Body, Name, View

Address = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=2000,
        pattern=r"^[!-~]+$(?!\n)",
        description="an address such as slack://TokenA/TokenB/TokenC or tgram://bottoken/ChatID",
    ),
]
Events = Annotated[list[TeamEvent], Meta(max_length=len(TeamEvent))]


class ChannelSort(StrEnum):
    """A leading ``-`` means descending; ``id`` breaks ties."""

    NEWEST = "-created_at"
    OLDEST = "created_at"


class ChannelView(View):
    """``shown`` is all of the address that can be read again.

    ``disabled_reason`` says why the system switched it off, ``error`` what came of the last try
    that failed.
    """

    id: UUID
    name: str
    service: str
    service_name: str
    shown: str
    is_team: bool
    events: list[str]
    is_active: bool
    disabled_reason: str
    failing_since: datetime | None
    owner_id: UUID
    owner_name: str
    version: int
    created_at: datetime
    updated_at: datetime

    example = {
        "id": examples.CHANNEL,
        "name": "Sales",
        "service": "slack",
        "service_name": "Slack",
        "shown": "slack://…****",
        "is_team": True,
        "events": ["deal_won", "client_added"],
        "is_active": True,
        "disabled_reason": "",
        "failing_since": None,
        "owner_id": examples.ANN,
        "owner_name": "Ann Archer",
        "version": 1,
        "created_at": examples.MADE,
        "updated_at": examples.MADE,
    }


class ChannelPage(View):
    items: list[ChannelView]
    total: int
    total_is_exact: bool
    limit: int
    offset: int
    next_cursor: str | None


class NewChannel(Body):
    """One's own tells what one wants to be told by chat. A team's, for admins to make, tells its
    ``events``, as far as whoever made it may see them.
    """

    name: Name
    url: Address
    is_team: bool = False
    events: Events = []

    example = {
        "name": "Sales",
        "url": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
        "is_team": True,
        "events": ["deal_won", "client_added"],
    }


class EditChannel(Body):
    """Absent fields stay as they are; the address is kept unless there is another."""

    name: Name | UnsetType = UNSET
    url: Address | UnsetType = UNSET
    events: Events | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET

    example = {"events": ["deal_won"], "is_active": True}


class ChannelDeliveryView(View):
    """``tried_at``, ``duration_ms`` and ``error`` tell of the last try.

    What waits for a channel goes out as one message.
    """

    id: UUID
    type: str
    status: ChannelStatus
    attempts: int
    created_at: datetime
    tried_at: datetime | None
    duration_ms: int | None
    error: str | None


class ChannelDeliveryPage(View):
    items: list[ChannelDeliveryView]
    total: int
    total_is_exact: bool
    limit: int
    offset: int
    next_cursor: str | None
