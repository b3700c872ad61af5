"""Examples of menus of days."""

from htpy import Node

from ui_components.date_menu import DayChoice, date_menu, date_menu_button
from ui_components.gallery.registry import example
from ui_components.layout import row

GROUP = "Overlays"

CHOICES = [
    DayChoice("Tomorrow", "2026-11-27", "Fri"),
    DayChoice("In 3 days", "2026-11-29", "Sun"),
    DayChoice("Next week", "2026-11-30", "Mon"),
]


@example("Put off", height=280)
def put_off() -> Node:
    return row[
        date_menu_button("put-off", "Put “Call Grace” off"),
        date_menu(
            id="put-off",
            action="#",
            choices=CHOICES,
            hidden={"version": "3"},
            heading="Put off to",
        ),
    ]
