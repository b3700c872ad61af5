"""A button beside a list that exports what the list has."""

from collections.abc import Mapping

import msgspec

from bff import csrf
from bff.gateway.exports import ExportEntity
from bff.i18n import gettext as _
from bff.i18n import ngettext, number
from bff.visit import Visit
from ui_components import html as h
from ui_components.button import button
from ui_components.field import hidden_inputs
from ui_components.html import Tag


def export_button(
    visit: Visit,
    entity: ExportEntity,
    filters: Mapping[str, object],
    *,
    total: int,
    is_exact: bool = True,
) -> Tag:
    """``filters`` are the list's own, under the API's names; what is None is no filter."""
    told = {name: value for name, value in filters.items() if value not in (None, "")}
    label = (
        ngettext("Export this {count}", "Export these {count}", total).format(count=number(total))
        if is_exact
        else _("Export all of these")
    )
    hidden = {
        csrf.FIELD: visit.csrf_token,
        "form_key": visit.form_key,
        "entity": entity,
        "filters": msgspec.json.encode(told).decode(),
    }
    return h.form(action="/exports/", method="post")[
        hidden_inputs(hidden),
        button(
            type="submit", variant="outline", icon="download", disabled=visit.is_stale or not total
        )[label],
    ]
