"""What the addresses of the list and the calendar say, and the addresses that say it."""

from datetime import date, timedelta
from typing import Annotated, Final, Literal, TypeAlias
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import msgspec
from litestar.datastructures import MultiDict
from msgspec import Meta, Struct

from bff.forms import asked
from bff.gateway.tasks import TaskGroup, TaskStatus
from bff.i18n import today
from bff.people import EVERYBODY
from bff.tasks.days import WEEK, month_after, week_of
from bff.urls import with_query

LIST: Final = "/tasks/"
CALENDAR: Final = "/tasks/calendar/"
STEP: Final = 15
MOST: Final = 200  # tasks a group, as many as the API gives at once
AGENDA_DAYS: Final = 14
YEARS: Final = range(1900, 2201)  # that a calendar shows, with room for the days beside them
Who: TypeAlias = Annotated[str, Meta(pattern=r"^(all|[0-9a-f-]{36})?\Z")]
Period: TypeAlias = Literal["month", "week", "agenda"]


def whose(who: str, me: UUID) -> UUID | None:
    """Nobody named means oneself; None is everybody."""
    if who == EVERYBODY:
        return None
    try:
        return UUID(who) if who else me
    except ValueError:
        return me


def read(address: str) -> MultiDict[str]:
    return MultiDict(parse_qsl(urlsplit(address).query))


class TaskQuery(Struct, frozen=True):
    """``shown`` tasks a group: the address remembers it, so a change or a reload keeps them."""

    who: Who = ""
    client: UUID | None = None
    deal: UUID | None = None
    status: TaskStatus | None = None
    search: Annotated[str, Meta(max_length=100)] = ""
    shown: Annotated[int, Meta(ge=1, le=MOST)] = STEP

    @property
    def url(self) -> str:
        return self.at(LIST, shown=str(self.shown) if self.shown != STEP else None)

    def at(self, path: str, **more: str | None) -> str:
        client, deal = str(self.client or ""), str(self.deal or "")
        filters = {"who": self.who, "client": client, "deal": deal, "status": self.status}
        return with_query(path, **filters, search=self.search, **more)

    @property
    def is_filtered(self) -> bool:
        return bool(self.client or self.deal or self.status or self.search)

    def showing(self, count: int) -> "TaskQuery":
        return msgspec.structs.replace(self, shown=min(count, MOST))

    @classmethod
    def of_address(cls, address: str) -> "TaskQuery":
        """Of the page that a request came from."""
        return asked(read(address), cls)


class GroupQuery(TaskQuery, frozen=True, kw_only=True):
    """``loaded`` tasks of the group are on the page already."""

    group: TaskGroup
    loaded: Annotated[int, Meta(ge=0, le=10_000)]


class CalendarQuery(Struct, frozen=True):
    """The month, the week or the days around ``day``."""

    view: Period = "month"
    day: date | None = None
    who: Who = ""

    def __post_init__(self) -> None:
        if self.day and self.day.year not in YEARS:
            raise ValueError("no year of our calendar")

    @property
    def url(self) -> str:
        return self.address(self.view, self.day)

    def address(self, view: Period, day: date | None) -> str:
        shown = view if view != "month" else None
        return with_query(CALENDAR, view=shown, day=str(day) if day else None, who=self.who)

    @property
    def anchor(self) -> date:
        return self.day or today()

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last that are shown: whole weeks, but for the list."""
        if self.view == "agenda":
            return self.anchor, self.anchor + timedelta(days=AGENDA_DAYS - 1)
        if self.view == "week":
            first = week_of(self.anchor)
            return first, first + timedelta(days=6)
        last = month_after(self.anchor, 1) - timedelta(days=1)
        return week_of(self.anchor.replace(day=1)), week_of(last) + timedelta(days=6)

    def beside(self, steps: int) -> str:
        """The month, week or days before (-1) or after (1)."""
        if self.view == "month":
            return self.address(self.view, month_after(self.anchor, steps))
        width = WEEK if self.view == "week" else timedelta(days=AGENDA_DAYS)
        return self.address(self.view, self.anchor + steps * width)

    @classmethod
    def of_address(cls, address: str) -> "CalendarQuery":
        return asked(read(address), cls)
