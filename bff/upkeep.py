"""What a deal waits for: its next step, and whether nobody has touched it for too long."""

from datetime import UTC, datetime
from typing import TypeAlias

from markupsafe import Markup

from bff.gateway.deals import DealCard, DealView
from bff.i18n import brief_day, day, ngettext, number, today
from bff.i18n import gettext as _
from bff.visit import Visit
from ui_components.signal import signal

AnyDeal: TypeAlias = DealCard | DealView


def next_step(deal: AnyDeal) -> Markup | None:
    """Green, amber, red or grey, with a shape and words that say the same; none once closed."""
    if deal.status.is_closed:
        return None
    due = deal.next_task_due
    if deal.open_tasks == 0:
        text = _("No next step")
        return signal(text, tone="neutral", icon="calendar-clock", shown=text)
    if due is None:
        return signal(_("Next step without a day"), tone="success", icon="circle-check")
    if due < today():
        text = _("Next step overdue since {day}").format(day=day(due))
        return signal(text, tone="danger", icon="circle-alert", shown=brief_day(due))
    if due == today():
        text = _("Next step due today")
        return signal(text, tone="warning", icon="clock", shown=_("Today"))
    text = _("Next step on {day}").format(day=day(due))
    return signal(text, tone="success", icon="calendar", shown=brief_day(due))


def rot(visit: Visit, deal: AnyDeal) -> Markup | None:
    """Why an open deal is looked at again: "No change for 21 days"."""
    days = days_since(deal.updated_at)
    if days < visit.idle_days.get(deal.status, days + 1):
        return None
    text = ngettext("No change for {count} day", "No change for {count} days", days)
    told = text.format(count=number(days))
    return signal(told, tone="danger", icon="triangle-alert", shown=told)


def days_since(moment: datetime) -> int:
    return max((datetime.now(UTC) - moment).days, 0)
