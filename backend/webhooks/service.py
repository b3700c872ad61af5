"""What can be done with a webhook endpoint; admins alone do it."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from msgspec import UNSET
from msgspec.structs import asdict, replace
from sqlalchemy import func, insert, or_, select, update

from backend.accounts.models import User
from backend.core import changes
from backend.core.http import require_version
from backend.core.refusals import Conflict, Invalid, NotFound
from backend.core.schemas import told, view_of
from backend.core.sealing import Sealer
from backend.core.work import Work
from backend.webhooks.guard import Targets
from backend.webhooks.models import DeliveryStatus, Webhook, WebhookDelivery, WebhookSecret
from backend.webhooks.schemas import (
    DeliveryView,
    EditWebhook,
    MadeWebhook,
    NewWebhook,
    Redelivered,
    WebhookView,
)
from backend.webhooks.signing import new_secret, shown

FIELDS = ("url", "description", "events", "is_active", "disabled_reason", "owner_id")
OVERLAP = timedelta(hours=24)
MOST_SECRETS = 5  # that sign at once
PORTION = 1000  # deliveries in one transaction
SEALED_FOR = "webhooks"


class Webhooks:
    """Verbs that check an address or make a secret."""

    def __init__(self, secret: str, targets: Targets) -> None:
        self._sealer = Sealer(secret, SEALED_FOR)
        self._targets = targets

    async def add(self, work: Work, data: NewWebhook) -> MadeWebhook:
        """The secret is in this answer and nowhere else that can be read."""
        work.require_admin()
        self._targets.require("/url", data.url)
        owner = await _owner(work, data.owner_id or work.actor.id)
        webhook = Webhook(**told(data) | {"owner_id": owner.id})
        work.session.add(webhook)
        await work.session.flush()
        secret = self._add_secret(work, webhook)
        await _record(work, webhook, "created", before=changes.NOTHING)
        return _with_secret(view(webhook, owner), secret)

    async def edit(
        self, work: Work, webhook_id: UUID, data: EditWebhook, if_match: str | None
    ) -> WebhookView:
        """Switched on again, an endpoint gets what waited for it, and starts with a clean slate."""
        webhook, owner = await _locked(work, webhook_id, if_match)
        if data.url is not UNSET:
            self._targets.require("/url", data.url)
        if data.owner_id is not UNSET:
            owner = await _owner(work, data.owner_id)
        before = changes.snapshot(webhook, FIELDS)
        for name, value in told(data).items():
            setattr(webhook, name, value)
        if data.is_active is True:
            webhook.disabled_reason, webhook.failing_since = "", None
        await work.session.flush()
        if changes.snapshot(webhook, FIELDS) != before:
            await _record(work, webhook, "updated", before=before)
        return view(webhook, owner)

    async def rotate(self, work: Work, webhook_id: UUID) -> MadeWebhook:
        """The new secret and those before it sign for 24 hours, so that receivers can change."""
        webhook, owner = await _locked(work, webhook_id, None)
        now = await work.now()
        standing = select(WebhookSecret).where(
            WebhookSecret.webhook_id == webhook.id,
            or_(WebhookSecret.expires_at.is_(None), WebhookSecret.expires_at > func.now()),
        )
        secrets = list(await work.every(standing))
        if len(secrets) >= MOST_SECRETS:
            raise Conflict("Five secrets are good at the moment; wait until one of them expires")
        for each in secrets:
            each.expires_at = each.expires_at or now + OVERLAP
        secret = self._add_secret(work, webhook)
        await work.session.flush()
        await _record(work, webhook, "secret_rotated", before=changes.snapshot(webhook, FIELDS))
        return _with_secret(view(webhook, owner), secret)

    def _add_secret(self, work: Work, webhook: Webhook) -> str:
        secret = new_secret()
        sealed = self._sealer.seal(secret, webhook.id)
        work.session.add(WebhookSecret(webhook_id=webhook.id, sealed=sealed))
        return shown(secret)


async def remove(work: Work, webhook_id: UUID, if_match: str | None) -> None:
    """With its secrets and its deliveries; the change log goes on telling of it."""
    webhook, _ = await _locked(work, webhook_id, if_match)
    before = changes.snapshot(webhook, FIELDS)
    await work.session.delete(webhook)
    await work.session.flush()
    names = {"name": webhook.url}
    await changes.record(work, "webhook", webhook.id, "deleted", names=names, before=before)


async def test(work: Work, webhook_id: UUID) -> DeliveryView:
    """Sends ``webhook.test``, with the endpoint's own id, as any other event is sent."""
    webhook, _ = await _locked(work, webhook_id, None)
    if not webhook.is_active:
        raise Conflict("This webhook is switched off; switch it on first")
    statement = insert(WebhookDelivery).values(
        webhook_id=webhook.id,
        event_id=uuid4(),
        type="webhook.test",
        kind="webhook",
        entity_uuid=webhook.id,
        happened_at=func.now(),
    )
    made = (await work.session.execute(statement.returning(WebhookDelivery))).scalar_one()
    await _record(work, webhook, "tested", before=changes.snapshot(webhook, FIELDS))
    return _delivery(made)


async def redeliver(work: Work, webhook_id: UUID, delivery_id: UUID) -> DeliveryView:
    """At once, under the same ``webhook-id``, and with a whole schedule of tries before it."""
    webhook, _ = await _locked(work, webhook_id, None)
    found = select(WebhookDelivery).where(
        WebhookDelivery.id == delivery_id, WebhookDelivery.webhook_id == webhook.id
    )
    delivery = await work.one(found.with_for_update())
    if delivery is None:
        raise NotFound("There is no such delivery")
    now = await work.now()
    if delivery.lease_until is not None and delivery.lease_until > now:
        raise Conflict("This delivery is being sent right now")
    if not webhook.is_active:
        raise Conflict("This webhook is switched off; switch it on first")
    delivery.status, delivery.attempts, delivery.next_at = DeliveryStatus.PENDING, 0, now
    await work.session.flush()
    await _record(work, webhook, "redelivered", before=changes.snapshot(webhook, FIELDS))
    return _delivery(delivery)


async def redeliver_failed(work: Work, webhook_id: UUID, since: datetime) -> Redelivered:
    """What was given up of deliveries made since then: the oldest first, a thousand at most."""
    webhook, _ = await _locked(work, webhook_id, None)
    if not webhook.is_active:
        raise Conflict("This webhook is switched off; switch it on first")
    failed = (
        WebhookDelivery.webhook_id == webhook.id,
        WebhookDelivery.status == DeliveryStatus.FAILED,
        WebhookDelivery.created_at >= since,
    )
    oldest = (
        select(WebhookDelivery.id)
        .where(*failed)
        .order_by(WebhookDelivery.created_at, WebhookDelivery.id)
        .limit(PORTION)
        .with_for_update()
    )
    revived = (
        update(WebhookDelivery)
        .where(WebhookDelivery.id.in_(oldest.scalar_subquery()))
        .values(status=DeliveryStatus.PENDING, attempts=0, next_at=func.now())
        .returning(WebhookDelivery.id)
        .cte("revived")
    )
    count = await work.one(select(func.count()).select_from(revived)) or 0
    left = await work.one(select(func.count()).select_from(WebhookDelivery).where(*failed)) or 0
    if count:
        await _record(work, webhook, "redelivered", before=changes.snapshot(webhook, FIELDS))
    return Redelivered(count, left)


async def disable(work: Work, webhook_id: UUID, reason: str) -> Webhook | None:
    """By the system itself, for an endpoint that is gone or fails for days; None if it was off."""
    found = select(Webhook).where(Webhook.id == webhook_id, Webhook.is_active)
    webhook = await work.one(found.with_for_update())
    if webhook is None:
        return None
    before = changes.snapshot(webhook, FIELDS)
    webhook.is_active, webhook.disabled_reason = False, reason
    await work.session.flush()
    await _record(work, webhook, "updated", before=before)
    return webhook


def view(webhook: Webhook, owner: User) -> WebhookView:
    return view_of(WebhookView, webhook, owner_name=owner.full_name)


def without_secret(made: MadeWebhook) -> MadeWebhook:
    """What a repeated request hears: the secret is not kept where it could be shown again."""
    return replace(made, secret=None)


def _with_secret(webhook: WebhookView, secret: str) -> MadeWebhook:
    return MadeWebhook(**asdict(webhook), secret=secret)


def _delivery(delivery: WebhookDelivery) -> DeliveryView:
    return view_of(DeliveryView, delivery, next_try_at=delivery.next_at)


async def _locked(work: Work, webhook_id: UUID, if_match: str | None) -> tuple[Webhook, User]:
    work.require_admin()
    row = await work.joined(
        select(Webhook, User)
        .join(User, User.id == Webhook.owner_id)
        .where(Webhook.id == webhook_id)
        .with_for_update(of=Webhook)
    )
    if row is None:
        raise NotFound("There is no such webhook")
    webhook, owner = row
    require_version(if_match, webhook, lambda: view(webhook, owner))
    return webhook, owner


async def _owner(work: Work, owner_id: UUID) -> User:
    owner = await work.one(select(User).where(User.id == owner_id))
    if owner is None or not owner.is_active:
        raise Invalid.field("/owner_id", "There is no such active user")
    return owner


async def _record(
    work: Work, webhook: Webhook, action: changes.Action, *, before: changes.Snapshot
) -> None:
    names = {"name": webhook.url}
    after = changes.snapshot(webhook, FIELDS)
    await changes.record(
        work, "webhook", webhook.id, action, names=names, before=before, after=after
    )
