"""The stretches of time that figures are of, and their names."""

from datetime import date, timedelta

from bff.gateway.stats import Period
from bff.i18n import day
from bff.i18n import gettext as _
from ui_components.field import Option, select_input
from ui_components.html import Tag


def period_name(period: Period) -> str:
    return {
        Period.THIS_MONTH: _("This month"),
        Period.LAST_MONTH: _("Last month"),
        Period.THIS_QUARTER: _("This quarter"),
        Period.LAST_QUARTER: _("Last quarter"),
        Period.THIS_YEAR: _("This year"),
        Period.LAST_YEAR: _("Last year"),
    }[period]


def period_filter(chosen: Period) -> Tag:
    options = [Option(period, period_name(period)) for period in Period]
    return select_input("period", _("Period"), options, value=chosen)


def days_of(starts: date, ends: date) -> str:
    """``ends`` is the first day after it."""
    return f"{day(starts)} – {day(ends - timedelta(days=1))}"
