"""Calendar feeds on the wire."""

from datetime import datetime

from backend.core.schemas import View


class FeedView(View):
    """``made_at`` is null where there is none."""

    made_at: datetime | None


class MadeFeed(View):
    """``token`` is in this answer and nowhere else; null where the request was a repeated one."""

    made_at: datetime
    token: str | None
