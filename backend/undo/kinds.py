"""The records whose changes can be taken back, and what each hangs on."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import Text, any_, bindparam, cast, select
from sqlalchemy.dialects.postgresql import CITEXT
from sqlalchemy.orm import InstrumentedAttribute

from backend.clients.models import CONFLICTS as CLIENT_CONFLICTS
from backend.clients.models import Client
from backend.clients.service import FIELDS as CLIENT_FIELDS
from backend.core.listing import AnySelect
from backend.deals.models import CONFLICTS as DEAL_CONFLICTS
from backend.deals.models import Deal
from backend.deals.service import FIELDS as DEAL_FIELDS
from backend.tasks.models import CONFLICTS as TASK_CONFLICTS
from backend.tasks.models import Task
from backend.tasks.service import FIELDS as TASK_FIELDS

CONFLICTS = CLIENT_CONFLICTS | DEAL_CONFLICTS | TASK_CONFLICTS
Model = type[Client] | type[Deal] | type[Task]


class Parent(Struct, frozen=True, eq=False):
    """What a field names: it must be there, and visible, to be named again."""

    field: str
    model: type[Client] | type[Deal]
    title: str
    told_as: str  # in the log


class Kind(Struct, frozen=True, eq=False):
    """``extras`` are read and written but not compared: they decide rights and places."""

    name: str
    table: str
    model: Model
    fields: tuple[str, ...]
    title: str
    owners: tuple[str, ...]
    assigned: str
    extras: tuple[str, ...] = ()
    parents: tuple[Parent, ...] = ()
    children: tuple[tuple[type[Deal] | type[Task], InstrumentedAttribute[object]], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.fields, *self.extras)


CLIENT = Parent("client_id", Client, "name", "client_name")
DEAL = Parent("deal_id", Deal, "title", "deal_title")
KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "client",
            "clients",
            Client,
            CLIENT_FIELDS,
            "name",
            ("owner_id",),
            "owner_id",
            children=((Deal, Deal.client_id), (Task, Task.client_id)),
        ),
        Kind(
            "deal",
            "deals",
            Deal,
            DEAL_FIELDS,
            "title",
            ("owner_id",),
            "owner_id",
            extras=("rank",),
            parents=(CLIENT,),
            children=((Task, Task.deal_id),),
        ),
        Kind(
            "task",
            "tasks",
            Task,
            TASK_FIELDS,
            "title",
            ("assigned_to", "created_by"),
            "assigned_to",
            extras=("created_by",),
            parents=(CLIENT, DEAL),
        ),
    )
}


def locking(kind: Kind) -> AnySelect:
    """The bound ``ids``, locked in their order."""
    columns: Sequence[InstrumentedAttribute[object]] = [
        getattr(kind.model, name) for name in kind.columns
    ]
    return (
        select(
            kind.model.id,
            kind.model.version,
            *(cast(c, Text) if isinstance(c.type, CITEXT) else c for c in columns),
        )
        .where(kind.model.id == any_(bindparam("ids")))
        .order_by(kind.model.id)
        .with_for_update()
    )


LOCKING = {name: locking(kind) for name, kind in KINDS.items()}
