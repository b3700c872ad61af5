"""What can be done with one's calendar feed; a new address ends the one before."""

import secrets

from msgspec.structs import replace
from sqlalchemy import select

from backend.accounts.models import User
from backend.core import changes
from backend.core.refusals import NotFound, NotSignedIn
from backend.core.tokens import fingerprint
from backend.core.work import Work
from backend.feeds.models import Feed
from backend.feeds.schemas import MadeFeed

FIELDS = ("made_at",)
NAMES = {"name": "Calendar"}


async def make_feed(work: Work) -> MadeFeed:
    """Of two at once the second waits for the first, at the user's own row."""
    me = select(User).where(User.id == work.actor.id, User.is_active)
    if await work.one(me.with_for_update()) is None:
        raise NotSignedIn("This session has ended")
    token, now = secrets.token_urlsafe(32), await work.now()
    feed = await work.one(select(Feed).where(Feed.user_id == work.actor.id))
    before = changes.snapshot(feed, FIELDS) if feed else changes.NOTHING
    action: changes.Action = "secret_rotated" if feed else "created"
    feed = feed or Feed(user_id=work.actor.id)
    feed.hash, feed.made_at = fingerprint(token), now
    work.session.add(feed)
    await work.session.flush()
    after = changes.snapshot(feed, FIELDS)
    await changes.record(work, "feed", feed.id, action, names=NAMES, before=before, after=after)
    return MadeFeed(now, token)


def without_token(feed: MadeFeed) -> MadeFeed:
    """What a repeated request hears: the token is not kept, so it cannot be shown again."""
    return replace(feed, token=None)


async def revoke_feed(work: Work) -> None:
    feed = await work.one(select(Feed).where(Feed.user_id == work.actor.id).with_for_update())
    if feed is None:
        raise NotFound("There is no such feed")
    before = changes.snapshot(feed, FIELDS)
    await work.session.delete(feed)
    await work.session.flush()
    await changes.record(work, "feed", feed.id, "deleted", names=NAMES, before=before)
