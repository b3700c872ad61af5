"""Notifications and their settings on the wire."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from backend.core import examples
from backend.core.schemas import Body, View
from backend.notifications.models import NotificationType


class NotificationView(View):
    """``payload`` repeats what a reader needs: ``name``, and where they fit ``client_name``,
    ``deal_title``, ``due_date``, the ``text`` of a note, or what came of an import. An alarm's
    ``state`` is ``raised`` or ``over``.

    ``actor_id`` is null where the system itself tells, ``read_at`` until it is read.
    """

    id: UUID
    type: NotificationType
    entity_type: str
    entity_uuid: UUID
    payload: dict[str, Any]
    actor_id: UUID | None
    actor_name: str | None
    created_at: datetime
    read_at: datetime | None

    example = {
        "id": examples.NOTIFICATION,
        "type": "task_assigned",
        "entity_type": "task",
        "entity_uuid": examples.TASK,
        "payload": {
            "name": "Send the offer",
            "client_name": "Acme Roofing",
            "due_date": "2026-11-27",
        },
        "actor_id": examples.ANN,
        "actor_name": "Ann Archer",
        "created_at": examples.CHANGED,
        "read_at": None,
    }


class NotificationPage(View):
    """Newest first, by cursor alone. ``unread_count`` is of the whole inbox, up to 1,000."""

    items: list[NotificationView]
    unread_count: int
    unread_count_is_exact: bool
    limit: int
    next_cursor: str | None


class ReadAll(Body):
    """``until`` is the newest one that was seen: what came since stays unread."""

    until: UUID

    example = {"until": examples.NOTIFICATION}


class Marked(View):
    """How many were unread until now."""

    marked: int


class Channels(Struct, frozen=True):
    """``chat`` is each of one's own chat channels."""

    inbox: bool = True
    mail: bool = True
    chat: bool = False

    @property
    def is_any(self) -> bool:
        return self.inbox or self.mail or self.chat


class SettingsView(View):
    """What one is told of, and where; a channel that was never chosen has its default."""

    client_assigned: Channels
    deal_assigned: Channels
    task_assigned: Channels
    task_reminder: Channels
    digest: Channels
    import_ended: Channels
    channel_failed: Channels
    mentioned: Channels
    webhook_disabled: Channels
    system_alarm: Channels
    version: int


class EditChannels(Body):
    inbox: bool | UnsetType = UNSET
    mail: bool | UnsetType = UNSET
    chat: bool | UnsetType = UNSET


class EditSettings(Body):
    """Absent types and channels stay as they are."""

    client_assigned: EditChannels | UnsetType = UNSET
    deal_assigned: EditChannels | UnsetType = UNSET
    task_assigned: EditChannels | UnsetType = UNSET
    task_reminder: EditChannels | UnsetType = UNSET
    digest: EditChannels | UnsetType = UNSET
    import_ended: EditChannels | UnsetType = UNSET
    channel_failed: EditChannels | UnsetType = UNSET
    mentioned: EditChannels | UnsetType = UNSET
    webhook_disabled: EditChannels | UnsetType = UNSET
    system_alarm: EditChannels | UnsetType = UNSET

    example = {"task_assigned": {"mail": False}, "import_ended": {"mail": True}}


class Unsubscribe(Body):
    """What the link at the end of a mail says."""

    type: NotificationType
    token: Annotated[str, Meta(min_length=1, max_length=200)]

    example = {"type": "task_assigned", "token": examples.UNSUBSCRIBE_TOKEN}


class Choices(Struct):
    """What is stored, with the defaults for what is not."""

    client_assigned: Channels = Channels()
    deal_assigned: Channels = Channels()
    task_assigned: Channels = Channels()
    task_reminder: Channels = Channels()
    digest: Channels = Channels(inbox=False, mail=False)
    import_ended: Channels = Channels(mail=False)
    channel_failed: Channels = Channels()
    mentioned: Channels = Channels()
    webhook_disabled: Channels = Channels()
    system_alarm: Channels = Channels()


DEFAULTS: dict[str, dict[str, bool]] = msgspec.to_builtins(Choices())


def chosen(choices: dict[str, dict[str, bool]]) -> Choices:
    """What was never chosen has its type's own default, not that of a channel."""
    told = {name: default | choices.get(name, {}) for name, default in DEFAULTS.items()}
    return msgspec.convert(told, Choices)


def channels_of(choices: dict[str, dict[str, bool]], what: str) -> Channels:
    """Where one wants to be told of it."""
    channels: Channels = getattr(chosen(choices), what)
    return channels
