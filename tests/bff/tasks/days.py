"""Days as the API writes them, from today on."""

from datetime import UTC, datetime, timedelta

TODAY = datetime.now(UTC).date()


def in_days(days: int) -> str:
    return str(TODAY + timedelta(days=days))
