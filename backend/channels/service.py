"""What can be done with a channel: its owner does it, and an admin with a team's."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from msgspec import UNSET
from sqlalchemy import func, insert, select, text

from backend.accounts.models import User
from backend.channels.models import Channel, ChannelDelivery
from backend.channels.schemas import (
    ChannelDeliveryView,
    ChannelView,
    EditChannel,
    NewChannel,
)
from backend.channels.services import name_of, service_of, shown
from backend.core import changes
from backend.core.http import require_version
from backend.core.refusals import Conflict, Invalid, NotFound
from backend.core.schemas import told, view_of
from backend.core.sealing import Sealer
from backend.core.work import Work

KIND = "channel"
FIELDS = ("name", "service", "is_team", "events", "is_active", "disabled_reason", "owner_id")
SEALED_FOR = "channels"
TEST = "test"
MOST = 50  # channels of one person
AT_ONCE = text("UPDATE channels SET next_at = now() WHERE id = :id")


class Channels:
    """Verbs that take an address, and keep it sealed."""

    def __init__(self, secret: str, *, private: bool) -> None:
        self._sealer = Sealer(secret, SEALED_FOR)
        self._private = private

    async def add(self, work: Work, data: NewChannel) -> ChannelView:
        """Says in it that it works; what came of that stands in the deliveries."""
        service = service_of(data.url, private=self._private)
        if data.is_team:
            work.require_admin()
        _require_events(is_team=data.is_team, events=data.events)
        owner = await work.one(select(User).where(User.id == work.actor.id).with_for_update())
        if owner is None:
            raise NotFound("There is no such user")
        await _require_room(work)
        said = told(data)
        url = said.pop("url").encode()
        channel_id = uuid4()
        channel = Channel(
            id=channel_id,
            **said,
            owner_id=owner.id,
            service=service,
            sealed=self._sealer.seal(url, channel_id),
        )
        work.session.add(channel)
        await work.session.flush()
        await _say_that_it_works(work, channel)
        await _record(work, channel, "created", before=changes.NOTHING)
        return view(channel, owner)

    async def edit(
        self, work: Work, channel_id: UUID, data: EditChannel, if_match: str | None
    ) -> ChannelView:
        """Switched on again, or with another address, it starts with a clean slate.

        Another address is tried at once.
        """
        channel, owner = await _locked(work, channel_id, if_match)
        before, address = changes.snapshot(channel, FIELDS), channel.sealed
        said = told(data)
        url = said.pop("url", None)
        service = url and service_of(url, private=self._private)
        if data.events is not UNSET:
            _require_events(is_team=channel.is_team, events=data.events)
        now = await work.now()
        for name, value in said.items():
            setattr(channel, name, value)
        if service:
            channel.sealed, channel.service = self._sealer.seal(url.encode(), channel.id), service
        if service or data.is_active is True:
            channel.disabled_reason, channel.failing_since = "", None
            channel.attempts, channel.next_at = 0, now
        await work.session.flush()
        if service:
            await _say_that_it_works(work, channel)
        if channel.sealed != address:
            await _record(work, channel, "secret_rotated", before=before)
        elif changes.snapshot(channel, FIELDS) != before:
            await _record(work, channel, "updated", before=before)
        return view(channel, owner)


async def remove(work: Work, channel_id: UUID, if_match: str | None) -> None:
    """With its deliveries; the change log goes on telling of it."""
    channel, _ = await _locked(work, channel_id, if_match)
    before = changes.snapshot(channel, FIELDS)
    await work.session.delete(channel)
    await work.session.flush()
    names = {"name": channel.name}
    await changes.record(work, KIND, channel.id, "deleted", names=names, before=before)


async def test(work: Work, channel_id: UUID) -> ChannelDeliveryView:
    """Sent as any other news is; what came of it stands in the deliveries."""
    channel, _ = await _locked(work, channel_id, None)
    if not channel.is_active:
        raise Conflict("This channel is switched off; switch it on first")
    before = changes.snapshot(channel, FIELDS)
    made = await _say_that_it_works(work, channel)
    await _record(work, channel, "tested", before=before)
    return view_of(ChannelDeliveryView, made)


async def disable(work: Work, channel_id: UUID, reason: str) -> Channel | None:
    """By the system itself; None where it is off or gone already."""
    found = select(Channel).where(Channel.id == channel_id, Channel.is_active)
    channel = await work.one(found.with_for_update())
    if channel is None:
        return None
    before = changes.snapshot(channel, FIELDS)
    channel.is_active, channel.disabled_reason = False, reason[:200]
    await work.session.flush()
    await _record(work, channel, "updated", before=before)
    return channel


def view(channel: Channel, owner: User) -> ChannelView:
    return view_of(
        ChannelView,
        channel,
        owner_name=owner.full_name,
        service_name=name_of(channel.service),
        shown=shown(channel.service),
    )


async def _locked(work: Work, channel_id: UUID, if_match: str | None) -> tuple[Channel, User]:
    row = await work.joined(
        select(Channel, User)
        .join(User, User.id == Channel.owner_id)
        .where(Channel.id == channel_id)
        .with_for_update(of=Channel)
    )
    if row is None:
        raise NotFound("There is no such channel")
    channel, owner = row
    is_theirs = work.actor.is_admin if channel.is_team else channel.owner_id == work.actor.id
    if not is_theirs:
        raise NotFound("There is no such channel")
    require_version(if_match, channel, lambda: view(channel, owner))
    return channel, owner


async def _say_that_it_works(work: Work, channel: Channel) -> ChannelDelivery:
    """At once, however long the channel would wait after failures."""
    await work.session.execute(AT_ONCE, {"id": channel.id})
    statement = insert(ChannelDelivery).values(
        channel_id=channel.id,
        event_id=func.uuidv7(),
        type=TEST,
        entity_uuid=channel.id,
        payload={},
    )
    return (await work.session.execute(statement.returning(ChannelDelivery))).scalar_one()


async def _require_room(work: Work) -> None:
    mine = select(func.count()).where(Channel.owner_id == work.actor.id)
    if (await work.one(mine) or 0) >= MOST:
        raise Conflict("You have 50 channels; remove one first")


def _require_events(*, is_team: bool, events: Sequence[str]) -> None:
    if is_team and not events:
        raise Invalid.field("/events", "Choose what the team is told of")
    if events and not is_team:
        raise Invalid.field("/events", "Your own channel tells what you choose by notifications")


async def _record(
    work: Work, channel: Channel, action: changes.Action, *, before: changes.Snapshot
) -> None:
    names, after = {"name": channel.name}, changes.snapshot(channel, FIELDS)
    await changes.record(work, KIND, channel.id, action, names=names, before=before, after=after)
