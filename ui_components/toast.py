"""Short news that comes and goes, and the corner where it appears."""

from htpy import Node, with_children

from ui_components import html as h
from ui_components import icons
from ui_components.alert import TONE_ICON
from ui_components.badge import Tone
from ui_components.button import icon_button
from ui_components.html import Tag

TOASTER = "#toaster"


def toast(
    message: str,
    *,
    tone: Tone = "success",
    detail: str | None = None,
    action: Node = None,
    seconds: int | None = 6,
    close_label: str = "Dismiss",
) -> Tag:
    """Bad news stays until it is dismissed: ``danger`` ignores ``seconds``.

    From any answer: ``hx.partial(TOASTER, swap="beforeend")[toast("Saved")]``.
    """
    return h.div(
        class_="toast", data_tone=tone, data_seconds=None if tone == "danger" else seconds
    )[
        icons.icon(TONE_ICON[tone]),
        h.div[h.strong[message], detail and h.span(class_="toast-detail")[detail]],
        action,
        icon_button("x", close_label, size="xs", attrs={"data-dismiss": True}),
    ]


@with_children
def toaster(
    children: Node,
    *,
    label: str = "Notifications",
    offline: str = "No connection. Nothing was changed; try again.",
    failed: str = "That did not work. Nothing was changed; try again.",
    close_label: str = "Dismiss",
) -> Tag:
    """Once per page. ``offline`` and ``failed`` are what the browser itself may have to say."""
    return h.div(
        class_="toaster", id="toaster", role="region", aria_label=label, aria_live="polite"
    )[
        h.template(data_trouble="offline")[toast(offline, tone="danger", close_label=close_label)],
        h.template(data_trouble="failed")[toast(failed, tone="danger", close_label=close_label)],
        children,
    ]
