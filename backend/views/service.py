"""What can be done with a saved view; each verb is one transaction with its entry in the log."""

from uuid import UUID

from sqlalchemy import func, select

from backend.accounts.models import User
from backend.core import changes
from backend.core.http import require_version
from backend.core.refusals import Conflict, Forbidden, NotFound
from backend.core.schemas import told, view_of
from backend.core.work import Work
from backend.views.models import ListPage, SavedView
from backend.views.schemas import EditSavedView, NewSavedView, SavedViewView, require_known

KIND = "view"
MOST = 100  # views of one person, of one page
FIELDS = ("page", "name", "query", "columns", "is_shared", "position")


async def save_view(work: Work, data: NewSavedView) -> SavedViewView:
    require_known(data.page, data.query)
    owner = await work.one(select(User).where(User.id == work.actor.id).with_for_update(read=True))
    if owner is None:
        raise NotFound("There is no such user")
    last = await _last_position(work, data.page)
    said = told(data) | {"owner_id": owner.id}
    if data.position is None:
        said["position"] = last + 1
    record = SavedView(**said)
    work.session.add(record)
    await work.session.flush()
    await _record(work, record, "created", before=changes.NOTHING)
    return _view(record, owner)


async def edit_view(
    work: Work, view_id: UUID, data: EditSavedView, if_match: str | None
) -> SavedViewView:
    record, owner = await _locked(work, view_id, if_match)
    before = changes.snapshot(record, FIELDS)
    said = told(data)
    if "query" in said:
        require_known(record.page, said["query"])
    for name, value in said.items():
        setattr(record, name, value)
    await work.session.flush()
    if changes.snapshot(record, FIELDS) != before:
        await _record(work, record, "updated", before=before)
    return _view(record, owner)


async def delete_view(work: Work, view_id: UUID, if_match: str | None) -> None:
    record, _ = await _locked(work, view_id, if_match)
    before = changes.snapshot(record, FIELDS)
    await work.session.delete(record)
    await work.session.flush()
    await changes.record(
        work,
        KIND,
        record.id,
        "deleted",
        names={"name": record.name},
        before=before,
        whose=_whose(record),
    )


async def _locked(work: Work, view_id: UUID, if_match: str | None) -> tuple[SavedView, User]:
    """To change it: a shared one is its owner's and the admins', any other its owner's alone."""
    row = await work.joined(
        select(SavedView, User)
        .join(User, User.id == SavedView.owner_id)
        .where(SavedView.id == view_id)
        .with_for_update(of=SavedView)
    )
    if row is None or not (row[0].is_shared or row[0].owner_id == work.actor.id):
        raise NotFound("There is no such view")
    record, owner = row
    if not (work.actor.is_admin or record.owner_id == work.actor.id):
        raise Forbidden("Only its owner or an admin may change this view")
    require_version(if_match, record, lambda: _view(record, owner))
    return record, owner


async def _last_position(work: Work, page: ListPage) -> int:
    """Raises Conflict where there are too many."""
    mine = select(func.count(), func.max(SavedView.position)).where(
        SavedView.owner_id == work.actor.id, SavedView.page == page
    )
    count, last = (await work.session.execute(mine)).one()
    if count >= MOST:
        raise Conflict(f"You have {MOST} views of this list; delete one first")
    return int(last or 0)


async def _record(
    work: Work, record: SavedView, action: changes.Action, *, before: changes.Snapshot
) -> None:
    names, after = {"name": record.name}, changes.snapshot(record, FIELDS)
    await changes.record(
        work, KIND, record.id, action, names=names, before=before, after=after, whose=_whose(record)
    )


def _whose(record: SavedView) -> changes.Snapshot:
    return changes.snapshot(record, ("owner_id",))


def _view(record: SavedView, owner: User) -> SavedViewView:
    return view_of(SavedViewView, record, owner_name=owner.full_name)
