"""What the form of a saved view holds: its name, and what the list was asked when it was opened."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode

import msgspec
from msgspec import Raw, Struct

from bff.forms import Form
from bff.gateway.fields import Name
from bff.gateway.views import EditSavedView, ListPage, NewSavedView, SavedViewView
from bff.listing import UNKEPT
from bff.urls import with_query

OURS: Final = {*UNKEPT, "page", "find"}
COLUMNS: Final = "columns"
ROOM: Final = 1_500  # characters of the cookie that a toast travels in


class Typed(Struct):
    """As the form sends it; ``query`` and ``columns`` are as the list's address has them."""

    name: Name
    page: ListPage
    query: str = ""
    columns: str = ""
    is_shared: str = ""
    takes_over: str = ""
    position: int | None = None

    @property
    def asked(self) -> dict[str, str]:
        return dict(parse_qsl(self.query))

    @property
    def shown(self) -> list[str]:
        return [key for key in self.columns.split(".") if key]

    def new(self) -> NewSavedView:
        return NewSavedView(
            self.page,
            self.name,
            self.asked,
            self.shown,
            is_shared=bool(self.is_shared),
            position=self.position,
        )

    def edit(self) -> EditSavedView:
        edit = EditSavedView(name=self.name, is_shared=bool(self.is_shared))
        if self.takes_over:
            edit.query, edit.columns = self.asked, self.shown
        return edit


def undo_of(view: SavedViewView) -> str | None:
    """Where a POST makes it again, as the form would; a toast has no room for a very long one."""
    undo = with_query(
        "/views/again/",
        page=view.page.value,
        name=view.name,
        query=urlencode(view.query),
        columns=".".join(view.columns),
        is_shared="on" if view.is_shared else None,
        position=view.position,
    )
    return undo if len(undo) <= ROOM else None


def listed_by(params: Mapping[str, str]) -> dict[str, str]:
    """What the filter form says, as the fields of a view's form carry it along."""
    asked = {name: text for name, text in params.items() if is_filter(name) and text.strip()}
    return {
        "page": params.get("page", ""),
        "query": urlencode(asked),
        COLUMNS: params.get(COLUMNS, ""),
    }


def is_filter(name: str) -> bool:
    """What is typed into a box that finds is no choice yet."""
    return name not in OURS and not name.endswith("_search")


def new_view_form(params: Mapping[str, str]) -> Form:
    return Form.showing(listed_by(params))


def edit_view_form(view: SavedViewView, params: Mapping[str, str]) -> Form:
    return Form.showing(listed_by(params) | values_of(view), version=view.version)


def saved_view_form(record: Raw) -> Form:
    view = msgspec.json.decode(record, type=SavedViewView)
    return Form.showing(values_of(view), version=view.version)


def values_of(view: SavedViewView) -> dict[str, str]:
    return {"name": view.name, "is_shared": "on" if view.is_shared else ""}
