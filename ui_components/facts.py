"""What is known of a record: names and values below each other."""

from collections.abc import Sequence

from htpy import Node

from ui_components import html as h
from ui_components.html import Tag


def facts(pairs: Sequence[tuple[str, Node]], *, absent: str = "—") -> Tag:
    """An empty or missing value is shown as ``absent``."""
    return h.dl(class_="facts")[
        [[h.dt[name], h.dd[absent if value in (None, "") else value]] for name, value in pairs]
    ]
