"""Examples of signals."""

from htpy import Node

from ui_components.gallery.registry import Playground, example
from ui_components.layout import row
from ui_components.signal import signal

GROUP = "Data"
playground = Playground(
    signal, given={"text": "Due today", "tone": "warning", "icon": "clock", "shown": "Today"}
)


@example("Next steps", height=80)
def next_steps() -> Node:
    return row(gap="md")[
        signal("Next step on 24 Dec", tone="success", icon="calendar", shown="24 Dec"),
        signal("Due today", tone="warning", icon="clock", shown="Today"),
        signal("Overdue since 3 Nov", tone="danger", icon="circle-alert", shown="3 Nov"),
        signal("No next step", tone="neutral", icon="circle-question-mark"),
    ]
