"""What the address of the dashboard says, and the address that says it."""

from typing import Final

from msgspec import Struct

from bff.gateway.stats import Period
from bff.urls import with_query

DASHBOARD: Final = "/dashboard/"


class DashboardQuery(Struct, frozen=True):
    period: Period = Period.THIS_MONTH

    @property
    def url(self) -> str:
        return with_query(
            DASHBOARD, period=self.period if self.period != Period.THIS_MONTH else None
        )
