"""Which columns a list shows: a view's own, those that somebody chose, or the usual ones."""

from collections.abc import Sequence
from typing import Final, TypeVar

from bff import csrf
from bff.i18n import gettext as _
from bff.listing import ListQuery
from bff.visit import Visit
from ui_components.column_picker import ColumnChoice, column_picker
from ui_components.html import Tag
from ui_components.table import Column

CHOOSE: Final = "/columns/"
Row = TypeVar("Row")


def taste_of(path: str) -> str:
    """The cookie's name: ``columns-clients`` for ``/clients/``."""
    return f"columns{path.rstrip('/').replace('/', '-')}"


def shown(visit: Visit, query: ListQuery, columns: Sequence[Column[Row]]) -> list[Column[Row]]:
    """The first one says which record it is, so it is always there."""
    said = query.columns or visit.taste(taste_of(query.path))
    keys = said.split(".") if said else [column.key for column in columns if column.usual]
    return [column for column in columns if column is columns[0] or column.key in keys]


def picker(visit: Visit, query: ListQuery, columns: Sequence[Column[Row]]) -> Tag:
    seen = shown(visit, query, columns)
    return column_picker(
        [ColumnChoice(one.key, one.header, one in seen) for one in columns[1:]],
        action=CHOOSE,
        hidden={csrf.FIELD: visit.csrf_token, "path": query.path, "query": query.text},
        label=_("Columns"),
        submit_label=_("Show these"),
    )
