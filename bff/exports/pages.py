"""The exports there are, how far they got, and the form that asks for another one."""

from typing import Final

from bff import csrf
from bff.exports.forms import FILTERS, entity_of
from bff.forms import Form
from bff.gateway.deals import DealStatus
from bff.gateway.exports import ExportEntity, ExportFormat, ExportPage, ExportState, ExportView
from bff.html import Html
from bff.i18n import day_of, file_size, moment, number
from bff.i18n import gettext as _
from bff.paging import pages
from bff.people import People
from bff.person_choice import person_field
from bff.shell import page
from bff.urls import with_query
from bff.visit import Visit
from bff.words import status_name
from ui_components.badge import Tone, badge
from ui_components.button import button, link_button
from ui_components.card import card
from ui_components.choice import Choice, radio_cards
from ui_components.empty import empty_state
from ui_components.field import Option, select_field, text_field
from ui_components.form import form as form_element
from ui_components.form import form_grid
from ui_components.html import Tag
from ui_components.icons import IconName
from ui_components.layout import narrow, page_header, quiet
from ui_components.loading import polled
from ui_components.segmented import View, segmented
from ui_components.table import Column, data_table

LIST: Final = "/exports/"
NEW: Final = "/exports/new/"
PAGE: Final = 50
TABLE: Final = "exports"
ICONS: Final[dict[ExportEntity, IconName]] = {
    ExportEntity.CLIENTS: "users",
    ExportEntity.DEALS: "square-kanban",
    ExportEntity.TASKS: "circle-check",
    ExportEntity.ACTIVITY: "activity",
}
WAITING: Final = (ExportState.QUEUED, ExportState.RUNNING)


def exports_page(visit: Visit, found: ExportPage, offset: int) -> Html:
    """Its list asks for itself as long as something in it is under way."""
    here = with_query(LIST, offset=offset or None)
    listed = polled(
        id=TABLE, href=here, over=not is_under_way(found), refresh_label=_("Look again")
    )[
        data_table(
            found.items,
            columns(),
            caption=_("Exports"),
            row_key=lambda shown: str(shown.id),
            empty=empty_state(
                _("Nothing was exported yet"),
                text=_("Take clients, deals, tasks or the activity with you, as CSV or Excel."),
                icon="download",
                action=new_button(visit),
            ),
            id="export",
        ),
        pages(LIST, offset=offset, size=PAGE, shown=len(found.items), total=found.total),
    ]
    description = _("All rows that a list has, as they are at one moment. Kept for a week.")
    content = [
        page_header(_("Exports"), description=description, actions=new_button(visit)),
        listed,
    ]
    return page(visit, title=_("Exports"), content=content, part=(listed,))


def is_under_way(found: ExportPage) -> bool:
    return any(shown.state in WAITING for shown in found.items)


def new_button(visit: Visit) -> Tag:
    if visit.is_stale:
        return button(icon="download", disabled=True)[_("New export")]
    return link_button(href=NEW, icon="download")[_("New export")]


def columns() -> list[Column[ExportView]]:
    return [
        Column(header=_("File"), cell=lambda shown: shown.file_name),
        Column(header=_("State"), cell=state_badge),
        Column(header=_("Rows"), cell=rows_of, align="end", shown_from="sm"),
        Column(
            header=_("Size"),
            cell=lambda shown: file_size(shown.size) if shown.size else "",
            align="end",
            shown_from="md",
        ),
        Column(header=_("Asked for"), cell=lambda s: moment(s.created_at), shown_from="md"),
        Column(header=_("Kept until"), cell=lambda s: day_of(s.expires_at), shown_from="lg"),
        Column(header=_("Download"), cell=download, align="end", hide_header=True),
    ]


def state_badge(shown: ExportView) -> Tag:
    states: dict[ExportState, tuple[str, Tone]] = {
        ExportState.QUEUED: (_("Waiting"), "neutral"),
        ExportState.RUNNING: (_("Running"), "warning"),
        ExportState.DONE: (_("Ready"), "success"),
        ExportState.FAILED: (_("Failed"), "danger"),
        ExportState.EXPIRED: (_("Removed"), "neutral"),
    }
    text, tone = states[shown.state]
    return badge(text, tone=tone)


def rows_of(shown: ExportView) -> str:
    if shown.state == ExportState.RUNNING and shown.total_rows:
        told = _("{done} of {total}")
        return told.format(done=number(shown.processed), total=number(shown.total_rows))
    return number(shown.processed) if shown.total_rows is not None else ""


def download(shown: ExportView) -> Tag | str:
    if shown.state != ExportState.DONE:
        return _(shown.error) if shown.error else ""
    href = f"{LIST}{shown.id}/download/"
    return link_button(href=href, variant="outline", size="sm", icon="download")[_("Download")]


def new_export_page(visit: Visit, form: Form, users: People) -> Html:
    entity = entity_of(form.values)
    kinds = [
        View(
            label=entity_name(each),
            href=with_query(NEW, entity=each),
            icon=ICONS[each],
            current=each == entity,
        )
        for each in ExportEntity
    ]
    body = form_element(
        action=LIST,
        hidden={csrf.FIELD: visit.csrf_token, "form_key": form.key, "entity": entity},
        error=form.problem or None,
        refused=form.is_refused,
        actions=[
            link_button(href=LIST, variant="outline")[_("Cancel")],
            button(type="submit", icon="download", disabled=visit.is_stale)[_("Export")],
        ],
    )[format_choice(form), filters(visit, form, entity, users)]
    content = narrow[
        page_header(_("New export")),
        segmented(kinds, label=_("What to export")),
        card[body],
        quiet[_("Without a filter it has every row that you may see.")],
    ]
    status = 422 if form.is_refused else 200
    parents = [(_("Exports"), LIST)]
    return page(visit, title=_("New export"), content=content, parents=parents, status_code=status)


def format_choice(form: Form) -> Tag:
    choices = [
        Choice(value=ExportFormat.CSV, label="CSV", hint=_("For any program")),
        Choice(value=ExportFormat.XLSX, label="Excel", hint=_("A workbook (.xlsx)")),
    ]
    value = form.values.get("format") or ExportFormat.CSV
    return radio_cards("format", _("As"), choices, value=value)


def filters(visit: Visit, form: Form, entity: ExportEntity, users: People) -> Tag:
    """Those that the entity's list knows."""
    known, values = FILTERS[entity], form.values
    whose = {ExportEntity.TASKS: _("Assignee"), ExportEntity.ACTIVITY: _("By whom")}
    statuses = [Option(status.value, status_name(status)) for status in DealStatus]
    return form_grid[
        text_field("search", _("Search"), value=values.get("search", ""))
        if "search" in known
        else None,
        person_field(
            visit, form, users, "person", whose.get(entity, _("Owner")), empty=_("Everybody")
        ),
        select_field(
            "status", _("Status"), statuses, value=values.get("status", ""), empty=_("All")
        )
        if "status" in known
        else None,
    ]


def entity_name(entity: ExportEntity) -> str:
    return {
        ExportEntity.CLIENTS: _("Clients"),
        ExportEntity.DEALS: _("Deals"),
        ExportEntity.TASKS: _("Tasks"),
        ExportEntity.ACTIVITY: _("Activity"),
    }[entity]
