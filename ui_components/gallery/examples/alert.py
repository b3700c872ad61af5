"""Examples of alerts and banners."""

from htpy import Node

from ui_components.alert import alert, banner
from ui_components.button import button
from ui_components.gallery.registry import Playground, example
from ui_components.layout import stack

GROUP = "Feedback"
playground = Playground(alert, children="5,393 rows name no account.", given={"title": "Rejected"})


@example("Tones", height=420)
def tones() -> Node:
    return stack(gap="sm")[
        alert(tone="neutral")["Archived records are read-only."],
        alert(tone="info", title="A newer version is there")["Reload to see it."],
        alert(tone="success", title="Import finished")["8,884 created, 5,393 rejected."],
        alert(tone="warning", title="Changed by someone else")["Look at it before you save."],
        alert(
            tone="danger", title="Not saved", action=button(size="sm", variant="outline")["Retry"]
        )["The server did not answer."],
    ]


@example("Banner", height=60, padded=False)
def from_memory() -> Node:
    """While the backend is away the page shows what was last known, and says so."""
    return banner(
        icon="cloud-off",
        action=button(size="xs", variant="outline", icon="refresh-cw")["Try again"],
    )["The server cannot be reached. What you see is from 12:03."]
