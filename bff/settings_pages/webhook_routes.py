"""Settings: webhooks, which admins look after."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from bff.forms import Fields, Form, asked
from bff.gateway.webhooks import EditWebhook
from bff.i18n import gettext as _
from bff.settings_pages import verbs
from bff.settings_pages.deliveries import PAGE as DELIVERIES
from bff.settings_pages.deliveries import since, told_again, webhook_page
from bff.settings_pages.frame import WEBHOOKS, require_admin
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
from bff.visit import Visiting

Asking = Request[Any, Any, Any]


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


@post("/settings/webhooks/{webhook_id:uuid}/deliveries/redeliver/")
async def redeliver_failed(
    visit: Visiting, webhook_id: FromPath[UUID], data: Fields
) -> Response[Any]:
    form, moment = Form.sent(data), since(data.get("span", ""))
    done = visit.webhooks.redeliver_failed(webhook_id, moment, key=form.key)
    return await verbs.counted(visit, form, done, webhook_url(webhook_id), told_again)


WEBHOOK_ROUTES = (
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
    redeliver_failed,
)
