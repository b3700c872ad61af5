"""One channel, and what was said in it."""

from bff import csrf
from bff.asking import asking_button
from bff.editor import post_button
from bff.gateway.channels import (
    ChannelDeliveryPage,
    ChannelDeliveryView,
    ChannelStatus,
    ChannelView,
    TeamEvent,
)
from bff.gateway.notifications import NotificationType
from bff.html import Html
from bff.i18n import gettext as _
from bff.i18n import moment, number
from bff.paging import pages
from bff.settings_pages.channels import ChannelQuery, event_name, service, tells, url_of
from bff.settings_pages.frame import CHANNELS, settings_page
from bff.visit import Visit
from bff.words import notification_name
from ui_components import html as h
from ui_components.alert import alert
from ui_components.badge import Tone, badge
from ui_components.button import link_button
from ui_components.card import card
from ui_components.empty import empty_state
from ui_components.field import hidden_inputs
from ui_components.html import Tag
from ui_components.layout import quiet, row, stack
from ui_components.live import follows
from ui_components.switch import switch_button
from ui_components.table import Column, data_table

PAGE = 50


def channel_page(
    visit: Visit, channel: ChannelView, found: ChannelDeliveryPage, query: ChannelQuery
) -> Html:
    """What comes of a test appears by itself."""
    part = stack(id="channel", attrs=follows(f"channel:{channel.id}"))[
        state_card(visit, channel), log_card(channel, found, query)
    ]
    return settings_page(
        visit,
        title=channel.name,
        actions=channel_actions(visit, channel),
        content=part,
        part=[part],
        within=(_("Channels"), CHANNELS),
    )


def state_card(visit: Visit, channel: ChannelView) -> Tag:
    hidden = {
        csrf.FIELD: visit.csrf_token,
        "form_key": visit.form_key,
        "version": str(channel.version),
        "is_active": "false" if channel.is_active else "true",
    }
    switch = h.form(action=f"{url_of(channel.id)}/switch/", method="post")[
        hidden_inputs(hidden),
        switch_button(_("Active"), on=channel.is_active, disabled=visit.is_stale),
    ]
    return stack[row(spread=True)[row[service(channel), tells(channel)], switch], trouble(channel)]


def trouble(channel: ChannelView) -> Tag | None:
    if channel.disabled_reason:
        said = error_of(channel.disabled_reason)
        return alert(tone="danger", title=_("It was switched off"))[said]
    if channel.failing_since:
        since = moment(channel.failing_since)
        return alert(tone="warning")[_("Nothing was taken since {moment}.").format(moment=since)]
    return None


def channel_actions(visit: Visit, channel: ChannelView) -> list[Tag]:
    url, version = url_of(channel.id), {"version": str(channel.version)}
    return [
        post_button(visit, _("Send a test"), action=f"{url}/test/", icon="activity", hidden={}),
        link_button(href=f"{url}/edit/", variant="outline", icon="pencil")[_("Edit")],
        asking_button(
            visit,
            _("Remove"),
            id="remove-channel",
            action=f"{url}/remove/",
            question=_("Remove this channel?"),
            text=_("It is gone for good, with the log of what was said in it."),
            icon="trash-2",
            hidden=version,
        ),
    ]


def log_card(channel: ChannelView, found: ChannelDeliveryPage, query: ChannelQuery) -> Tag:
    listed = data_table(
        found.items,
        columns(),
        caption=_("Deliveries"),
        row_key=lambda delivery: str(delivery.id),
        empty=empty_state(_("Nothing was said yet"), icon="inbox"),
        id="delivery",
    )
    note = _("Of the last 30 days. What waits for the channel goes out as one message.")
    return stack[
        card(title=_("Deliveries"), description=note, flush=True)[listed],
        pages(
            url_of(channel.id),
            offset=query.offset,
            size=PAGE,
            shown=len(found.items),
            total=found.total,
        ),
    ]


def columns() -> list[Column[ChannelDeliveryView]]:
    return [
        Column(header=_("News"), cell=news),
        Column(header=_("State"), cell=status_badge),
        Column(header=_("Tries"), cell=lambda d: number(d.attempts), align="end", shown_from="sm"),
        Column(header=_("Answer"), cell=answer, wraps=True, quiet=True),
    ]


def news(delivery: ChannelDeliveryView) -> Tag:
    return stack(gap="xs")[type_name(delivery.type), quiet(small=True)[moment(delivery.created_at)]]


def type_name(type: str) -> str:
    if type in set(TeamEvent):
        return event_name(TeamEvent(type))
    if type in set(NotificationType):
        return notification_name(NotificationType(type))
    return _("Test")


def status_badge(delivery: ChannelDeliveryView) -> Tag:
    states: dict[ChannelStatus, tuple[str, Tone]] = {
        ChannelStatus.PENDING: (_("Under way"), "warning"),
        ChannelStatus.DELIVERED: (_("Delivered"), "success"),
        ChannelStatus.DROPPED: (_("Not said"), "neutral"),
        ChannelStatus.FAILED: (_("Failed"), "danger"),
    }
    text, tone = states[delivery.status]
    return badge(text, tone=tone)


def answer(delivery: ChannelDeliveryView) -> str:
    if delivery.status is ChannelStatus.DROPPED:
        return _("It was not for its owner to see, or is not wanted any more.")
    took = delivery.duration_ms
    said = [
        error_of(delivery.error) if delivery.error else "",
        _("{count} ms").format(count=number(took)) if took is not None else "",
    ]
    return " · ".join(filter(None, said))


def error_of(error: str) -> str:
    """The API's sentence; a number at its end is the same in every language."""
    _before, is_dead, why = error.rpartition("Nothing was taken for a day: ")
    said, _space, status = why.rpartition(" ")
    known = _("It answered {status}").format(status=status) if said == "It answered" else _(why)
    return _("Nothing was taken for a day: {why}").format(why=known) if is_dead else known
