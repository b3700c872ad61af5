"""Going through a list by offsets."""

from bff.i18n import gettext as _
from bff.i18n import ngettext, number
from bff.urls import with_query
from ui_components.html import Tag
from ui_components.pagination import pagination

FARTHEST = 10_000  # what the API takes as an offset


def and_more(shown: int, total: int) -> str | None:
    """Of what there is to choose from, which has no pages."""
    return _("And more: type on") if total > shown else None


def pages(url: str, *, offset: int, size: int, shown: int, total: int, **query: str) -> Tag | None:
    """None where one page has it all."""
    if offset == 0 and shown >= total:
        return None
    following = offset + size
    before = with_query(url, offset=max(0, offset - size) or None, **query) if offset else None
    after = (
        with_query(url, offset=following, **query) if following < min(total, FARTHEST + 1) else None
    )
    text = ngettext("{first}–{last} of {total}", "{first}–{last} of {total}", total)
    first, last = number(offset + 1), number(offset + shown)
    return pagination(
        summary=text.format(first=first, last=last, total=number(total)),
        previous=before,
        next=after,
        label=_("Pages"),
        previous_label=_("Previous"),
        next_label=_("Next"),
    )
