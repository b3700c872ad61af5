"""The gallery's three pages: all components, one of them, and one example by itself.

Whoever mounts it at `GALLERY_PATH` routes ``/``, ``/{name}`` and ``/{name}/{slug}`` here, turns a
LookupError into 404, and lets previews be framed: ``frame-ancestors 'self'``.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Final, get_args
from urllib.parse import urlencode

from htpy import Node, fragment

from ui_components import html as h
from ui_components.badge import badge
from ui_components.button import button
from ui_components.document import document
from ui_components.empty import empty_state
from ui_components.field import Option, checkbox_field, search_input, select_field, text_field
from ui_components.gallery.knobs import Knob, Value
from ui_components.gallery.registry import (
    PLAYGROUND,
    Component,
    Example,
    Group,
    Playground,
    component,
    components,
)
from ui_components.html import Tag
from ui_components.layout import grid, page_header, row, stack
from ui_components.segmented import View, segmented
from ui_components.theme_menu import Theme

GALLERY_PATH: Final = "/gallery/"
_GROUPS: Final[tuple[Group, ...]] = get_args(Group)


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
        shown=found,
        search=search,
        theme=theme,
    )


def render_component(
    name: str, knobs: Mapping[str, str] | None = None, *, theme: Theme = "system"
) -> Tag:
    """A LookupError for an unknown name, or for a knob's value its type does not have."""
    shown = component(name)
    header = page_header(
        _title(name), description=shown.doc, actions=_themes(f"{GALLERY_PATH}{name}", theme)
    )
    play = shown.playground
    content: list[Node] = [
        header,
        [_example(shown, one, theme) for one in shown.examples],
        _playground(shown, play, knobs or {}, theme) if play else None,
    ]
    return _frame(_title(name), content, shown=components().values(), current=name, theme=theme)


def render_preview(
    name: str, slug: str, knobs: Mapping[str, str] | None = None, *, theme: Theme = "system"
) -> Tag:
    """An example alone on a page, or with the slug `PLAYGROUND` what the knobs make."""
    shown = component(name)
    title = f"{_title(name)}: {slug}"
    if slug == PLAYGROUND and shown.playground:
        return _preview(title, shown.playground.render(knobs or {}), theme)
    one = shown.example(slug)
    if not one.padded:
        return document(title=title, theme=theme, scripts=one.scripts)[one.render()]
    return _preview(title, one.render(), theme, one)


def _preview(title: str, content: Node, theme: Theme, one: Example | None = None) -> Tag:
    return document(title=title, theme=theme, scripts=one.scripts if one else ())[
        h.main(class_="gallery-preview")[h.h1(class_="sr-only")[title], content]
    ]


def _searchable(one: Component) -> str:
    return " ".join([one.name, one.doc, *(shown.title for shown in one.examples)]).lower()


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _frame(
    title: str,
    content: Node,
    *,
    shown: Iterable[Component],
    theme: Theme,
    current: str = "",
    search: str = "",
) -> Tag:
    return document(title=f"{title} · Gallery", theme=theme)[
        h.div(class_="gallery")[
            h.aside(aria_label="Components")[
                h.form(action=GALLERY_PATH, method="get", role="search")[
                    search_input("search", "Search components", value=search, hotkey="/")
                ],
                _tree(shown, current),
            ],
            h.main[content],
        ]
    ]


def _tree(shown: Iterable[Component], current: str) -> Tag:
    ordered = sorted(shown, key=lambda one: (_GROUPS.index(one.group), one.name))
    return h.nav(class_="gallery-tree", aria_label="Gallery")[
        [
            h.div[h.h2[group], h.ul[[_leaf(one, current) for one in members]]]
            for group, members in groupby(ordered, key=lambda one: one.group)
        ]
    ]


def _leaf(one: Component, current: str) -> Tag:
    page = "page" if one.name == current else None
    return h.li[
        h.a(class_="nav-link", href=f"{GALLERY_PATH}{one.name}", aria_current=page)[
            h.span[_title(one.name)]
        ]
    ]


def _tile(one: Component) -> Tag:
    return h.article(class_="stat")[
        h.h2(class_="font-medium")[
            h.a(class_="row-link", href=f"{GALLERY_PATH}{one.name}")[_title(one.name)]
        ],
        h.p(class_="text-muted-foreground")[one.doc],
        h.p[badge(_count(len(one.examples), "example"))],
    ]


def _themes(address: str, current: Theme) -> Tag:
    options: tuple[Theme, ...] = ("light", "dark", "system")
    views = [
        View(label=one.capitalize(), href=f"{address}?theme={one}", current=one == current)
        for one in options
    ]
    return segmented(views, label="Theme")


def _example(shown: Component, one: Example, theme: Theme) -> Tag:
    address = f"{GALLERY_PATH}{shown.name}/{one.slug}?theme={theme}"
    return h.section(id=one.slug, aria_labelledby=f"{one.slug}-title")[
        stack(gap="sm")[
            row(spread=True)[
                h.h2(class_="font-semibold", id=f"{one.slug}-title")[one.title],
                h.a(class_="link text-muted-foreground", href=address)["Open alone"],
            ],
            one.notes and h.p(class_="text-muted-foreground")[one.notes],
            _window(f"{shown.name}: {one.title}", address, one.height),
            _code("Python", one.source),
            _code("HTML", "".join(fragment[one.render()].iter_chunks())),
        ]
    ]


def _window(title: str, address: str, height: int) -> Tag:
    return h.iframe(class_="gallery-frame", src=address, title=title, height=height, loading="lazy")


def _code(language: str, text: str) -> Tag:
    return h.details[
        h.summary(class_="cursor-pointer text-xs text-muted-foreground")[language],
        h.pre(class_="gallery-code", tabindex="0")[text],
    ]


def _playground(
    shown: Component, playground: Playground, query: Mapping[str, str], theme: Theme
) -> Tag:
    knobs = playground.knobs()
    arguments = {**playground.given, **playground.arguments(query)}
    named = {name: value for name, value in query.items() if name in {knob.name for knob in knobs}}
    address = f"{GALLERY_PATH}{shown.name}/{PLAYGROUND}?{urlencode({**named, 'theme': theme})}"
    return h.section(id=PLAYGROUND, aria_labelledby="playground-title")[
        stack(gap="sm")[
            h.h2(class_="font-semibold", id="playground-title")["Playground"],
            _window(f"{shown.name}: playground", address, playground.height),
            h.pre(class_="gallery-code", tabindex="0")[playground.call(query)],
            h.form(action=f"#{PLAYGROUND}", method="get")[
                h.input(type="hidden", name="theme", value=theme),
                stack()[
                    grid(columns="3")[[_control(knob, arguments.get(knob.name)) for knob in knobs]],
                    row()[button(type="submit")["Show"]],
                ],
            ],
        ]
    ]


def _control(knob: Knob, given: Value | None) -> Tag:
    value = knob.default if given is None else given
    written = "" if value is None else str(value)
    if knob.kind == "switch":
        return checkbox_field(knob.name, knob.name, checked=bool(value))
    if knob.kind == "choice":
        options = [Option(choice, choice) for choice in knob.choices]
        none = "None" if knob.optional else None
        return select_field(knob.name, knob.name, options, value=written, empty=none)
    return text_field(
        knob.name,
        knob.name,
        value=written,
        type="number" if knob.kind == "number" else "text",
    )
