"""The gallery's pages: all components, and one of them with everything there is to know of it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final, get_args
from urllib.parse import urlencode

from htpy import Node, fragment

from ui_components import html as h
from ui_components.assets import asset_url
from ui_components.badge import badge
from ui_components.button import button
from ui_components.document import document
from ui_components.empty import empty_state
from ui_components.field import Option, checkbox_field, search_input, select_field, text_field
from ui_components.gallery.display import CHOICES, PREFIX, Display
from ui_components.gallery.inspection import MICROSECONDS, PACKED, Inspection, inspected
from ui_components.gallery.knobs import Knob, Value
from ui_components.gallery.registry import (
    GALLERY_PATH,
    MATRIX,
    PLAYGROUND,
    Component,
    Example,
    Group,
    Playground,
    component,
    components,
    title_of,
)
from ui_components.html import Tag
from ui_components.layout import grid, page_header, row, stack
from ui_components.number import number_field
from ui_components.segmented import View, segmented
from ui_components.theme_menu import Theme

_GROUPS: Final[tuple[Group, ...]] = get_args(Group)
_MATRIX_HEIGHT: Final = 360


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
        _playground(shown, shown.playground, asked, display) if shown.playground else None,
        _matrix(shown, shown.playground, display) if shown.playground else None,
        _usage(used_in),
    ]
    return _frame(title_of(name), content, shown=components().values(), current=name, theme=theme)


def _searchable(one: Component) -> str:
    return " ".join([one.name, one.doc, *(shown.title for shown in one.examples)]).lower()


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _frame(
    title: str,
    content: Node,
    *,
    shown: Iterable[Component],
    theme: Theme,
    current: str = "",
    search: str = "",
) -> Tag:
    return document(title=f"{title} · Gallery", theme=theme, scripts=("gallery.js",))[
        h.div(class_="gallery", data_axe_source=asset_url("axe.js"))[
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
                    label=f"{choice} %" if option == "zoom" else choice.capitalize(),
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
            _window(f"{shown.name}: {one.title}", address, one.height, display),
            _findings(inspected(one)),
            h.ol(class_="gallery-log", aria_label="Requests", data_log=True, hidden=True)
            if one.answers
            else None,
            _code("Python", one.source),
            _code("HTML", "".join(fragment[one.render()].iter_chunks())),
        ]
    ]


def _window(title: str, address: str, height: int, display: Display) -> Tag:
    return h.iframe(
        class_="gallery-frame",
        src=address,
        title=title,
        height=height,
        loading="lazy",
        data_width=display.width,
    )


def _findings(seen: Inspection) -> Tag:
    """The accessibility is looked at by axe in the frame itself; gallery.js tells it here."""
    price = f"{seen.microseconds:,} µs of {MICROSECONDS:,}"
    weight = f"{seen.packed:,} bytes packed of {PACKED:,}"
    found = [*seen.policy, *(seen.markup or ())]
    return stack(gap="xs")[
        row(gap="xs")[
            badge(f"{price} · {weight}", tone="neutral" if seen.is_within_budget else "warning"),
            _verdict("Policy", seen.policy),
            badge("HTML: not looked at here") if seen.markup is None else None,
            _verdict("HTML", seen.markup) if seen.markup is not None else None,
            h.span(class_="badge", data_axe=True, role="status")["Accessibility: not looked at"],
        ],
        h.ul(class_="gallery-findings", data_findings=True, hidden=not found)[
            [h.li[finding] for finding in found]
        ],
    ]


def _verdict(what: str, found: Sequence[str]) -> Tag:
    if not found:
        return badge(f"{what}: nothing found", tone="success")
    return badge(f"{what}: {len(found)} found", tone="danger")


def _code(language: str, text: str) -> Tag:
    return h.details[
        h.summary(class_="cursor-pointer text-xs text-muted-foreground")[language],
        h.pre(class_="gallery-code", tabindex="0")[text],
    ]


def _playground(
    shown: Component, playground: Playground, query: Mapping[str, str], display: Display
) -> Tag:
    knobs = playground.knobs()
    arguments = {**playground.given, **playground.arguments(query)}
    named = {name: value for name, value in query.items() if name in {knob.name for knob in knobs}}
    told = "&".join(filter(None, [urlencode(named), display.query]))
    kept = {name: value for name, value in query.items() if name.startswith(PREFIX)}
    return h.section(id=PLAYGROUND, aria_labelledby="playground-title")[
        stack(gap="sm")[
            h.h2(class_="font-semibold", id="playground-title")["Playground"],
            _window(
                f"{shown.name}: playground",
                f"{GALLERY_PATH}{shown.name}/{PLAYGROUND}?{told}",
                playground.height,
                display,
            ),
            h.pre(class_="gallery-code", tabindex="0")[playground.call(query)],
            h.form(action=f"#{PLAYGROUND}", method="get")[
                [h.input(type="hidden", name=name, value=value) for name, value in kept.items()],
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
    if knob.kind == "number":
        return number_field(knob.name, knob.name, value=written)
    return text_field(knob.name, knob.name, value=written)


def _matrix(shown: Component, playground: Playground, display: Display) -> Tag | None:
    combinations = playground.combinations()
    if len(combinations) < 2:
        return None
    address = f"{GALLERY_PATH}{shown.name}/{MATRIX}?{display.query}"
    return h.section(id=MATRIX, aria_labelledby="matrix-title")[
        stack(gap="sm")[
            h.h2(class_="font-semibold", id="matrix-title")["All choices"],
            _window(f"{shown.name}: all choices", address, _MATRIX_HEIGHT, display),
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
