"""Text that is meant for another program, with a button that copies it."""

import re
from typing import Final

from ui_components import html as h
from ui_components import icons
from ui_components.document import Script
from ui_components.html import Tag

COPY_SCRIPTS: Final[tuple[Script, ...]] = ("copy.js",)


def copyable(
    text: str, *, id: str, label: str, copy_label: str = "Copy", copied_label: str = "Copied"
) -> Tag:
    """Give the page `COPY_SCRIPTS`; without them the text is still there to be selected.

    ``label`` names the text for those who cannot see it.
    """
    return h.div(class_="copyable")[
        h.input(type="text", id=id, class_="input", value=text, readonly=True, aria_label=label),
        h.button(
            class_="btn",
            type="button",
            data_variant="outline",
            data_copy=f"#{id}",
            data_copied=copied_label,
        )[icons.icon("copy"), h.span(aria_live="polite")[copy_label]],
    ]


def code(text: str) -> Tag:
    """A word of another program in running text, parted at its dots where it does not fit."""
    first, *more = re.split(r"(?<=\.)(?=\w)", text)
    return h.code(class_="code")[first, [[h.wbr, part] for part in more]]
