"""What is done from the settings, where it takes more than one step."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from litestar import Response
from msgspec import Struct

from bff.forms import Form
from bff.gateway.accounts import ChangePassword, EditUser, Invitation, MadeToken, UserView
from bff.gateway.problems import Refused
from bff.gateway.webhooks import DeliveryPage, MadeWebhook, WebhookView
from bff.i18n import gettext as _
from bff.settings_pages import tokens, users, webhooks
from bff.settings_pages.frame import PROFILE
from bff.settings_pages.notifications import notifications_page
from bff.settings_pages.profile import profile_form, profile_page
from bff.settings_pages.times import times_form
from bff.visit import Toast, Visit

Answer = TypeVar("Answer")


class Nothing(Struct):
    """What a form says that has a button alone."""


async def told(
    visit: Visit, form: Form, done: Awaitable[object], url: str, news: str | None = None
) -> Response[Any]:
    """To ``url`` either way, with the news or with what stood in the way."""
    if await form.commit(done):
        return visit.go(url, Toast(news) if news else None)
    return visit.go(url, Toast(form.problem, is_bad=True))


async def counted(
    visit: Visit, form: Form, done: Awaitable[Answer], url: str, news: Callable[[Answer], str]
) -> Response[Any]:
    """As ``told``, with news of the answer."""
    deciding = asyncio.ensure_future(done)
    if await form.commit(deciding):
        return visit.go(url, Toast(news(deciding.result())))
    return visit.go(url, Toast(form.problem, is_bad=True))


async def change_password(visit: Visit, form: Form) -> Response[Any]:
    async def change(typed: ChangePassword) -> None:
        await visit.accounts.change_password(typed, key=form.key)

    try:
        await form.send(ChangePassword, change)
    except Refused as refusal:
        if refusal.status != 429:
            raise
        form.problem = _("Too many attempts. Please wait a few minutes.")
    if not form.is_refused:
        return visit.go(PROFILE, Toast(_("Your password is changed.")))
    return profile_page(visit, profile_form(await visit.accounts.me()), form)


async def show_notifications(visit: Visit, times: Form | None = None) -> Response[Any]:
    settings, me = await asyncio.gather(visit.notifications.settings(), visit.accounts.me())
    return notifications_page(visit, settings, times or times_form(me))


async def make_token(visit: Visit, data: Mapping[str, str]) -> Response[Any]:
    form = tokens.token_form(data)

    async def make(typed: tokens.TokenForm) -> MadeToken:
        return await visit.accounts.make_token(tokens.new_token(form, typed), key=form.key)

    made = await form.send(tokens.TokenForm, make)
    listed = await visit.accounts.tokens()
    return tokens.tokens_page(visit, listed, Form.showing({}) if made else form, made)


async def invite(visit: Visit, form: Form) -> Response[Any]:
    """The user first, then the link; if the second fails, their own page offers it again."""

    async def add(typed: users.Invitation) -> UserView:
        return await visit.accounts.add_user(users.new_user(typed, visit), key=form.key)

    user = await form.send(users.Invitation, add)
    if user is None:
        return users.invitation_page(visit, form)
    offered = await visit.accounts.offer_reset(user.id, key=f"{form.key}-link")
    return users.link_page(visit, user, offered, is_invited=True)


async def invite_again(visit: Visit, user_id: UUID, form: Form) -> Response[Any]:
    """By mail; where no mail server is set the admin learns that it waits."""

    async def send(_nothing: Nothing) -> Invitation:
        return await visit.accounts.invite(user_id, key=form.key)

    invited = await form.send(Nothing, send)
    if invited is None:
        return visit.go(users.url_of(user_id), Toast(form.problem, is_bad=True))
    if invited.is_waiting:
        waits = _("No mail server is set, so the invitation waits. Hand out a password link.")
        return visit.go(users.url_of(user_id), Toast(waits, is_bad=True))
    sent = _("The invitation goes to {email}.").format(email=invited.email)
    return visit.go(users.url_of(user_id), Toast(sent))


async def let_in(
    visit: Visit, user_id: UUID, form: Form, news: str, *, is_active: bool
) -> Response[Any]:
    edit = EditUser(is_active=is_active)
    done = visit.accounts.edit_user(user_id, edit, version=form.version)
    return await told(visit, form, done, users.url_of(user_id), news)


async def add_webhook(visit: Visit, form: Form) -> Response[Any]:
    async def add(typed: webhooks.WebhookForm) -> MadeWebhook:
        return await visit.webhooks.add(webhooks.new_webhook(form, typed), key=form.key)

    if made := await form.send(webhooks.WebhookForm, add):
        return webhooks.secret_page(visit, made)
    return webhooks.new_webhook_page(visit, form)


async def edit_webhook(visit: Visit, webhook_id: UUID, form: Form) -> Response[Any]:
    async def edit(typed: webhooks.WebhookEdit) -> WebhookView:
        body = webhooks.edit_webhook(form, typed)
        return await visit.webhooks.edit(webhook_id, body, version=form.version)

    if await form.send(webhooks.WebhookEdit, edit, saved=webhooks.saved_webhook_form):
        return visit.go(webhooks.url_of(webhook_id), Toast(_("Saved.")))
    return webhooks.edit_webhook_page(visit, webhook_id, form)


async def webhook_with_log(
    visit: Visit, webhook_id: UUID, query: webhooks.DeliveryQuery, *, limit: int
) -> tuple[WebhookView, DeliveryPage]:
    return await asyncio.gather(
        visit.webhooks.one(webhook_id),
        visit.webhooks.deliveries(
            webhook_id, status=query.status, limit=limit, offset=query.offset
        ),
    )
