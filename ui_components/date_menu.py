"""A menu that puts something on another day: some days by name, or any by date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ui_components import html as h
from ui_components import icons
from ui_components.button import button
from ui_components.field import hidden_inputs
from ui_components.html import NO_ATTRS, Attrs, Tag
from ui_components.icons import IconName
from ui_components.menu import menu_heading, menu_line


@dataclass(frozen=True, slots=True)
class DayChoice:
    """``day`` is ISO 8601; ``hint`` says it for people."""

    label: str
    day: str
    hint: str = ""


def date_menu(
    *,
    id: str,
    action: str,
    choices: Sequence[DayChoice],
    hidden: Mapping[str, str],
    heading: str,
    pick: str = "Pick a date",
    go: str = "Move",
    hx: Attrs = NO_ATTRS,
) -> Tag:
    """Posts ``day`` with ``hidden`` to ``action``, or ``picked`` from its date field.

    Open it with `date_menu_button`. Whatever is dragged to another day posts this form.
    """
    return h.form(
        hx, class_="menu", id=id, action=action, method="post", popover="auto", data_day_form=True
    )[
        hidden_inputs(hidden),
        menu_heading(heading),
        [
            h.button(class_="menu-item", type="submit", name="day", value=choice.day)[
                choice.label, choice.hint and h.small[choice.hint]
            ]
            for choice in choices
        ],
        menu_line(),
        h.div(class_="menu-date")[
            h.input(class_="input", type="date", name="picked", aria_label=pick),
            button(type="submit", variant="outline", size="sm")[go],
        ],
    ]


def date_menu_button(
    menu_id: str,
    label: str,
    *,
    icon: IconName = "calendar-clock",
    framed: bool = False,
    disabled: bool = False,
) -> Tag:
    """A small one, for a row, whose thing ``label`` names; ``framed`` beside a page's buttons."""
    return h.button(
        class_="btn",
        data_variant="outline" if framed else "ghost",
        data_size="icon" if framed else "icon-sm",
        type="button",
        id=f"{menu_id}-opener",
        popovertarget=menu_id,
        aria_haspopup="true",
        aria_label=label,
        title=label,
        disabled=disabled,
    )[icons.icon(icon)]
