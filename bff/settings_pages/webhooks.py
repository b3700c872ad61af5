"""Where events are sent, for admins."""

from typing import Annotated, Final
from uuid import UUID

import msgspec
from msgspec import Meta, Raw, Struct, UnsetType

from bff import csrf
from bff.asking import asking_button
from bff.editor import post_button, told
from bff.forms import Form
from bff.gateway.fields import Line
from bff.gateway.webhooks import (
    DeliveryStatus,
    EditWebhook,
    MadeWebhook,
    NewWebhook,
    Url,
    WebhookView,
)
from bff.html import Html
from bff.i18n import gettext as _
from bff.i18n import moment
from bff.paging import FARTHEST
from bff.settings_pages.frame import WEBHOOKS, settings_page, typed_form
from bff.settings_pages.secrets import secret_card
from bff.settings_pages.states import state_badge
from bff.visit import Visit
from ui_components import html as h
from ui_components.alert import alert
from ui_components.badge import badge
from ui_components.button import link_button
from ui_components.card import card
from ui_components.choice import Choice, check_list
from ui_components.copyable import COPY_SCRIPTS, code
from ui_components.empty import empty_state
from ui_components.field import hidden_inputs, text_field, textarea_field
from ui_components.form import form_grid
from ui_components.html import Tag
from ui_components.layout import row, stack
from ui_components.switch import switch_button
from ui_components.table import Column, data_table

NEW: Final = "/settings/webhooks/new/"
ALL: Final = "*"
FAMILIES: Final = ("client.*", "deal.*", "task.*", "user.*", "import.*")


class DeliveryQuery(Struct, frozen=True):
    status: DeliveryStatus | None = None
    offset: Annotated[int, Meta(ge=0, le=FARTHEST)] = 0


class WebhookForm(Struct):
    """What is typed; the families are ticked, each under a name of its own."""

    url: Url
    description: Line = ""


class WebhookEdit(Struct, omit_defaults=True):
    url: Url | UnsetType = msgspec.UNSET
    description: Line | UnsetType = msgspec.UNSET


def events_of(form: Form) -> list[str]:
    """What is ticked, and what is named one by one; all where nothing is."""
    ticked = [family for family in FAMILIES if f"events-{family}" in form.values]
    named = form.values.get("others", "").replace(",", " ").split()
    return list(dict.fromkeys([*ticked, *named])) or [ALL]


def new_webhook(form: Form, typed: WebhookForm) -> NewWebhook:
    return NewWebhook(typed.url, events_of(form), typed.description)


def edit_webhook(form: Form, typed: WebhookEdit) -> EditWebhook:
    return EditWebhook(typed.url, events_of(form), typed.description)


def blank_form() -> Form:
    return Form.showing({"url": "", "description": "", "others": ""})


def webhook_form(webhook: WebhookView) -> Form:
    return Form.showing(values_of(webhook), version=webhook.version)


def saved_webhook_form(record: Raw) -> Form:
    return webhook_form(msgspec.json.decode(record, type=WebhookView))


def values_of(webhook: WebhookView) -> dict[str, str]:
    others = [event for event in webhook.events if event not in FAMILIES]
    return {
        "url": webhook.url,
        "description": webhook.description,
        "others": " ".join(others),
        **{f"events-{event}": event for event in webhook.events if event in FAMILIES},
    }


def webhooks_page(visit: Visit, webhooks: list[WebhookView]) -> Html:
    return settings_page(
        visit,
        title=_("Webhooks"),
        description=_("Addresses that are told of every change, signed and until they have it."),
        actions=link_button(href=NEW, icon="plus")[_("New webhook")],
        content=data_table(
            webhooks,
            columns(),
            caption=_("Webhooks"),
            row_key=lambda webhook: str(webhook.id),
            row_href=lambda webhook: url_of(webhook.id),
            empty=empty_state(
                _("No webhooks yet"),
                text=_("Let another program know when something happens here."),
                icon="link",
            ),
            id="webhook",
        ),
    )


def url_of(webhook_id: UUID) -> str:
    return f"{WEBHOOKS}{webhook_id}"


def columns() -> list[Column[WebhookView]]:
    return [
        Column(header=_("Address"), cell=lambda w: w.url),
        Column(header=_("For"), cell=lambda w: w.description, quiet=True, shown_from="lg"),
        Column(header=_("Events"), cell=event_badges, shown_from="md"),
        Column(header=_("State"), cell=state_badge, align="end"),
    ]


def event_badges(webhook: WebhookView) -> Tag:
    return row(gap="xs")[[badge(event_name(event)) for event in webhook.events]]


def event_name(event: str) -> str:
    """Families in words; a single event by its own name, as programs know it."""
    return {
        ALL: _("All events"),
        "client.*": _("Clients"),
        "deal.*": _("Deals"),
        "task.*": _("Tasks"),
        "user.*": _("Users"),
        "import.*": _("Imports"),
    }.get(event, event)


def webhook_fields(form: Form) -> list[Tag]:
    ticked = [family for family in FAMILIES if f"events-{family}" in form.values]
    choices = [Choice(value=family, label=event_name(family)) for family in FAMILIES]
    hint = _("Single ones by name, such as deal.moved. Nothing at all means all of them.")
    return [
        form_grid[
            text_field(
                "url",
                _("Address"),
                type="url",
                required=True,
                placeholder="https://example.com/hooks",
                wide=True,
                **told(form, "url"),
            ),
            text_field("description", _("What it is for"), wide=True, **told(form, "description")),
        ],
        check_list("events", _("Told of"), choices, values=ticked, error=form.errors.get("events")),
        textarea_field(
            "others", _("And of these events"), rows=2, **told(form, "others", hint=hint)
        ),
    ]


def new_webhook_page(visit: Visit, form: Form) -> Html:
    fields, save = webhook_fields(form), _("Create webhook")
    body = typed_form(visit, form, fields, action=NEW, save=save, back=WEBHOOKS)
    return settings_page(
        visit,
        title=_("New webhook"),
        content=card[body],
        within=(_("Webhooks"), WEBHOOKS),
        status_code=422 if form.is_refused else 200,
    )


def edit_webhook_page(visit: Visit, webhook_id: UUID, form: Form) -> Html:
    fields, here = webhook_fields(form), url_of(webhook_id)
    body = typed_form(visit, form, fields, action=f"{here}/edit/", save=_("Save"), back=here)
    return settings_page(
        visit,
        title=_("Edit webhook"),
        content=card[body],
        within=(_("Webhooks"), WEBHOOKS),
        status_code=422 if form.is_refused else 200,
    )


def secret_page(visit: Visit, made: MadeWebhook) -> Html:
    note = [
        _("Messages are signed by it as Standard Webhooks says: look at the header"),
        " ",
        code("webhook-signature"),
    ]
    return settings_page(
        visit,
        title=_("Webhook secret"),
        content=[
            secret_card(_("The secret of {url}").format(url=made.url), made.secret, note),
            row[link_button(href=url_of(made.id), variant="outline")[_("To the webhook")]],
        ],
        within=(_("Webhooks"), WEBHOOKS),
        scripts=COPY_SCRIPTS,
    )


def state_card(visit: Visit, webhook: WebhookView) -> Tag:
    """Why it is off, if the system did that, and the switch."""
    hidden = {
        csrf.FIELD: visit.csrf_token,
        "form_key": visit.form_key,
        "version": str(webhook.version),
        "is_active": "false" if webhook.is_active else "true",
    }
    switch = h.form(action=f"{url_of(webhook.id)}/switch/", method="post")[
        hidden_inputs(hidden),
        switch_button(_("Active"), on=webhook.is_active, disabled=visit.is_stale),
    ]
    return stack[row(spread=True)[event_badges(webhook), switch], trouble(webhook)]


def trouble(webhook: WebhookView) -> Tag | None:
    if webhook.disabled_reason:
        return alert(tone="danger", title=_("It was switched off"))[_(webhook.disabled_reason)]
    if webhook.failing_since:
        since = moment(webhook.failing_since)
        return alert(tone="warning")[
            _("Nothing was delivered since {moment}.").format(moment=since)
        ]
    return None


def webhook_actions(visit: Visit, webhook: WebhookView) -> list[Tag]:
    url, version = url_of(webhook.id), {"version": str(webhook.version)}
    return [
        post_button(visit, _("Send a test"), action=f"{url}/test/", icon="activity", hidden={}),
        post_button(visit, _("New secret"), action=f"{url}/rotate/", icon="refresh-cw", hidden={}),
        link_button(href=f"{url}/edit/", variant="outline", icon="pencil")[_("Edit")],
        asking_button(
            visit,
            _("Remove"),
            id="remove-webhook",
            action=f"{url}/remove/",
            question=_("Remove this webhook?"),
            text=_("It is gone for good, with the log of its deliveries."),
            icon="trash-2",
            hidden=version,
        ),
    ]
