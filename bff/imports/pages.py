"""The imports there are, and the first step of another one."""

from collections.abc import Sequence
from typing import Final

from bff import csrf
from bff.forms import Form
from bff.gateway.imports import ImportEntity, ImportPage, ImportState, ImportView
from bff.html import Html
from bff.i18n import gettext as _
from bff.i18n import moment, ngettext, number
from bff.imports.fields import entity_name
from bff.imports.queries import LIST, NEW, PAGE
from bff.paging import pages
from bff.shell import page
from bff.visit import Visit
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
from ui_components.layout import narrow, page_header, quiet, stack
from ui_components.stepper import stepper
from ui_components.table import Column, data_table
from ui_components.upload import file_field

ICONS: Final[dict[ImportEntity, IconName]] = {
    ImportEntity.CLIENTS: "users",
    ImportEntity.DEALS: "square-kanban",
    ImportEntity.TASKS: "circle-check",
}
ENCODINGS: Final = (
    Option("utf-8", "UTF-8"),
    Option("utf-16", "UTF-16"),
    Option("cp1252", "Windows-1252"),
    Option("cp1251", "Windows-1251"),
    Option("cp866", "CP866"),
    Option("koi8-r", "KOI8-R"),
)


def imports_page(visit: Visit, found: ImportPage, offset: int) -> Html:
    content = [
        page_header(
            _("Imports"),
            description=_("Clients, deals and tasks from CSV and Excel files."),
            actions=new_button(visit),
        ),
        stack[
            data_table(
                found.items,
                columns(),
                caption=_("Imports"),
                row_key=lambda shown: str(shown.id),
                row_href=lambda shown: f"{LIST}{shown.id}",
                empty=empty_state(
                    _("Nothing was imported yet"),
                    text=_("You see what would happen before anything is changed."),
                    icon="file-spreadsheet",
                    action=new_button(visit),
                ),
                id="import",
            ),
            pages(LIST, offset=offset, size=PAGE, shown=len(found.items), total=found.total),
        ],
    ]
    return page(visit, title=_("Imports"), content=content)


def new_button(visit: Visit) -> Tag:
    if visit.is_stale:
        return button(icon="upload", disabled=True)[_("Import a file")]
    return link_button(href=NEW, icon="upload")[_("Import a file")]


def columns() -> list[Column[ImportView]]:
    return [
        Column(header=_("File"), cell=lambda shown: shown.file_name),
        Column(header=_("What"), cell=lambda shown: entity_name(shown.entity), shown_from="sm"),
        Column(header=_("State"), cell=state_badge),
        Column(header=_("Rows"), cell=lambda s: number(s.total_rows), align="end", shown_from="md"),
        Column(header=_("Result"), cell=summary, quiet=True, shown_from="lg"),
        Column(
            header=_("Uploaded"),
            cell=lambda shown: moment(shown.created_at),
            quiet=True,
            align="end",
            shown_from="md",
        ),
    ]


def state_badge(shown: ImportView) -> Tag:
    text, tone = state_of(shown)
    return badge(text, tone=tone)


def state_of(shown: ImportView) -> tuple[str, Tone]:
    if shown.state == ImportState.DONE and shown.dry_run:
        return _("Checked"), "info"
    states: dict[ImportState, tuple[str, Tone]] = {
        ImportState.UPLOADED: (_("Uploaded"), "neutral"),
        ImportState.QUEUED: (_("Waiting"), "neutral"),
        ImportState.RUNNING: (_("Running"), "warning"),
        ImportState.DONE: (_("Imported"), "success"),
        ImportState.FAILED: (_("Failed"), "danger"),
        ImportState.UNDOING: (_("Being undone"), "warning"),
        ImportState.UNDONE: (_("Undone"), "neutral"),
    }
    return states[shown.state]


def summary(shown: ImportView) -> str:
    """What came of it, without what did not occur."""
    if shown.state == ImportState.UNDONE:
        counted = [
            (shown.trashed, ngettext("{count} removed", "{count} removed", shown.trashed)),
            (shown.reverted, ngettext("{count} reverted", "{count} reverted", shown.reverted)),
            (shown.left_alone, ngettext("{count} kept", "{count} kept", shown.left_alone)),
        ]
    else:
        counted = [
            (shown.created, ngettext("{count} new", "{count} new", shown.created)),
            (shown.updated, ngettext("{count} changed", "{count} changed", shown.updated)),
            (shown.rejected, ngettext("{count} rejected", "{count} rejected", shown.rejected)),
        ]
    return " · ".join(text.format(count=number(count)) for count, text in counted if count)


def upload_page(visit: Visit, form: Form) -> Html:
    """Sent as a form of its own kind, so it is swapped by no part and works without scripts."""
    fields = [
        radio_cards(
            "entity",
            _("What is in the file?"),
            [Choice(value=e, label=entity_name(e), icon=ICONS[e]) for e in ImportEntity],
            value=form.values.get("entity") or ImportEntity.CLIENTS,
            error=form.errors.get("entity"),
        ),
        file_field(
            "file",
            _("File"),
            accept=".csv,.txt,.tsv,.xlsx",
            required=True,
            hint=_("CSV or Excel (.xlsx), up to 20 MB and 100,000 rows, with a header line."),
            error=form.errors.get("file"),
        ),
        hints(form),
    ]
    body = form_element(
        action=NEW,
        hidden={csrf.FIELD: visit.csrf_token, "form_key": form.key},
        error=form.problem or None,
        refused=form.is_refused,
        guard=_("Throw away what you typed?"),
        multipart=True,
        actions=[
            link_button(href=LIST, variant="outline")[_("Cancel")],
            button(type="submit")[_("Upload")],
        ],
    )[fields]
    content = narrow[
        page_header(_("Import a file")),
        steps(0),
        card[body],
        quiet[_("Nothing is changed by uploading: next you say what is in the columns.")],
    ]
    status = 422 if form.is_refused else 200
    parents = [(_("Imports"), LIST)]
    return page(
        visit, title=_("Import a file"), content=content, parents=parents, status_code=status
    )


def hints(form: Form) -> Tag:
    """What would be detected, for those who know better."""
    return form_grid[
        text_field(
            "sheet",
            _("Sheet of a workbook"),
            value=form.values.get("sheet", ""),
            hint=_("Empty: the first one"),
            error=form.errors.get("sheet"),
        ),
        select_field(
            "encoding",
            _("Encoding of a CSV file"),
            ENCODINGS,
            value=form.values.get("encoding", ""),
            empty=_("As detected"),
            error=form.errors.get("encoding"),
        ),
    ]


def steps(current: int) -> Tag:
    names: Sequence[str] = (_("File"), _("Columns"), _("Check"), _("Import"))
    return stepper(names, current=current, label=_("Steps"))


def frame(
    visit: Visit,
    shown: ImportView,
    current: int,
    *parts: Tag | None,
    status_code: int = 200,
) -> Html:
    """One step of one import."""
    content = stack(gap="lg")[
        page_header(
            shown.file_name, description=entity_name(shown.entity), actions=state_badge(shown)
        ),
        steps(current),
        parts,
    ]
    parents = [(_("Imports"), LIST)]
    return page(
        visit, title=shown.file_name, content=content, parents=parents, status_code=status_code
    )
