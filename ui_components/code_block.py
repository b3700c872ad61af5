"""Several lines for another program, to be read and copied."""

from ui_components import html as h
from ui_components import icons
from ui_components.button import button
from ui_components.html import Tag


def code_block(
    text: str,
    *,
    id: str,
    label: str,
    language: str | None = None,
    numbered: bool = False,
    wrap: bool = False,
    copy: bool = True,
    copy_label: str = "Copy",
    copied_label: str = "Copied",
) -> Tag:
    """``label`` names it for those who cannot see it; ``language`` is written above it.

    Long lines are scrolled to unless they ``wrap``. Give the page `COPY_SCRIPTS` for ``copy``.
    """
    marks = {"data-copy": f"#{id}", "data-copied": copied_label}
    copies = (
        copy
        and button(variant="ghost", size="xs", attrs=marks)[
            icons.icon("copy", size="sm"), h.span(aria_live="polite")[copy_label]
        ]
    )
    return h.div(class_="code-block")[
        (language or copies) and h.div[h.span[language], copies],
        h.pre(
            role="group",
            aria_label=label,
            tabindex="0",
            data_numbered=numbered,
            data_wrap=wrap,
        )[h.code(id=id)[_lines(text) if numbered else text]],
    ]


def _lines(text: str) -> list[Tag]:
    return [h.span(class_="code-line")[line] for line in text.splitlines(keepends=True)]
