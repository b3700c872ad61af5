"""What a digest says; it is the payload of its notification."""

from datetime import date

from msgspec import Struct

from backend.core.schemas import Money


class Closed(Struct):
    count: int
    sums: list[Money]


class Figures(Struct):
    """``name`` and ``day`` are the day before, which all but the last three speak of.

    Deals and clients are those that the reader may see, tasks and deals without a next step their
    own.
    """

    name: str
    day: date
    won: Closed
    lost: Closed
    new_clients: int
    new_deals: int
    overdue: int
    today: int
    stepless: int
