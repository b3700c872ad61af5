"""What the address of a list says, and the list that every feature draws by it.

A list's own query adds its filters; shared are its place, its sort order, its columns and its view.
"""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from functools import cache
from typing import Annotated, ClassVar, Final, Protocol, TypeVar
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import msgspec
from htpy import Node
from litestar.datastructures import MultiDict
from msgspec import Meta, Struct

from bff.forms import asked
from bff.i18n import gettext as _
from bff.i18n import ngettext, number
from bff.visit import Visit
from ui_components import html as h
from ui_components import hx
from ui_components.bulk_bar import bulk_reach
from ui_components.filter_bar import FILTERS
from ui_components.html import Attrs, Tag
from ui_components.layout import stack
from ui_components.live import follows
from ui_components.pagination import pagination
from ui_components.table import Column, Selection, Sort, data_table

PAGE: Final = 50
FARTHEST: Final = 10_000  # what the API takes as an offset
BULK: Final = "bulk"  # the form that ticked rows belong to
REACH: Final = "bulk-reach"
UNKEPT: Final = ("offset", "view", "columns")  # what is no part of a view's query

Columns = Annotated[str, Meta(max_length=500, pattern=r"^[a-z_]+(\.[a-z_]+)*\Z")]
Q = TypeVar("Q", bound="ListQuery")
Record = TypeVar("Record")
Held_co = TypeVar("Held_co", covariant=True)


class Found(Protocol[Held_co]):
    """A page of the API."""

    @property
    def items(self) -> Sequence[Held_co]: ...
    @property
    def total(self) -> int: ...
    @property
    def total_is_exact(self) -> bool: ...
    @property
    def next_cursor(self) -> str | None: ...


fields_of = cache(msgspec.structs.fields)  # which reads the annotations anew each time


class ListQuery(Struct, frozen=True, kw_only=True):
    """``view`` is the saved one that is looked at; ``columns`` are joined by dots."""

    path: ClassVar[str]
    sort: StrEnum
    offset: Annotated[int, Meta(ge=0, le=FARTHEST)] = 0
    view: UUID | None = None
    columns: Columns | None = None

    @property
    def said(self) -> dict[str, str]:
        """The filters, and the sort order unless it is the usual one: what a view keeps."""
        return {name: text for name, text in self._told() if name not in UNKEPT}

    @property
    def is_filtered(self) -> bool:
        return bool(self.said.keys() - {"sort"})

    @property
    def text(self) -> str:
        return urlencode(dict(self._told()))

    @property
    def url(self) -> str:
        return f"{self.path}?{text}" if (text := self.text) else self.path

    @property
    def shown_sort(self) -> Sort:
        return Sort(self.sort.removeprefix("-"), descending=self.sort.startswith("-"))

    def sorted_by(self, sort: Sort) -> str:
        key = type(self.sort)(f"-{sort.key}" if sort.descending else sort.key)
        return msgspec.structs.replace(self, sort=key, offset=0).url

    @property
    def first_page(self) -> str:
        return msgspec.structs.replace(self, offset=0).url

    def before(self) -> str | None:
        if self.offset == 0:
            return None
        return msgspec.structs.replace(self, offset=max(0, self.offset - PAGE)).url

    def after(self, found: Found[object]) -> str | None:
        following = self.offset + PAGE
        if found.next_cursor is None or following > FARTHEST:
            return None
        return msgspec.structs.replace(self, offset=following).url

    def _told(self) -> Iterator[tuple[str, str]]:
        for field in fields_of(type(self)):
            value = getattr(self, field.name)
            if value not in (field.default, None, ""):
                plain = msgspec.to_builtins(value)
                yield field.name, str(plain).lower() if isinstance(plain, bool) else str(plain)


def query_of(text: str, into: type[Q]) -> Q:
    """Of a query that a form carried along."""
    return asked(MultiDict(parse_qsl(text)), into)


def listed(
    visit: Visit,
    query: ListQuery,
    found: Found[Record],
    columns: Sequence[Column[Record]],
    *,
    id: str,
    caption: str,
    key: Callable[[Record], UUID],
    href: Callable[[Record], str] | None,
    label: Callable[[Record], str],
    empty: Node,
    row_id: str,
    topics: Sequence[str],
) -> Tag:
    """What search, sorting and paging swap, and what follows the ``topics`` that others change."""

    def swaps(href: str) -> Attrs:
        return hx.request(
            "get", href, target=f"#{id}", swap="outerMorph", push_url=True, show="body"
        )

    ticked = _("Select {name}")
    selection: Selection[Record] = Selection(
        label=lambda row: ticked.format(name=label(row)), label_all=_("Select all"), form=BULK
    )
    return stack(id=id, attrs=follows(*topics))[
        state_of(query),
        data_table(
            found.items,
            columns,
            caption=caption,
            row_key=lambda row: str(key(row)),
            row_href=href,
            sort=query.shown_sort,
            sort_href=query.sorted_by,
            hx=swaps,
            selection=selection if found.items and not visit.is_stale else None,
            empty=empty,
            id=row_id,
        ),
        pages(query, found, swaps),
    ]


def state_of(query: ListQuery) -> list[h.Void]:
    """What the address says beside the filters: it goes along with them."""
    kept = {
        "sort": query.said.get("sort", ""),
        "view": str(query.view or ""),
        "columns": query.columns or "",
    }
    return [
        h.input(type="hidden", name=name, value=value, form=FILTERS)
        for name, value in kept.items()
        if value
    ]


def pages(query: ListQuery, found: Found[object], swaps: Callable[[str], Attrs]) -> Tag | None:
    previous, next = query.before(), query.after(found)
    if previous is None and next is None:
        return None
    return pagination(
        summary=summary(query, found),
        previous=previous,
        next=next,
        hx=swaps,
        label=_("Pages"),
        previous_label=_("Previous"),
        next_label=_("Next"),
    )


def summary(query: ListQuery, found: Found[object]) -> str:
    if not found.items:
        return ""
    first, last = number(query.offset + 1), number(query.offset + len(found.items))
    if not found.total_is_exact:
        text = _("{first}–{last} of more than {total}")
    else:
        text = ngettext("{first}–{last} of {total}", "{first}–{last} of {total}", found.total)
    return text.format(first=first, last=last, total=number(found.total))


def reach(query: ListQuery, found: Found[object]) -> Tag:
    """What a bulk change can reach beyond the rows that are shown."""
    everything = None
    if found.total > len(found.items):
        text = (
            _("All that were found: {total}")
            if found.total_is_exact
            else _("All that were found: more than {total}")
        )
        everything = text.format(total=number(found.total))
    return bulk_reach(id=REACH, query=query.text, everything=everything)
