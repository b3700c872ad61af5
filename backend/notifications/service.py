"""Telling people what concerns them, in the very transaction that does it; and their own verbs.

Neither reading nor choosing is a change of a record, so neither is in the change log.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from backend.accounts.models import User
from backend.core.bulk import Kind, Plan, Tell, names_of
from backend.core.http import require_version
from backend.core.outbox import outbox_row
from backend.core.refusals import Invalid, NotFound
from backend.core.rows import insert_rows
from backend.core.schemas import view_of
from backend.core.work import Work
from backend.notifications.models import Notification, NotificationSettings, NotificationType
from backend.notifications.queries import settings_view
from backend.notifications.schemas import (
    Channels,
    EditSettings,
    Marked,
    NotificationView,
    ReadAll,
    SettingsView,
    Unsubscribe,
    channels_of,
)
from backend.notifications.unsubscribing import Unsubscribing

CREATED = "notification.created"


async def notify(
    work: Work,
    reader: UUID,
    what: NotificationType,
    entity: UUID,
    payload: Mapping[str, Any],
    *,
    by: UUID | None,
    kind: str | None = None,
) -> None:
    """Nobody is told of what they did themselves, nor of what they want to hear nowhere.

    ``kind`` is the entity's type where the notification's own does not say it.
    """
    await notify_of_many(work, reader, what, {entity: payload}, by=by, kind=kind)


async def notify_of_many(
    work: Work,
    reader: UUID,
    what: NotificationType,
    payloads: Mapping[UUID, Mapping[str, Any]],
    *,
    by: UUID | None,
    kind: str | None = None,
) -> None:
    """Of each entity with its payload; the rules are those of ``notify``.

    The news says which is the first and how many they are, so that one mail tells of them all.
    """
    if not payloads or reader == by:
        return
    channels = await _channels(work, reader, what)
    if not channels.is_any:
        return
    seen = None if channels.inbox else await work.now()
    told = [
        Notification(
            user_id=reader,
            type=what,
            entity_type=kind or what.entity_type,
            entity_uuid=entity,
            payload=dict(payload),
            actor_id=by,
            in_inbox=channels.inbox,
            read_at=seen,
        )
        for entity, payload in payloads.items()
    ]
    work.session.add_all(told)
    await work.session.flush()
    together = {"first": str(told[0].id), "count": len(told)}
    news = [_news(reader, each.id) | together for each in told]
    await insert_rows(work, "outbox", [outbox_row(CREATED, each) for each in news])
    work.has_news = True


def telling(field: str, what: NotificationType, *also: str) -> Tell:
    """For a verb on many records: tells whoever comes to stand in ``field``.

    ``also`` are fields that the notification repeats, as it does the names.
    """

    async def tell(work: Work, kind: Kind, plans: Sequence[Plan]) -> None:
        theirs: defaultdict[str, dict[UUID, dict[str, Any]]] = defaultdict(dict)
        for plan in plans:
            before, after = plan.loaded.item.values, plan.after
            if after[field] != before[field]:
                payload = {**names_of(kind, plan), **{name: after[name] for name in also}}
                theirs[after[field]][UUID(plan.loaded.item.id)] = payload
        for reader, payloads in theirs.items():
            await notify_of_many(work, UUID(reader), what, payloads, by=work.actor_id)

    return tell


async def read(work: Work, notification_id: UUID) -> NotificationView:
    """A second time it stays read when it was."""
    row = await work.joined(
        select(Notification, User.full_name)
        .outerjoin(User, User.id == Notification.actor_id)
        .where(Notification.id == notification_id, Notification.user_id == work.actor.id)
        .with_for_update(of=Notification)
    )
    if row is None:
        raise NotFound("There is no such notification")
    told, actor_name = row
    if told.read_at is None:
        told.read_at = await work.now()
        await work.session.flush()
        await _tell(work, "read", told.user_id, told.id)
    return view_of(NotificationView, told, actor_name=actor_name)


async def read_all(work: Work, data: ReadAll) -> Marked:
    """Up to an id, for ids sort by time. Raises Invalid for one that does not."""
    if data.until.version != 7:
        raise Invalid.field("/until", "This is not the id of a notification")
    mine = Notification.user_id == work.actor.id
    marked = (
        update(Notification)
        .where(mine, Notification.id <= data.until, Notification.read_at.is_(None))
        .values(read_at=func.now())
        .returning(Notification.id)
        .cte("marked")
    )
    count = await work.one(select(func.count()).select_from(marked))
    if count:
        await _tell(work, "read", work.actor.id, data.until)
    return Marked(count or 0)


async def edit_settings(work: Work, data: EditSettings, if_match: str | None) -> SettingsView:
    settings = await _locked(work, work.actor.id)
    require_version(if_match, settings, lambda: settings_view(settings.choices, settings.version))
    await _choose(work, settings, msgspec.to_builtins(data))
    return settings_view(settings.choices, settings.version)


async def unsubscribe(work: Work, unsubscribing: Unsubscribing, data: Unsubscribe) -> None:
    """Whoever has the link may; a second time it stays as it is. Raises Invalid for no link."""
    reader = unsubscribing.reader(data.token, data.type)
    if reader is None or await work.one(select(User.id).where(User.id == reader)) is None:
        raise Invalid.field("/token", "This is no link of ours, or not the whole of it")
    await _choose(work, await _locked(work, reader), {data.type: {"mail": False}})


async def _locked(work: Work, reader: UUID) -> NotificationSettings:
    first = insert(NotificationSettings).values(user_id=reader, choices={}, version=1)
    await work.session.execute(first.on_conflict_do_nothing())
    theirs = select(NotificationSettings).where(NotificationSettings.user_id == reader)
    return (await work.session.execute(theirs.with_for_update())).scalar_one()


async def _choose(
    work: Work, settings: NotificationSettings, said: Mapping[str, Mapping[str, bool]]
) -> None:
    chosen = {name: {**settings.choices.get(name, {}), **ways} for name, ways in said.items()}
    settings.choices = settings.choices | chosen
    await work.session.flush()


async def _channels(work: Work, reader: UUID, what: NotificationType) -> Channels:
    theirs = select(NotificationSettings.choices).where(NotificationSettings.user_id == reader)
    return channels_of(await work.one(theirs) or {}, what)


async def _tell(work: Work, action: str, reader: UUID, notification_id: UUID) -> None:
    """For the reader's own pages."""
    await work.tell(f"notification.{action}", _news(reader, notification_id))


def _news(reader: UUID, notification_id: UUID) -> dict[str, Any]:
    return {"kind": "notification", "id": str(notification_id), "owners": [str(reader)]}
