"""Light, dark, or as the system says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from ui_components import html as h
from ui_components import icons
from ui_components.button import icon_button
from ui_components.field import hidden_inputs
from ui_components.html import Tag
from ui_components.icons import IconName
from ui_components.menu import menu, menu_button, opens_menu

Theme: TypeAlias = Literal["light", "dark", "system"]
THEMES: Final[tuple[Theme, ...]] = get_args(Theme)

_ICON: Final[Mapping[Theme, IconName]] = {"light": "sun", "dark": "moon", "system": "monitor"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeTexts:
    switch: str = "Theme"
    light: str = "Light"
    dark: str = "Dark"
    system: str = "System"


def theme_menu(
    current: Theme,
    *,
    action: str,
    hidden: Mapping[str, str] | None = None,
    texts: ThemeTexts | None = None,
    id: str = "theme-menu",
) -> Tag:
    """With JavaScript it sets the cookie ``theme``; without, it posts ``theme`` to ``action``."""
    texts = texts or ThemeTexts()
    names: Mapping[Theme, str] = {
        "light": texts.light,
        "dark": texts.dark,
        "system": texts.system,
    }
    return h.div[
        icon_button("sun", texts.switch, attrs=opens_menu(id)),
        menu(id=id, align="end")[
            h.form(action=action, method="post")[
                hidden_inputs(hidden or {}),
                [_choice(theme, names[theme], current=theme == current) for theme in THEMES],
            ]
        ],
    ]


def theme_choice(
    current: Theme, *, action: str, names: Mapping[Theme, str], hidden: Mapping[str, str]
) -> Tag:
    """The same on a page of its own, with all three in sight."""
    return h.form(class_="segmented", action=action, method="post")[
        hidden_inputs(hidden),
        [
            h.button(
                type="submit",
                name="theme",
                value=theme,
                data_theme_choice=True,
                aria_pressed="true" if theme == current else "false",
            )[icons.icon(_ICON[theme]), names[theme]]
            for theme in THEMES
        ],
    ]


def _choice(theme: Theme, label: str, *, current: bool) -> Tag:
    return menu_button(
        label,
        icon=_ICON[theme],
        type="submit",
        attrs={
            "name": "theme",
            "value": theme,
            "data-theme-choice": True,
            "aria-pressed": "true" if current else "false",
        },
    )
