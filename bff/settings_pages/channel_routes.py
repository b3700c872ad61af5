"""Settings: chat channels."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from bff.forms import Fields, Form, asked
from bff.gateway.channels import ChannelView, EditChannel
from bff.i18n import gettext as _
from bff.settings_pages import channels as pages
from bff.settings_pages.channel_log import PAGE, channel_page
from bff.settings_pages.channels import ChannelQuery, url_of
from bff.settings_pages.frame import CHANNELS
from bff.settings_pages.verbs import told
from bff.visit import Toast, Visit, Visiting

Asking = Request[Any, Any, Any]


@get("/settings/channels/")
async def show_channels(visit: Visiting) -> Response[Any]:
    return pages.channels_page(visit, await visit.channels.all())


@get("/settings/channels/new/")
async def offer_channel(visit: Visiting, team: FromQuery[bool] = False) -> Response[Any]:
    return pages.new_channel_page(visit, pages.blank_form(team=team and visit.is_admin))


@post("/settings/channels/new/")
async def add_channel(visit: Visiting, data: Fields) -> Response[Any]:
    return await added(visit, Form.sent(data))


@get("/settings/channels/{channel_id:uuid}")
async def show_channel(
    request: Asking, visit: Visiting, channel_id: FromPath[UUID]
) -> Response[Any]:
    query = asked(request.query_params, ChannelQuery)
    channel, found = await asyncio.gather(
        visit.channels.one(channel_id),
        visit.channels.deliveries(channel_id, limit=PAGE, offset=query.offset),
    )
    return channel_page(visit, channel, found, query)


@get("/settings/channels/{channel_id:uuid}/edit/")
async def offer_channel_edit(visit: Visiting, channel_id: FromPath[UUID]) -> Response[Any]:
    form = pages.channel_form(await visit.channels.one(channel_id))
    return pages.edit_channel_page(visit, channel_id, form)


@post("/settings/channels/{channel_id:uuid}/edit/")
async def edit_channel(visit: Visiting, channel_id: FromPath[UUID], data: Fields) -> Response[Any]:
    return await edited(visit, channel_id, Form.sent(data))


@post("/settings/channels/{channel_id:uuid}/switch/")
async def switch_channel(
    visit: Visiting, channel_id: FromPath[UUID], data: Fields
) -> Response[Any]:
    form, edit = Form.sent(data), EditChannel(is_active=data.get("is_active") == "true")
    done = visit.channels.edit(channel_id, edit, version=form.version)
    return await told(visit, form, done, url_of(channel_id))


@post("/settings/channels/{channel_id:uuid}/test/")
async def test_channel(visit: Visiting, channel_id: FromPath[UUID], data: Fields) -> Response[Any]:
    form, news = Form.sent(data), _("A test is on its way; its result appears below.")
    done = visit.channels.test(channel_id, key=form.key)
    return await told(visit, form, done, url_of(channel_id), news)


@post("/settings/channels/{channel_id:uuid}/remove/")
async def remove_channel(
    visit: Visiting, channel_id: FromPath[UUID], data: Fields
) -> Response[Any]:
    form = Form.sent(data)
    done = visit.channels.remove(channel_id, version=form.version)
    return await told(visit, form, done, CHANNELS, _("Channel removed."))


async def added(visit: Visit, form: Form) -> Response[Any]:
    async def add(typed: pages.ChannelForm) -> ChannelView:
        return await visit.channels.add(pages.new_channel(form, typed), key=form.key)

    if made := await form.send(pages.ChannelForm, add):
        news = _("A first message is on its way; its result appears below.")
        return visit.go(url_of(made.id), Toast(news))
    return pages.new_channel_page(visit, form)


async def edited(visit: Visit, channel_id: UUID, form: Form) -> Response[Any]:
    async def edit(typed: pages.ChannelEdit) -> ChannelView:
        body = pages.edit_channel(form, typed)
        return await visit.channels.edit(channel_id, body, version=form.version)

    if await form.send(pages.ChannelEdit, edit, saved=pages.saved_channel_form):
        return visit.go(url_of(channel_id), Toast(_("Saved.")))
    return pages.edit_channel_page(visit, channel_id, form)


CHANNEL_ROUTES = (
    show_channels,
    offer_channel,
    add_channel,
    show_channel,
    offer_channel_edit,
    edit_channel,
    switch_channel,
    test_channel,
    remove_channel,
)
