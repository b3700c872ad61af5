"""Calendar feeds on the wire."""

from datetime import datetime

from backend.core import examples
from backend.core.schemas import View


class FeedView(View):
    """``made_at`` is null where there is none."""

    made_at: datetime | None

    example = {"made_at": examples.MADE}


class MadeFeed(View):
    """``token`` is in this answer and nowhere else; null where the request was a repeated one."""

    made_at: datetime
    token: str | None

    example = {"made_at": examples.MADE, "token": examples.REFRESH_TOKEN}
