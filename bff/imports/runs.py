"""The last two steps: what would happen, and what did; each while it runs and when it is over."""

from typing import Any, Final

from litestar import Response

from bff.asking import asking_button
from bff.editor import post_button
from bff.gateway.imports import (
    ImportState,
    ImportView,
    Leftover,
    LeftoverPage,
    RejectedPage,
    RejectedRow,
)
from bff.i18n import gettext as _
from bff.i18n import ngettext, number
from bff.imports.pages import frame
from bff.imports.queries import (
    LIST,
    NEW,
    ROWS,
    UNDER_WAY,
    check_url,
    columns_url,
    may_map,
    result_url,
)
from bff.imports.reasons import told
from bff.paging import pages
from bff.shell import fragment
from bff.visit import Visit
from ui_components.alert import alert
from ui_components.button import link_button
from ui_components.card import card
from ui_components.html import Tag
from ui_components.layout import grid, quiet, row, stack
from ui_components.loading import polled, progress
from ui_components.stat import stat
from ui_components.table import Column, data_table

RUN: Final = "run"
CHECK, DONE = 2, 4  # steps, counted from 0; all of them are behind one that is done
UNDO: Final = "undo-import"
WIDTH: Final = 4  # cells of a rejected row that are shown


def check_page(
    visit: Visit, shown: ImportView, rejected: RejectedPage, offset: int
) -> Response[Any]:
    rows = rejected_card(shown, rejected, check_url(shown.id), offset)
    return over_page(visit, shown, CHECK, outcome(shown), check_actions(visit, shown), rows)


def result_page(
    visit: Visit, shown: ImportView, rejected: RejectedPage, offset: int
) -> Response[Any]:
    rows = rejected_card(shown, rejected, result_url(shown.id), offset)
    return over_page(visit, shown, DONE, outcome(shown), result_actions(visit, shown), rows)


def undone_page(visit: Visit, shown: ImportView, left: LeftoverPage, offset: int) -> Response[Any]:
    rows = leftovers_card(shown, left, result_url(shown.id), offset)
    return over_page(visit, shown, DONE, undo_outcome(shown), result_actions(visit, shown), rows)


def over_page(visit: Visit, shown: ImportView, step: int, *parts: Tag | None) -> Response[Any]:
    """Or, until it is over, how far it is."""
    url = check_url(shown.id) if step == CHECK else result_url(shown.id)
    is_asked_again = visit.htmx.target == RUN
    if shown.state not in UNDER_WAY:
        whole = stack(gap="lg")[problem(shown), parts]
        return visit.go(url) if is_asked_again else frame(visit, shown, step, whole)
    running = polled(id=RUN, href=url, over=False, refresh_label=_("Look again"))[
        card[under_way(shown)],
        quiet[_("You may leave this page: it goes on, and you will be told when it is over.")],
    ]
    if is_asked_again:
        return fragment(visit, running)
    return frame(visit, shown, min(step, DONE - 1), running)


def under_way(shown: ImportView) -> Tag:
    if shown.state == ImportState.UNDOING:
        done, total = shown.trashed + shown.reverted + shown.left_alone, shown.undo_total
        label = _("Taking back what was imported")
    else:
        done, total = shown.processed, shown.total_rows
        label = _("Checking the rows") if shown.dry_run else _("Importing the rows")
    if shown.state == ImportState.QUEUED:
        label = _("Waiting for its turn")
    note = _("{done} of {total}").format(done=number(done), total=number(total))
    return progress(done, max=max(total, 1), label=label, note=note)


def problem(shown: ImportView) -> Tag | None:
    if shown.error is None:
        return None
    return alert(tone="danger", title=_("It stopped before its end"))[told(shown.error)]


def outcome(shown: ImportView) -> Tag:
    if shown.dry_run:
        names = (_("Would be new"), _("Would be changed"), _("Would stay"), _("Would be rejected"))
    else:
        names = (_("New"), _("Changed"), _("Unchanged"), _("Rejected"))
    counts = (shown.created, shown.updated, shown.unchanged, shown.rejected)
    return grid(columns="4")[
        [stat(name, number(count)) for name, count in zip(names, counts, strict=True)]
    ]


def undo_outcome(shown: ImportView) -> Tag:
    return grid(columns="figures")[
        stat(_("In the trash"), number(shown.trashed)),
        stat(_("Have their old values back"), number(shown.reverted)),
        stat(_("Left as they are"), number(shown.left_alone)),
    ]


def rejected_card(shown: ImportView, rejected: RejectedPage, url: str, offset: int) -> Tag | None:
    if not rejected.total:
        return None
    file = link_button(
        href=f"{LIST}{shown.id}/rejected.csv", variant="outline", size="sm", icon="download"
    )[_("Download them")]
    columns = [
        Column[RejectedRow](header=_("Why"), cell=lambda r: told(r.reason), wraps=True),
        Column[RejectedRow](header=_("Line"), cell=lambda r: number(r.line), align="end"),
        *[cell_column(shown, place) for place in range(min(WIDTH, len(shown.columns)))],
    ]
    body = data_table(
        rejected.items,
        columns,
        caption=_("Rejected rows"),
        row_key=lambda r: str(r.line),
        id="rejected",
    )
    description = _("Mend them in the downloaded file and import that: it has the reasons beside.")
    return stack[
        card(title=_("Rejected rows"), description=description, action=file, flush=True)[body],
        pages(url, offset=offset, size=ROWS, shown=len(rejected.items), total=rejected.total),
    ]


def cell_column(shown: ImportView, place: int) -> Column[RejectedRow]:
    def cell(rejected: RejectedRow) -> str:
        return rejected.row[place] if place < len(rejected.row) else ""

    return Column(header=shown.columns[place], cell=cell, quiet=True, shown_from="lg")


def leftovers_card(shown: ImportView, left: LeftoverPage, url: str, offset: int) -> Tag | None:
    if not left.total:
        return None
    file = link_button(
        href=f"{LIST}{shown.id}/leftovers.csv", variant="outline", size="sm", icon="download"
    )[_("Download them")]

    def kept(each: Leftover) -> str:
        return f"/{shown.entity}/{each.record_id}"

    body = data_table(
        left.items,
        [
            Column[Leftover](header=_("Name"), cell=lambda each: each.name),
            Column[Leftover](header=_("Why"), cell=lambda each: told(each.reason), wraps=True),
        ],
        caption=_("Left as they are"),
        row_key=lambda each: str(each.record_id),
        row_href=kept,
        id="leftover",
    )
    description = _("Somebody has changed these since, so the undo left them alone.")
    return stack[
        card(title=_("Left as they are"), description=description, action=file, flush=True)[body],
        pages(url, offset=offset, size=ROWS, shown=len(left.items), total=left.total),
    ]


def check_actions(visit: Visit, shown: ImportView) -> Tag:
    """How many rows it would be is on the button itself."""
    back = link_button(href=columns_url(shown.id), variant="outline", icon="arrow-left")[
        _("Change the columns")
    ]
    count = shown.created + shown.updated
    if shown.state == ImportState.FAILED:
        return row(spread=True)[back]
    if not count:
        return row(spread=True)[back, quiet[_("There is nothing in it to import.")]]
    label = ngettext("Import {count} row", "Import {count} rows", count)
    start = post_button(
        visit,
        label.format(count=number(count)),
        action=f"{LIST}{shown.id}/apply/",
        icon="upload",
        variant="primary",
        hidden={},
    )
    return row(spread=True)[back, start]


def result_actions(visit: Visit, shown: ImportView) -> Tag:
    again = link_button(href=NEW, variant="outline", icon="upload")[_("Import another file")]
    records = link_button(href=f"/{shown.entity}/", variant="outline")[_("Look at them")]
    mend = link_button(href=columns_url(shown.id), variant="outline")[_("Change the columns")]
    return row(spread=True)[
        row[
            again,
            records if shown.state == ImportState.DONE else None,
            mend if may_map(shown) else None,
        ],
        undo(visit, shown) if may_undo(shown) else None,
    ]


def may_undo(shown: ImportView) -> bool:
    """Also of one that stopped half-way, and of an undo that did."""
    is_over = shown.state in (ImportState.DONE, ImportState.FAILED)
    return is_over and not shown.dry_run and bool(shown.created + shown.updated)


def undo(visit: Visit, shown: ImportView) -> Tag:
    text = _(
        "What it made goes to the trash, and what it changed gets its old values back. "
        "Whatever was changed since is left alone and listed."
    )
    return asking_button(
        visit,
        _("Undo this import"),
        id=UNDO,
        action=f"{LIST}{shown.id}/undo/",
        question=_("Undo this import?"),
        text=text,
        icon="history",
        variant="destructive",
    )
