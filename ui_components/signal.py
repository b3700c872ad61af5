"""A small mark whose colour, shape and words say the same."""

from functools import lru_cache

from markupsafe import Markup

from ui_components import html as h
from ui_components import icons
from ui_components.badge import Tone
from ui_components.html import markup
from ui_components.icons import IconName


@lru_cache(maxsize=4096)  # a board shows the same few again and again
def signal(text: str, *, tone: Tone, icon: IconName, shown: str = "") -> Markup:
    """``text`` is the whole sentence, spoken and on hover; ``shown`` what there is room for."""
    return markup(
        h.span(class_="signal", data_tone=tone, title=text)[
            icons.icon(icon, size="sm"),
            h.span(class_="sr-only")[text],
            shown and h.span(aria_hidden="true")[shown],
        ]
    )
