"""Chat channels: one's own, and for admins the team's."""

from typing import Annotated, Final
from uuid import UUID

import msgspec
from htpy import Node
from msgspec import Meta, Raw, Struct, UnsetType

from bff.editor import told
from bff.forms import Form
from bff.gateway.channels import ChannelView, EditChannel, NewChannel, TeamEvent
from bff.gateway.fields import Name
from bff.html import Html
from bff.i18n import gettext as _
from bff.paging import FARTHEST
from bff.settings_pages.frame import CHANNELS, NOTIFICATIONS, settings_page, typed_form
from bff.settings_pages.states import state_badge
from bff.visit import Visit
from ui_components.badge import badge
from ui_components.button import link_button
from ui_components.card import card
from ui_components.choice import Choice, check_list
from ui_components.copyable import code
from ui_components.empty import empty_state
from ui_components.field import hidden_inputs, text_field
from ui_components.form import form_grid
from ui_components.html import Tag
from ui_components.layout import link, quiet, row, stack
from ui_components.table import Column, data_table

NEW: Final = "/settings/channels/new/"
NEW_OF_TEAM: Final = f"{NEW}?team=1"
EXAMPLES: Final = (
    ("Slack", "https://hooks.slack.com/services/…"),
    ("Telegram", "tgram://bottoken/ChatID"),
    ("Discord", "https://discord.com/api/webhooks/…"),
    ("Microsoft Teams", "workflows://host:443/workflow/signature"),
    ("Google Chat", "https://chat.googleapis.com/v1/spaces/…"),
    ("Mattermost", "mmosts://host/token"),
    ("ntfy", "ntfys://topic"),
)


class ChannelQuery(Struct, frozen=True):
    offset: Annotated[int, Meta(ge=0, le=FARTHEST)] = 0


class ChannelForm(Struct):
    """What is typed; events are ticked, each under a name of its own."""

    name: Name
    url: Annotated[str, Meta(min_length=1, max_length=2000)]


class ChannelEdit(Struct, omit_defaults=True):
    """No address means the one that is there."""

    name: Name | UnsetType = msgspec.UNSET
    url: Annotated[str, Meta(max_length=2000)] | UnsetType = msgspec.UNSET


def events_of(form: Form) -> list[TeamEvent]:
    return [event for event in TeamEvent if f"events-{event}" in form.values]


def is_of_team(form: Form) -> bool:
    return form.values.get("is_team") == "1"


def new_channel(form: Form, typed: ChannelForm) -> NewChannel:
    events = events_of(form) if is_of_team(form) else []
    return NewChannel(typed.name, typed.url, is_of_team(form), events)


def edit_channel(form: Form, typed: ChannelEdit) -> EditChannel:
    events = events_of(form) if is_of_team(form) else msgspec.UNSET
    return EditChannel(typed.name, typed.url or msgspec.UNSET, events)


def blank_form(*, team: bool) -> Form:
    ticked = {"events-deal_won": "deal_won"} if team else {}
    return Form.showing({"name": "", "url": "", "is_team": "1" if team else ""} | ticked)


def channel_form(channel: ChannelView) -> Form:
    return Form.showing(values_of(channel), version=channel.version)


def saved_channel_form(record: Raw) -> Form:
    return channel_form(msgspec.json.decode(record, type=ChannelView))


def values_of(channel: ChannelView) -> dict[str, str]:
    ticked = {f"events-{event}": event for event in channel.events}
    is_team = "1" if channel.is_team else ""
    return {"name": channel.name, "url": "", "is_team": is_team, **ticked}


def url_of(channel_id: UUID) -> str:
    return f"{CHANNELS}{channel_id}"


def channels_page(visit: Visit, channels: list[ChannelView]) -> Html:
    new = [
        link_button(href=NEW_OF_TEAM, variant="outline", icon="plus")[_("For the team")]
        if visit.is_admin
        else None,
        link_button(href=NEW, icon="plus")[_("New channel")],
    ]
    listed = data_table(
        channels,
        columns(),
        caption=_("Channels"),
        row_key=lambda channel: str(channel.id),
        row_href=lambda channel: url_of(channel.id),
        empty=empty_state(
            _("No channels yet"),
            text=_("Be told in Telegram, Slack or another chat what happens here."),
            icon="smartphone",
        ),
        id="channel",
    )
    text = _("What your own channels tell is chosen under {notifications}.")
    before, _name, after = text.partition("{notifications}")
    choose = link(href=NOTIFICATIONS)[_("Notifications")]
    return settings_page(
        visit,
        title=_("Channels"),
        description=_("Chats in which you, or your team, are told what happens."),
        actions=new,
        content=[listed, quiet(small=True)[before, choose, after]],
    )


def columns() -> list[Column[ChannelView]]:
    return [
        Column(header=_("Name"), cell=lambda c: c.name),
        Column(header=_("Service"), cell=service, shown_from="sm"),
        Column(header=_("Tells"), cell=tells, shown_from="md"),
        Column(header=_("State"), cell=state_badge, align="end"),
    ]


def service(channel: ChannelView) -> Tag:
    return stack(gap="xs")[channel.service_name, code(channel.shown)]


def tells(channel: ChannelView) -> Tag | str:
    if not channel.is_team:
        return _("What I am told")
    names = [event_name(TeamEvent(event)) for event in channel.events if event in set(TeamEvent)]
    return row(gap="xs")[[badge(name) for name in names]]


def event_name(event: TeamEvent) -> str:
    return {
        TeamEvent.CLIENT_ADDED: _("New clients"),
        TeamEvent.DEAL_OPENED: _("New deals"),
        TeamEvent.DEAL_WON: _("Won deals"),
        TeamEvent.DEAL_LOST: _("Lost deals"),
    }[event]


def channel_fields(form: Form, *, is_new: bool) -> Node:
    """The address is a secret: what was typed is not shown again, not even to be mended."""
    kept = _("Leave it empty to keep the one that is there.")
    hint = _("It is kept encrypted and never shown again.")
    address = told(form, "url", hint=hint if is_new else f"{hint} {kept}")
    address["value"] = ""
    return [
        hidden_inputs({"is_team": form.values.get("is_team", "")}),
        form_grid[
            text_field("name", _("Name"), required=True, wide=True, **told(form, "name")),
            text_field(
                "url",
                _("Address"),
                type="password",
                required=is_new,
                autocomplete="off",
                wide=True,
                **address,
            ),
        ],
        events_list(form) if is_of_team(form) else own_note(),
    ]


def events_list(form: Form) -> Tag:
    choices = [Choice(value=event, label=event_name(event)) for event in TeamEvent]
    return check_list(
        "events",
        _("Told of"),
        choices,
        values=events_of(form),
        error=form.errors.get("events"),
        hint=_("As far as you may see it yourself."),
    )


def own_note() -> Tag:
    return quiet(small=True)[_("It tells what you choose for chat under Notifications.")]


def examples_card() -> Tag:
    return card(title=_("What an address looks like"))[
        data_table(
            EXAMPLES,
            [
                Column[tuple[str, str]](header=_("Service"), cell=lambda one: one[0]),
                Column[tuple[str, str]](
                    header=_("Address"), cell=lambda one: code(one[1]), wraps=True
                ),
            ],
            caption=_("What an address looks like"),
            row_key=lambda one: one[0],
            id="example",
        )
    ]


def new_channel_page(visit: Visit, form: Form) -> Html:
    fields, save = channel_fields(form, is_new=True), _("Create channel")
    body = typed_form(visit, form, fields, action=NEW, save=save, back=CHANNELS)
    return settings_page(
        visit,
        title=_("New channel for the team") if is_of_team(form) else _("New channel"),
        content=[card[body], examples_card()],
        within=(_("Channels"), CHANNELS),
        status_code=422 if form.is_refused else 200,
    )


def edit_channel_page(visit: Visit, channel_id: UUID, form: Form) -> Html:
    fields, here = channel_fields(form, is_new=False), url_of(channel_id)
    body = typed_form(visit, form, fields, action=f"{here}/edit/", save=_("Save"), back=here)
    return settings_page(
        visit,
        title=_("Edit channel"),
        content=[card[body], examples_card()],
        within=(_("Channels"), CHANNELS),
        status_code=422 if form.is_refused else 200,
    )
