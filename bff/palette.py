"""The commands of the palette: where to go, what to make, how to be spoken to."""

from collections.abc import Sequence
from typing import Final

from htpy import Node

from bff.csrf import FIELD as CSRF_FIELD
from bff.i18n import ENDONYMS, LOCALES, spoken_locale
from bff.i18n import gettext as _
from bff.places import KEYS, creations
from ui_components import html as h
from ui_components import hx
from ui_components.command_palette import (
    OPTIONS,
    Command,
    CommandGroup,
    PaletteTexts,
    command_palette,
)
from ui_components.field import hidden_inputs
from ui_components.html import Tag
from ui_components.icons import IconName
from ui_components.shell import OUTLET, NavGroup

PAGE: Final = "/search/"
ANSWERS: Final = "/search/options/"
FORMS: Final = {
    "palette-theme": "/theme/",
    "palette-language": "/language/",
    "palette-out": "/logout/",
}


def palette(nav: Sequence[NavGroup], *, csrf: str, url: str) -> Tag:
    asks = hx.request(
        "get",
        ANSWERS,
        target=f"#{OPTIONS}-frame",
        swap="outerHTML",
        trigger="input delay:120ms, foyer:open",
        sync="replace",
    )
    return command_palette(
        commands(nav), action=PAGE, forms=forms(csrf, url), hx=asks, texts=palette_texts()
    )


def commands(nav: Sequence[NavGroup], words: str = "") -> list[CommandGroup]:
    """Those that hold all of the words."""
    groups = (
        CommandGroup(label=_("Go to"), commands=places(nav)),
        CommandGroup(label=_("Create"), commands=makings()),
        CommandGroup(label=_("Appearance and account"), commands=settings()),
    )
    wanted = words.casefold().split()
    return [
        CommandGroup(
            label=group.label,
            commands=[one for one in group.commands if matches(one, wanted)],
        )
        for group in groups
    ]


def matches(command: Command, words: Sequence[str]) -> bool:
    label = command.label.casefold()
    return all(word in label for word in words)


def places(nav: Sequence[NavGroup]) -> list[Command]:
    return [
        Command(
            id=f"go-{item.href.strip('/').replace('/', '-')}",
            label=item.label,
            icon=item.icon,
            href=item.href,
            keys=KEYS.get(item.href, ""),
        )
        for group in nav
        for item in group.items
    ]


def makings() -> list[Command]:
    return [
        Command(
            id=f"make-{place.href.split('/')[1]}",
            label=place.label,
            icon="plus",
            href=place.href,
            hx=hx.request("get", place.href, target=OUTLET),
        )
        for place in creations()
    ]


def settings() -> list[Command]:
    """Languages in their own tongue, so that they are found by whoever needs them."""
    looks: tuple[tuple[str, str, IconName], ...] = (
        ("light", _("Theme: light"), "sun"),
        ("dark", _("Theme: dark"), "moon"),
        ("system", _("Theme: as the system"), "monitor"),
    )
    themes = [
        Command(
            id=f"theme-{value}",
            label=label,
            icon=icon,
            form="palette-theme",
            attrs={"name": "theme", "value": value, "data-theme-choice": True},
        )
        for value, label, icon in looks
    ]
    languages = [
        Command(
            id=f"language-{locale}",
            label=ENDONYMS[locale],
            icon="languages",
            form="palette-language",
            attrs={"name": "locale", "value": locale, "lang": locale},
        )
        for locale in LOCALES
        if locale != spoken_locale()
    ]
    keys = Command(
        id="keys",
        label=_("Keyboard shortcuts"),
        icon="circle-question-mark",
        href="/keys/",
        hx=hx.request("get", "/keys/", target=OUTLET),
        keys="?",
    )
    leave = Command(id="leave", label=_("Sign out"), icon="log-out", form="palette-out")
    return [*themes, *languages, keys, leave]


def forms(csrf: str, url: str) -> Node:
    hidden = {CSRF_FIELD: csrf, "next": url}
    return [
        h.form(id=id, action=action, method="post", hidden=True)[hidden_inputs(hidden)]
        for id, action in FORMS.items()
    ]


def palette_texts() -> PaletteTexts:
    return PaletteTexts(
        title=_("Search and commands"),
        placeholder=_("Search, or type a command"),
        close=_("Close"),
        choose=_("choose"),
        open=_("open"),
    )
