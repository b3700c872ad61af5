"""The parts of the notifications API that our pages use, in our own words."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from bff.gateway.client import Backend, View
from bff.gateway.fields import Moment


class NotificationType(StrEnum):
    CLIENT_ASSIGNED = "client_assigned"
    DEAL_ASSIGNED = "deal_assigned"
    TASK_ASSIGNED = "task_assigned"
    TASK_REMINDER = "task_reminder"
    DIGEST = "digest"
    IMPORT_ENDED = "import_ended"
    CHANNEL_FAILED = "channel_failed"
    MENTIONED = "mentioned"
    WEBHOOK_DISABLED = "webhook_disabled"
    SYSTEM_ALARM = "system_alarm"


class NotificationView(View):
    id: UUID
    type: NotificationType
    entity_type: str
    entity_uuid: UUID
    payload: dict[str, Any]
    actor_name: str | None
    created_at: Moment
    read_at: Moment | None


class NotificationPage(View):
    """``unread_count`` is of the whole inbox, exact up to 1,000."""

    items: list[NotificationView]
    unread_count: int
    unread_count_is_exact: bool
    next_cursor: str | None


class ReadAll(Struct):
    until: UUID


class Marked(View):
    marked: int


class Channel(StrEnum):
    INBOX = "inbox"
    MAIL = "mail"
    CHAT = "chat"


class Channels(View):
    inbox: bool = True
    mail: bool = False
    chat: bool = False


class SettingsView(View):
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

    def is_wanted(self, kind: NotificationType, channel: Channel) -> bool:
        channels: Channels = getattr(self, kind)
        is_wanted: bool = getattr(channels, channel)
        return is_wanted


class EditChannels(Struct, omit_defaults=True):
    inbox: bool | UnsetType = UNSET
    mail: bool | UnsetType = UNSET
    chat: bool | UnsetType = UNSET


class EditSettings(Struct, omit_defaults=True):
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

    @classmethod
    def turning(cls, kind: NotificationType, channel: Channel, *, on: bool) -> "EditSettings":
        return cls(**{kind: EditChannels(**{channel: on})})


class Unsubscribe(Struct):
    """What the link at the end of a mail says."""

    type: NotificationType
    token: Annotated[str, Meta(min_length=1, max_length=200)]


class NotificationGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def inbox(
        self, *, unread: bool | None = None, cursor: str | None = None, limit: int = 50
    ) -> NotificationPage:
        return await self._backend.get(
            "notifications/", NotificationPage, unread=unread, cursor=cursor, limit=limit
        )

    async def read(self, notification_id: UUID, *, key: str) -> NotificationView:
        path = f"notifications/{notification_id}/read"
        return await self._backend.post(path, NotificationView, key=key)

    async def read_all(self, until: UUID, *, key: str) -> Marked:
        """What came after ``until`` stays unread."""
        return await self._backend.post("notifications/read-all", Marked, ReadAll(until), key=key)

    async def unsubscribe(self, link: Unsubscribe) -> None:
        """Needs no sign-in; doing it twice is doing it once."""
        path = "notifications/unsubscribe"
        await self._backend.post(path, type(None), link, is_repeatable=True)

    async def settings(self) -> SettingsView:
        return await self._backend.get("notifications/settings", SettingsView)

    async def edit_settings(self, edit: EditSettings, *, version: int) -> SettingsView:
        path = "notifications/settings"
        return await self._backend.patch(path, SettingsView, edit, version=version)
