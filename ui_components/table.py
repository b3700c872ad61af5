"""A table of records of any type: columns say how a row becomes cells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Generic, Literal, TypeAlias, TypeVar

from htpy import Node
from markupsafe import Markup

from ui_components import html as h
from ui_components import icons
from ui_components.html import NO_ATTRS, Attrs, Tag, markup
from ui_components.template import Template

Row = TypeVar("Row")
Breakpoint: TypeAlias = Literal["sm", "md", "lg", "xl"]

_FROM: Final[dict[Breakpoint, str]] = {
    "sm": "hidden sm:table-cell",
    "md": "hidden md:table-cell",
    "lg": "hidden lg:table-cell",
    "xl": "hidden xl:table-cell",
}
_ASIDE_FROM: Final[dict[Breakpoint, str]] = {
    "sm": "",
    "md": "sm:max-md:hidden",
    "lg": "sm:max-lg:hidden",
    "xl": "sm:max-xl:hidden",
}
_ROW_LINK: Final[Attrs] = {"class": "row-link"}


@dataclass(frozen=True, kw_only=True)  # no slots: Column[X](...) fails with them before 3.12
class Column(Generic[Row]):
    """``shown_from`` is the narrowest screen that has room for it; ``quiet`` is of second rank.

    What is too long is cut off, unless it ``wraps``. On a phone an ``aside`` stands small at the
    end of the row. ``key`` names the column where people choose what they see, and ``usual`` ones
    are shown to whoever has not chosen.
    """

    header: str
    cell: Callable[[Row], Node]
    sort: str | None = None
    align: Literal["start", "center", "end"] = "start"
    quiet: bool = False
    wraps: bool = False
    shown_from: Breakpoint | None = None
    hide_header: bool = False
    aside: bool = False
    key: str = ""
    usual: bool = True


@dataclass(frozen=True, slots=True)
class Sort:
    key: str
    descending: bool = False


@dataclass(frozen=True, kw_only=True)  # no slots: Selection[X](...) fails with them before 3.12
class Selection(Generic[Row]):
    """Check boxes named ``name`` whose value is the row's key, of the form whose id is ``form``."""

    label: Callable[[Row], str]
    name: str = "selected"
    label_all: str = "Select all"
    form: str | None = None


def data_table(
    rows: Sequence[Row],
    columns: Sequence[Column[Row]],
    *,
    caption: str,
    row_key: Callable[[Row], str],
    row_href: Callable[[Row], str] | None = None,
    sort: Sort | None = None,
    sort_href: Callable[[Sort], str] | None = None,
    hx: Callable[[str], Attrs] | None = None,
    selection: Selection[Row] | None = None,
    empty: Node = "Nothing here yet.",
    id: str = "table",
) -> Tag:
    """``caption`` is for those who cannot see it. With ``row_href`` the first cell's link opens the
    record and is as large as the row. ``hx`` turns a sort link's address into its request.
    """
    if not rows:  # what sorts them and selects them all would be reached by keys, and not be seen
        sort_href = selection = None
    width = len(columns) + (selection is not None)
    # Where no row has a link, keys could not scroll it.
    reached = NO_ATTRS if row_href else {"tabindex": "0", "role": "group", "aria-label": caption}
    return h.div(reached, class_="table-frame", id=id)[
        h.table(class_="data-table")[
            h.caption(class_="sr-only")[caption],
            h.thead[
                h.tr[
                    _select_all(selection) if selection else None,
                    [_head(column, sort, sort_href, hx) for column in columns],
                ]
            ],
            h.tbody[
                _body(rows, columns, row_key, row_href, selection, id)
                or h.tr[h.td(colspan=width, class_="table-empty")[empty]]
            ],
        ]
    ]


def _head(
    column: Column[Row],
    sort: Sort | None,
    sort_href: Callable[[Sort], str] | None,
    hx: Callable[[str], Attrs] | None,
) -> Tag:
    if column.sort is None or sort_href is None:
        title = h.span(class_="sr-only")[column.header] if column.hide_header else column.header
        return h.th(_cell_attrs(column), scope="col")[title]
    active = sort if sort and sort.key == column.sort else None
    down = active is not None and active.descending
    href = sort_href(Sort(column.sort, descending=active is not None and not down))
    direction = ("descending" if down else "ascending") if active else None
    arrow = icons.icon("arrow-down" if down else "arrow-up")
    link = h.a(hx(href) if hx else NO_ATTRS, href=href)[column.header, arrow]
    return h.th(_cell_attrs(column), scope="col", aria_sort=direction)[link]


def _cell_attrs(column: Column[Row]) -> Attrs:
    return {
        "class": _shown(column),
        "data-aside": column.aside,
        "data-align": None if column.align == "start" else column.align,
        "data-quiet": column.quiet,
        "data-wraps": column.wraps,
    }


def _shown(column: Column[Row]) -> str | None:
    if column.shown_from is None:
        return None
    return (_ASIDE_FROM if column.aside else _FROM)[column.shown_from]


def _body(
    rows: Sequence[Row],
    columns: Sequence[Column[Row]],
    row_key: Callable[[Row], str],
    row_href: Callable[[Row], str] | None,
    selection: Selection[Row] | None,
    id: str,
) -> list[Markup]:
    """One row is drawn by the tags, and then all are filled in."""
    names = [f"cell{place}" for place in range(len(columns))]
    draw = partial(_row, columns, id, selection, opens=row_href is not None)
    row_of = Template(draw, "key", "href", "picked", *names)
    return [
        row_of.fill_in_order(
            [
                row_key(row),
                row_href(row) if row_href else "",
                selection.label(row) if selection else "",
                *[_written(column.cell(row)) for column in columns],
            ]
        )
        for row in rows
    ]


def _written(cell: Node) -> str:
    """Plain text, which most cells are, is left for the template to escape."""
    return cell if isinstance(cell, str) else markup(cell)


def _row(
    columns: Sequence[Column[Row]],
    id: str,
    selection: Selection[Row] | None,
    *,
    opens: bool,
    key: str,
    href: str,
    picked: str,
    **cells: str,
) -> Tag:
    first, *others = [
        (h.td(_cell_attrs(column)), text)
        for column, text in zip(columns, cells.values(), strict=True)
    ]
    opening = h.a(_ROW_LINK, href=href)[first[1]] if opens else first[1]
    return h.tr(id=f"{id}-{key}", data_row=True)[
        _select_one(selection, key, picked) if selection else None,
        first[0][opening],
        [cell[text] for cell, text in others],
    ]


def _select_all(selection: Selection[Row]) -> Tag:
    return h.th(scope="col", data_box=True)[
        h.input(
            type="checkbox", class_="input", aria_label=selection.label_all, data_select_all=True
        )
    ]


def _select_one(selection: Selection[Row], key: str, label: str) -> Tag:
    return h.td(data_box=True)[
        h.input(
            type="checkbox",
            class_="input",
            name=selection.name,
            value=key,
            form=selection.form,
            aria_label=label,
        )
    ]
