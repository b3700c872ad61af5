"""What stands in the way of an undo: who has changed what since."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from sqlalchemy import all_, any_, bindparam, func, select, true
from sqlalchemy.dialects.postgresql import distinct_on

from backend.accounts.models import User
from backend.core.changes import ActivityLog
from backend.core.refusals import Conflict, Refusal
from backend.core.schemas import FieldError
from backend.core.work import Work
from backend.undo.nets import Net

FIELDS = (
    func.jsonb_object_keys(ActivityLog.payload["changes"]).table_valued("field").render_derived()
)
FIELD = FIELDS.c.field
LAST_CHANGES = (
    select(ActivityLog.entity_uuid, FIELD, User.full_name, ActivityLog.created_at)
    .select_from(ActivityLog)
    .join(FIELDS, onclause=true())
    .outerjoin(User, User.id == ActivityLog.user_id)
    .where(
        ActivityLog.entity_uuid == any_(bindparam("ids")),
        ActivityLog.id > bindparam("after"),
        ActivityLog.id != all_(bindparam("own")),
    )
    .ext(distinct_on(ActivityLog.entity_uuid, FIELD))
    .order_by(ActivityLog.entity_uuid, FIELD, ActivityLog.id.desc())
)


class Changed(Conflict):
    """Someone has changed these fields since."""

    def __init__(self, fields: set[str]) -> None:
        super().__init__("The record has been changed since")
        self.fields = fields


class Left(Struct):
    net: Net
    refusal: Refusal


async def say_who(work: Work, left: Sequence[Left]) -> None:
    """Adds to each ``Changed`` who did it and when, by the change log."""
    changed = [(each.net, each.refusal) for each in left if isinstance(each.refusal, Changed)]
    if not changed:
        return
    own = [entry for net, _ in changed for entry in net.entries]
    asked = {"ids": [net.entity for net, _ in changed], "own": own, "after": min(own)}
    traces = {
        (entity, field): f"Changed by {name or 'the system'} at {_minute(moment)}"
        for entity, field, name, moment in await work.session.execute(LAST_CHANGES, asked)
    }
    for net, refusal in changed:
        refusal.errors = [
            FieldError(f"/{field}", traces.get((net.entity, field), "Changed since"))
            for field in sorted(refusal.fields)
        ]


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
