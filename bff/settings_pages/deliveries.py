"""One webhook, and what was delivered to it."""

from datetime import UTC, datetime, timedelta
from typing import Final

from bff import csrf
from bff.editor import post_button
from bff.gateway.webhooks import (
    DeliveryPage,
    DeliveryStatus,
    DeliveryView,
    Redelivered,
    WebhookView,
)
from bff.html import Html
from bff.i18n import gettext as _
from bff.i18n import moment, ngettext, number
from bff.paging import pages
from bff.settings_pages.frame import WEBHOOKS, settings_page
from bff.settings_pages.webhooks import (
    DeliveryQuery,
    state_card,
    url_of,
    webhook_actions,
)
from bff.urls import with_query
from bff.visit import Visit
from ui_components import html as h
from ui_components.badge import Tone, badge
from ui_components.button import button
from ui_components.card import card
from ui_components.copyable import code
from ui_components.empty import empty_state
from ui_components.field import Option, hidden_inputs, select_input
from ui_components.html import Tag
from ui_components.layout import quiet, row, stack
from ui_components.segmented import View, segmented
from ui_components.table import Column, data_table

PAGE = 50
A_DAY: Final = "24"  # hours


def webhook_page(
    visit: Visit, webhook: WebhookView, found: DeliveryPage, query: DeliveryQuery
) -> Html:
    return settings_page(
        visit,
        title=webhook.url,
        description=webhook.description or None,
        actions=webhook_actions(visit, webhook),
        content=[state_card(visit, webhook), log_card(visit, webhook, found, query)],
        within=(_("Webhooks"), WEBHOOKS),
    )


def log_card(visit: Visit, webhook: WebhookView, found: DeliveryPage, query: DeliveryQuery) -> Tag:
    url = url_of(webhook.id)
    listed = data_table(
        found.items,
        columns(visit, webhook),
        caption=_("Deliveries"),
        row_key=lambda delivery: str(delivery.id),
        empty=empty_state(_("Nothing was delivered yet"), icon="inbox"),
        id="delivery",
    )
    note = _(
        "Of the last 30 days. Each try sends the record as it is at that moment, so no body is "
        "kept here."
    )
    return stack[
        segmented(filters(url, query), label=_("Which deliveries")),
        card(
            title=_("Deliveries"),
            description=note,
            footer=all_again(visit, webhook) if has_failed(webhook, found) else None,
            flush=True,
        )[listed],
        pages(
            url,
            offset=query.offset,
            size=PAGE,
            shown=len(found.items),
            total=found.total,
            status=query.status or "",
        ),
    ]


def filters(url: str, query: DeliveryQuery) -> list[View]:
    names = {None: _("All")} | {status: status_of(status)[0] for status in DeliveryStatus}
    return [
        View(label=name, href=with_query(url, status=status), current=status == query.status)
        for status, name in names.items()
    ]


def columns(visit: Visit, webhook: WebhookView) -> list[Column[DeliveryView]]:
    return [
        Column(header=_("Event"), cell=event),
        Column(header=_("State"), cell=lambda d: status_badge(d.status)),
        Column(header=_("Tries"), cell=lambda d: number(d.attempts), align="end", shown_from="sm"),
        Column(header=_("Answer"), cell=answer, shown_from="sm", wraps=True, quiet=True),
        Column(
            header=_("Action"),
            cell=lambda d: again(visit, webhook, d),
            align="end",
            hide_header=True,
        ),
    ]


def event(delivery: DeliveryView) -> Tag:
    return stack(gap="xs")[code(delivery.type), quiet(small=True)[moment(delivery.happened_at)]]


def status_of(status: DeliveryStatus) -> tuple[str, Tone]:
    states: dict[DeliveryStatus, tuple[str, Tone]] = {
        DeliveryStatus.PENDING: (_("Under way"), "warning"),
        DeliveryStatus.DELIVERED: (_("Delivered"), "success"),
        DeliveryStatus.FAILED: (_("Failed"), "danger"),
    }
    return states[status]


def status_badge(status: DeliveryStatus) -> Tag:
    text, tone = status_of(status)
    return badge(text, tone=tone)


def answer(delivery: DeliveryView) -> str:
    """What came of the last try, and when the next one is."""
    said = [delivery.error or (str(delivery.response_code) if delivery.response_code else "")]
    if delivery.duration_ms is not None:
        said.append(_("{count} ms").format(count=number(delivery.duration_ms)))
    if delivery.status == DeliveryStatus.PENDING and delivery.next_try_at and delivery.attempts:
        said.append(_("next try {moment}").format(moment=moment(delivery.next_try_at)))
    return " · ".join(filter(None, said))


def again(visit: Visit, webhook: WebhookView, delivery: DeliveryView) -> Tag | str:
    if not webhook.is_active:
        return ""
    return post_button(
        visit,
        _("Send again"),
        action=f"{url_of(webhook.id)}/deliveries/{delivery.id}/redeliver/",
        icon="refresh-cw",
        hidden={},
        size="sm",
    )


def has_failed(webhook: WebhookView, found: DeliveryPage) -> bool:
    """As far as the page shows; nothing is sent to what is switched off."""
    failed = (delivery.status == DeliveryStatus.FAILED for delivery in found.items)
    return webhook.is_active and any(failed)


def all_again(visit: Visit, webhook: WebhookView) -> Tag:
    """For a receiver that was down: what it missed since then."""
    spans = [Option(name, label) for name, label in spans_told().items()]
    return h.form(action=f"{url_of(webhook.id)}/deliveries/redeliver/", method="post")[
        hidden_inputs({csrf.FIELD: visit.csrf_token, "form_key": visit.form_key}),
        row(gap="xs")[
            select_input("span", _("Which failed ones"), spans, value=A_DAY),
            button(type="submit", variant="outline", icon="refresh-cw", disabled=visit.is_stale)[
                _("Send failed again")
            ],
        ],
    ]


def spans_told() -> dict[str, str]:
    return {
        "1": _("of the last hour"),
        A_DAY: _("of the last day"),
        "168": _("of the last week"),
        "720": _("of all 30 days"),
    }


def since(span: str) -> datetime:
    """So many hours ago; of a day where it is none of ours."""
    hours = span if span in spans_told() else A_DAY
    return datetime.now(UTC) - timedelta(hours=int(hours))


def told_again(done: Redelivered) -> str:
    text = ngettext(
        "{count} delivery is being sent again.",
        "{count} deliveries are being sent again.",
        done.count,
    )
    left = _("{count} are left.").format(count=number(done.left)) if done.left else ""
    return f"{text.format(count=number(done.count))} {left}".rstrip()
