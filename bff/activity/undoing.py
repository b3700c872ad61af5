"""Taking an entry back, or saying in plain words why that is not possible any more."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from litestar import Response

from bff.activity.queries import FEED
from bff.forms import Form
from bff.gateway.problems import Away, Problem, Refused
from bff.i18n import gettext as _
from bff.i18n import moment
from bff.urls import local_path
from bff.visit import Toast, Visit
from bff.words import field_name

TOLD: Final = frozenset({400, 403, 404, 409, 412, 422})
# How the API names who was faster.
TRACE: Final = re.compile(r"Changed by (?P<person>.+) at (?P<moment>[\d-]{10} [\d:]{5}) UTC")


async def undone(visit: Visit, entry_id: UUID, data: Mapping[str, str]) -> Response[Any]:
    back = local_path(data.get("next") or FEED)
    try:
        await visit.activity.undo(entry_id, key=Form.sent(data).key)
    except Refused as refusal:
        if refusal.status not in TOLD:
            raise
        return visit.go(back, Toast(why_not(refusal), is_bad=True))
    except Away:
        told = _("The server cannot be reached. Nothing was changed; please try again.")
        return visit.go(back, Toast(told, is_bad=True))
    return visit.go(back, Toast(_("Undone.")))


def why_not(refusal: Refused) -> str:
    if refusal.status == 403:
        return _("Only the owner or an admin may undo this.")
    if refusal.status == 404:
        return _("It is not there any more.")
    traces = changed_since(refusal.problem)
    if not traces:
        return _(refusal.problem.detail or refusal.problem.title)
    return " ".join([_("This has been changed since, so it stays as it is."), *traces])


def changed_since(problem: Problem) -> list[str]:
    return [
        _("{field}: by {person}, {moment}.").format(
            field=field_name(error.field),
            person=trace["person"],
            moment=moment(datetime.fromisoformat(trace["moment"]).replace(tzinfo=UTC)),
        )
        for error in problem.errors
        if (trace := TRACE.fullmatch(error.detail))
    ]
