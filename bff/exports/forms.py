"""What an export is asked for by: a form of its own, or a list's button."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from bff.forms import Form
from bff.gateway.exports import ExportEntity, ExportFormat, NewExport
from bff.i18n import gettext as _

# Which of the form's fields narrow which list, and what the API calls them there.
FILTERS: Final[Mapping[ExportEntity, Mapping[str, str]]] = {
    ExportEntity.CLIENTS: {"search": "search", "person": "owner"},
    ExportEntity.DEALS: {"search": "search", "person": "owner", "status": "status"},
    ExportEntity.TASKS: {"search": "search", "person": "assigned_to"},
    ExportEntity.ACTIVITY: {"person": "user_id"},
}


def entity_of(values: Mapping[str, str]) -> ExportEntity:
    """Clients, unless it is said which."""
    said = values.get("entity", "")
    return next((entity for entity in ExportEntity if entity == said), ExportEntity.CLIENTS)


def ordered(form: Form) -> NewExport | None:
    """None where nothing of ours would ask for this."""
    filters = filters_of(form)
    formats = (one for one in ExportFormat if one == form.values.get("format"))
    if filters is None:
        form.problem = _("This list cannot be exported.")
        return None
    return NewExport(entity_of(form.values), next(formats, ExportFormat.CSV), filters)


def filters_of(form: Form) -> dict[str, Any] | None:
    if (listed := form.values.get("filters")) is not None:
        try:
            return msgspec.json.decode(listed, type=dict[str, Any])
        except msgspec.DecodeError:
            return None
    names = FILTERS[entity_of(form.values)]
    return {theirs: text for ours, theirs in names.items() if (text := form.values.get(ours))}
