"""What the address of the feed says, and the address that says it."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Final, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from bff.gateway.activity import ActivityPage, Filters
from bff.i18n import date_of, spoken, today
from bff.urls import with_query

FEED: Final = "/activity/"
PAGE: Final = 40
Kind: TypeAlias = Literal["client", "deal", "task", "user", "import", "export", "token", "webhook"]


class Since(StrEnum):
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"


DAYS: Final = {Since.TODAY: 0, Since.WEEK: 6, Since.MONTH: 29}


class FeedQuery(Struct, frozen=True):
    """``after`` is the day that the page before ended with, ``newest`` the last entry it knows."""

    kind: Kind | None = None
    record: UUID | None = None
    person: UUID | None = None
    since: Since | None = None
    cursor: Annotated[str, Meta(max_length=4000)] = ""
    after: Annotated[str, Meta(max_length=10)] = ""
    newest: UUID | None = None

    def at(self, path: str, **more: str) -> str:
        return with_query(
            path,
            kind=self.kind,
            record=str(self.record) if self.record else None,
            person=str(self.person) if self.person else None,
            since=self.since,
            **more,
        )

    @property
    def url(self) -> str:
        return self.at(FEED)

    def older(self, found: ActivityPage) -> str:
        last = date_of(found.items[-1].created_at).isoformat()
        return self.at(FEED, cursor=found.next_cursor or "", after=last)

    @property
    def is_filtered(self) -> bool:
        return any((self.kind, self.record, self.person, self.since))

    @property
    def filters(self) -> Filters:
        return Filters(
            entity_type=self.kind,
            entity_uuid=self.record,
            user_id=self.person,
            since=midnight(DAYS[self.since]) if self.since else None,
        )

    @property
    def everything(self) -> "FeedQuery":
        return msgspec.structs.replace(self, record=None, cursor="", after="", newest=None)


def midnight(days_ago: int) -> str:
    """With which that day began where the reader is."""
    began = datetime.combine(today() - timedelta(days=days_ago), time.min, spoken().zone)
    return began.isoformat(timespec="seconds")
