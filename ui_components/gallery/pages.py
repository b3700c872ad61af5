"""The gallery's pages: all components, and one of them with everything there is to know of it."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final, get_args

from htpy import Node, fragment

from ui_components import html as h
from ui_components import hx
from ui_components.assets import asset_url
from ui_components.badge import badge
from ui_components.document import document
from ui_components.empty import empty_state
from ui_components.field import search_input
from ui_components.gallery.display import CHOICES, Display
from ui_components.gallery.inspection import inspected
from ui_components.gallery.parts import (
    code,
    findings,
    matrix_section,
    playground_section,
    tried,
    window,
)
from ui_components.gallery.registry import (
    GALLERY_PATH,
    TREE,
    Component,
    Example,
    Group,
    component,
    components,
    title_of,
)
from ui_components.html import Tag
from ui_components.layout import grid, page_header, row, stack
from ui_components.segmented import View, segmented
from ui_components.theme_menu import Theme

_GROUPS: Final[tuple[Group, ...]] = get_args(Group)
_TREE: Final = "gallery-tree"
_LOOKS: Final = {
    "ltr": "LTR",
    "rtl": "RTL",
    "100": "100 %",
    "200": "200 %",
    "usual": "Usual texts",
    "long": "Long texts",
    "own": "Own colours",
    "forced": "Forced colours",
    "full": "Full width",
}


def render_index(*, search: str = "", theme: Theme = "system") -> Tag:
    """All components, or those whose name, text or examples hold ``search``."""
    found = [one for one in components().values() if search.lower() in _searchable(one)]
    tiles = grid(columns="3")[[_tile(one) for one in found]]
    nothing = empty_state("No component is called that", icon="search")
    return _frame(
        "Components",
        [
            page_header("Components", description=_count(len(found), "component")),
            tiles if found else nothing,
        ],
        search=search,
        theme=theme,
    )


def render_component(
    name: str,
    query: Mapping[str, str] | None = None,
    *,
    theme: Theme = "system",
    used_in: Sequence[str] = (),
) -> Tag:
    """``query`` sets knobs, and how all is looked at.

    A LookupError for an unknown name, or for a value that its type does not have.
    """
    asked = query or {}
    shown = component(name)
    display = Display.of(asked, theme=theme)
    content: list[Node] = [
        page_header(title_of(name), description=shown.doc),
        _looks(name, display),
        [_example(shown, one, display) for one in shown.examples],
        playground_section(shown, shown.playground, asked, display) if shown.playground else None,
        matrix_section(shown, shown.playground, display) if shown.playground else None,
        _usage(used_in),
    ]
    return _frame(title_of(name), content, current=name, theme=theme)


def render_trial(name: str, query: Mapping[str, str], *, theme: Theme = "system") -> Tag:
    """What the knobs of the playground make; a LookupError where there is none."""
    shown = component(name)
    if shown.playground is None:
        raise LookupError(f"{name} has no playground")
    return tried(shown, shown.playground, query, Display.of(query, theme=theme))


def render_tree(*, search: str = "", current: str = "") -> Tag:
    """The components whose name, text or examples hold ``search``, by their groups."""
    found = [one for one in components().values() if search.lower() in _searchable(one)]
    ordered = sorted(found, key=lambda one: (_GROUPS.index(one.group), one.name))
    return h.nav(class_="gallery-tree", id=_TREE, aria_label="Gallery")[
        [
            h.div[h.h2[group], h.ul[[_leaf(one, current) for one in members]]]
            for group, members in groupby(ordered, key=lambda one: one.group)
        ]
        or h.p(class_="text-muted-foreground")["No component is called that."]
    ]


def _searchable(one: Component) -> str:
    return " ".join([one.name, one.doc, *(shown.title for shown in one.examples)]).lower()


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _frame(title: str, content: Node, *, theme: Theme, current: str = "", search: str = "") -> Tag:
    finds = hx.request(
        "get",
        f"{GALLERY_PATH}{TREE}",
        target=f"#{_TREE}",
        swap="outerMorph",
        trigger="input delay:120ms",
        values={"current": current},
        sync="replace",
    )
    return document(title=f"{title} · Gallery", theme=theme, scripts=("copy.js", "gallery.js"))[
        h.div(class_="gallery", data_axe_source=asset_url("axe.js"))[
            h.aside(aria_label="Components")[
                h.a(class_="gallery-home", href=GALLERY_PATH)["ui_components"],
                h.form(finds, action=GALLERY_PATH, method="get", role="search")[
                    search_input(
                        "search",
                        "Search components",
                        value=search,
                        placeholder="Find a component",
                        hotkey="/",
                    )
                ],
                render_tree(search=search, current=current),
            ],
            h.main[content],
        ]
    ]


def _leaf(one: Component, current: str) -> Tag:
    page = "page" if one.name == current else None
    return h.li[
        h.a(class_="nav-link", href=f"{GALLERY_PATH}{one.name}", aria_current=page)[
            h.span[title_of(one.name)]
        ]
    ]


def _tile(one: Component) -> Tag:
    return h.article(class_="stat")[
        h.h2(class_="font-medium")[
            h.a(class_="row-link", href=f"{GALLERY_PATH}{one.name}")[title_of(one.name)]
        ],
        h.p(class_="text-muted-foreground")[one.doc],
        h.p[badge(_count(len(one.examples), "example"))],
    ]


def _looks(name: str, display: Display) -> Tag:
    """One row of choices for each way of looking; they hold for all of the page's examples."""
    rows = [
        segmented(
            [
                View(
                    label=_LOOKS.get(choice, choice.capitalize()),
                    href=f"{GALLERY_PATH}{name}?{display.but(option, choice).query}",
                    current=getattr(display, option) == choice,
                )
                for choice in choices
            ],
            label=option.capitalize(),
        )
        for option, choices in CHOICES.items()
    ]
    return row()[rows]


def _example(shown: Component, one: Example, display: Display) -> Tag:
    address = f"{GALLERY_PATH}{shown.name}/{one.slug}?{display.query}"
    return h.section(id=one.slug, aria_labelledby=f"{one.slug}-title")[
        stack(gap="sm")[
            row(spread=True)[
                h.h2(class_="font-semibold", id=f"{one.slug}-title")[one.title],
                h.a(class_="link text-muted-foreground", href=address)["Open alone"],
            ],
            one.notes and h.p(class_="text-muted-foreground")[one.notes],
            window(f"{shown.name}: {one.title}", address, one.height, display),
            findings(inspected(one.render)),
            h.ol(class_="gallery-log", aria_label="Requests", data_log=True, hidden=True)
            if one.answers
            else None,
            code("Python", one.source, of=one.slug),
            code("HTML", "".join(fragment[one.render()].iter_chunks()), of=one.slug),
        ]
    ]


def _usage(modules: Sequence[str]) -> Tag | None:
    if not modules:
        return None
    return h.section(id="usage", aria_labelledby="usage-title")[
        stack(gap="sm")[
            h.h2(class_="font-semibold", id="usage-title")["Used in"],
            h.ul(class_="gallery-usage")[[h.li[h.code[module]] for module in modules]],
        ]
    ]
