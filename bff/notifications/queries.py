"""What the address of the inbox says, and the address that says it."""

from enum import StrEnum
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from bff.gateway.notifications import NotificationPage
from bff.urls import with_query

INBOX: Final = "/notifications/"
PAGE: Final = 30


class Show(StrEnum):
    UNREAD = "unread"
    ALL = "all"


class InboxQuery(Struct, frozen=True):
    show: Show = Show.UNREAD
    cursor: Annotated[str, Meta(max_length=500)] = ""

    @property
    def url(self) -> str:
        shown = self.show if self.show != Show.UNREAD else None
        return with_query(INBOX, show=shown, cursor=self.cursor)

    @property
    def unread(self) -> bool | None:
        return True if self.show is Show.UNREAD else None

    def showing(self, show: Show) -> str:
        return InboxQuery(show).url

    def after(self, found: NotificationPage) -> str | None:
        if found.next_cursor is None:
            return None
        return msgspec.structs.replace(self, cursor=found.next_cursor).url

    @property
    def newest(self) -> str | None:
        return self.showing(self.show) if self.cursor else None
