"""What the address of a report says, and the addresses that say it."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from litestar.exceptions import NotFoundException
from msgspec import Meta, Struct

from bff.gateway.stats import Period
from bff.urls import with_query

CURRENCY = r"^[A-Z]{3}\Z"


class ReportName(StrEnum):
    PIPELINE = "pipeline"
    FORECAST = "forecast"
    RESULTS = "results"
    COMPARISON = "comparison"

    @property
    def has_period(self) -> bool:
        """The others speak of now."""
        return self in {ReportName.RESULTS, ReportName.COMPARISON}


class FileKind(StrEnum):
    XLSX = "xlsx"
    PDF = "pdf"


class ReportQuery(Struct, frozen=True):
    period: Period = Period.THIS_MONTH
    owner: UUID | None = None
    currency: Annotated[str, Meta(pattern=CURRENCY)] | None = None

    def url(self, name: ReportName, file: FileKind | None = None) -> str:
        """Of the page, or of one of its files."""
        has_period = name.has_period and self.period != Period.THIS_MONTH
        return with_query(
            f"/reports/{name}/{file or ''}",
            period=self.period if has_period else None,
            owner=str(self.owner or ""),
            currency=self.currency,
        )


def report_named(text: str) -> ReportName:
    if text not in set(ReportName):
        raise NotFoundException
    return ReportName(text)
