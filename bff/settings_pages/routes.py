"""Settings: what is one's own, and beside it what admins look after."""

from functools import partial
from typing import Any, TypeAlias
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation

from bff.forms import Fields, Form, asked
from bff.gateway.accounts import EditMe
from bff.gateway.webhooks import EditWebhook
from bff.i18n import gettext as _
from bff.i18n import ngettext, number
from bff.preferences import Preferences
from bff.settings_pages import verbs
from bff.settings_pages.deliveries import PAGE as DELIVERIES
from bff.settings_pages.deliveries import webhook_page
from bff.settings_pages.frame import (
    NOTIFICATIONS,
    PROFILE,
    SESSIONS,
    SYSTEM,
    TOKENS,
    WEBHOOKS,
    require_admin,
)
from bff.settings_pages.notifications import Turn, notifications_page, turned
from bff.settings_pages.profile import profile_form, profile_page, saved_profile_form
from bff.settings_pages.sessions import sessions_page
from bff.settings_pages.system import system_page
from bff.settings_pages.tokens import tokens_page
from bff.settings_pages.user_routes import USER_ROUTES
from bff.settings_pages.webhooks import (
    DeliveryQuery,
    blank_form,
    edit_webhook_page,
    new_webhook_page,
    secret_page,
    webhook_form,
    webhooks_page,
)
from bff.settings_pages.webhooks import url_of as webhook_url
from bff.visit import Toast, Visiting

Asking = Request[Any, Any, Any]
Choosing: TypeAlias = NamedDependency[SkipValidation[Preferences]]


@get("/settings/")
async def show_settings(visit: Visiting) -> Response[Any]:
    return visit.go(PROFILE)


@get("/settings/profile/")
async def show_profile(visit: Visiting) -> Response[Any]:
    return profile_page(visit, profile_form(await visit.accounts.me()))


@post("/settings/profile/")
async def save_profile(visit: Visiting, preferences: Choosing, data: Fields) -> Response[Any]:
    form = Form.sent(data)
    edit = partial(visit.accounts.edit_me, version=form.version)
    if me := await form.send(EditMe, edit, saved=saved_profile_form):
        await preferences.take_over(visit, me)
        return visit.go(PROFILE, Toast(_("Saved.")))
    return profile_page(visit, form)


@post("/settings/password/")
async def change_password(visit: Visiting, data: Fields) -> Response[Any]:
    return await verbs.change_password(visit, Form.sent(data))


@get("/settings/sessions/")
async def show_sessions(visit: Visiting) -> Response[Any]:
    return sessions_page(visit, await visit.accounts.sessions())


@post("/settings/sessions/{session_id:uuid}/end/")
async def end_session(visit: Visiting, session_id: FromPath[UUID]) -> Response[Any]:
    await visit.accounts.end_session(session_id)
    return visit.go(SESSIONS, Toast(_("That session is over.")))


@post("/settings/sessions/end-others/")
async def end_other_sessions(visit: Visiting) -> Response[Any]:
    await visit.accounts.end_other_sessions()
    return visit.go(SESSIONS, Toast(_("You are signed in here alone.")))


@get("/settings/notifications/")
async def show_notifications(visit: Visiting) -> Response[Any]:
    return notifications_page(visit, await visit.notifications.settings())


@post("/settings/notifications/")
async def turn_notification(visit: Visiting, data: Fields) -> Response[Any]:
    settings = await turned(visit, asked(data, Turn))
    return notifications_page(visit, settings) if visit.htmx.wants_part else visit.go(NOTIFICATIONS)


@get("/settings/tokens/")
async def show_tokens(visit: Visiting) -> Response[Any]:
    return tokens_page(visit, await visit.accounts.tokens(), Form.showing({}))


@post("/settings/tokens/")
async def make_token(visit: Visiting, data: Fields) -> Response[Any]:
    return await verbs.make_token(visit, data)


@post("/settings/tokens/{token_id:uuid}/revoke/")
async def revoke_token(visit: Visiting, token_id: FromPath[UUID]) -> Response[Any]:
    await visit.accounts.revoke_token(token_id)
    return visit.go(TOKENS, Toast(_("Token revoked.")))


@get("/settings/webhooks/")
async def show_webhooks(visit: Visiting) -> Response[Any]:
    require_admin(visit)
    return webhooks_page(visit, await visit.webhooks.all())


@get("/settings/webhooks/new/")
async def offer_webhook(visit: Visiting) -> Response[Any]:
    require_admin(visit)
    return new_webhook_page(visit, blank_form())


@post("/settings/webhooks/new/")
async def add_webhook(visit: Visiting, data: Fields) -> Response[Any]:
    return await verbs.add_webhook(visit, Form.sent(data))


@get("/settings/webhooks/{webhook_id:uuid}")
async def show_webhook(
    request: Asking, visit: Visiting, webhook_id: FromPath[UUID]
) -> Response[Any]:
    require_admin(visit)
    query = asked(request.query_params, DeliveryQuery)
    webhook, found = await verbs.webhook_with_log(visit, webhook_id, query, limit=DELIVERIES)
    return webhook_page(visit, webhook, found, query)


@get("/settings/webhooks/{webhook_id:uuid}/edit/")
async def offer_webhook_edit(visit: Visiting, webhook_id: FromPath[UUID]) -> Response[Any]:
    require_admin(visit)
    return edit_webhook_page(visit, webhook_id, webhook_form(await visit.webhooks.one(webhook_id)))


@post("/settings/webhooks/{webhook_id:uuid}/edit/")
async def edit_webhook(visit: Visiting, webhook_id: FromPath[UUID], data: Fields) -> Response[Any]:
    return await verbs.edit_webhook(visit, webhook_id, Form.sent(data))


@post("/settings/webhooks/{webhook_id:uuid}/switch/")
async def switch_webhook(
    visit: Visiting, webhook_id: FromPath[UUID], data: Fields
) -> Response[Any]:
    form, edit = Form.sent(data), EditWebhook(is_active=data.get("is_active") == "true")
    done = visit.webhooks.edit(webhook_id, edit, version=form.version)
    return await verbs.told(visit, form, done, webhook_url(webhook_id))


@post("/settings/webhooks/{webhook_id:uuid}/test/")
async def test_webhook(visit: Visiting, webhook_id: FromPath[UUID], data: Fields) -> Response[Any]:
    form, news = Form.sent(data), _("A test is on its way; look at the deliveries.")
    done = visit.webhooks.test(webhook_id, key=form.key)
    return await verbs.told(visit, form, done, webhook_url(webhook_id), news)


@post("/settings/webhooks/{webhook_id:uuid}/rotate/")
async def rotate_secret(visit: Visiting, webhook_id: FromPath[UUID], data: Fields) -> Response[Any]:
    return secret_page(visit, await visit.webhooks.rotate(webhook_id, key=Form.sent(data).key))


@post("/settings/webhooks/{webhook_id:uuid}/remove/")
async def remove_webhook(
    visit: Visiting, webhook_id: FromPath[UUID], data: Fields
) -> Response[Any]:
    form = Form.sent(data)
    done = visit.webhooks.remove(webhook_id, version=form.version)
    return await verbs.told(visit, form, done, WEBHOOKS, _("Webhook removed."))


@post("/settings/webhooks/{webhook_id:uuid}/deliveries/{delivery_id:uuid}/redeliver/")
async def redeliver(
    visit: Visiting, webhook_id: FromPath[UUID], delivery_id: FromPath[UUID], data: Fields
) -> Response[Any]:
    form, news = Form.sent(data), _("It is being sent again.")
    done = visit.webhooks.redeliver(webhook_id, delivery_id, key=form.key)
    return await verbs.told(visit, form, done, webhook_url(webhook_id), news)


@get("/settings/system/")
async def show_system(visit: Visiting) -> Response[Any]:
    require_admin(visit)
    return system_page(visit, await visit.system.state())


@post("/settings/system/mails/send-again/")
async def send_mails_again(visit: Visiting, data: Fields) -> Response[Any]:
    done = await visit.system.send_mails_again(key=Form.sent(data).key)
    text = ngettext("{count} mail is tried again.", "{count} mails are tried again.", done.count)
    return visit.go(SYSTEM, Toast(text.format(count=number(done.count))))


SETTINGS_ROUTES = (
    show_settings,
    show_profile,
    save_profile,
    change_password,
    show_sessions,
    end_session,
    end_other_sessions,
    show_notifications,
    turn_notification,
    show_tokens,
    make_token,
    revoke_token,
    *USER_ROUTES,
    show_webhooks,
    offer_webhook,
    add_webhook,
    show_webhook,
    offer_webhook_edit,
    edit_webhook,
    switch_webhook,
    test_webhook,
    rotate_secret,
    remove_webhook,
    redeliver,
    show_system,
    send_mails_again,
)
