"""Taking a bulk change back."""

from functools import partial
from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath, FromQuery

from bff.bulk import Chosen, ManyFields, carry_out
from bff.i18n import gettext as _
from bff.urls import local_path
from bff.visit import Visiting


@post("/undo/{batch_id:uuid}/")
async def undo_batch(
    visit: Visiting, batch_id: FromPath[UUID], data: ManyFields, next: FromQuery[str] = "/"
) -> Response[Any]:
    undo = partial(visit.bulk.undo, batch_id)
    deed, back = _("As before: {count}."), local_path(next)
    return await carry_out(visit, Chosen.sent(data), undo, back=back, deed=deed, undoable=False)


UNDO_ROUTES = (undo_batch,)
