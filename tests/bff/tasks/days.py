"""Days as the API writes them, from today on."""

from datetime import UTC, datetime, timedelta


def in_days(days: int) -> str:
    """Asked each time: the tests were collected yesterday, where midnight has come since."""
    return str(datetime.now(UTC).date() + timedelta(days=days))
