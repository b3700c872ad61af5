"""What the pages of the gallery are put together from."""

from collections.abc import Mapping, Sequence
from typing import Final

from ui_components import html as h
from ui_components import hx
from ui_components.badge import badge
from ui_components.button import button
from ui_components.code_block import code_block
from ui_components.field import Option, checkbox_field, select_field, text_field
from ui_components.gallery.display import PREFIX, Display
from ui_components.gallery.inspection import MICROSECONDS, PACKED, Inspection, inspected
from ui_components.gallery.knobs import Knob, Value
from ui_components.gallery.registry import (
    GALLERY_PATH,
    MATRIX,
    PLAYGROUND,
    TRIAL,
    Component,
    Playground,
)
from ui_components.html import Tag
from ui_components.layout import grid, row, stack
from ui_components.number import number_field

_MATRIX_HEIGHT: Final = 360
_TRIED: Final = "playground-tried"


def window(title: str, address: str, height: int, display: Display) -> Tag:
    return h.iframe(
        class_="gallery-frame",
        src=address,
        title=title,
        height=height,
        loading="lazy",
        data_width=display.width,
    )


def findings(seen: Inspection) -> Tag:
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
            h.span(class_="badge", data_tone="neutral", data_axe=True, role="status")[
                "Accessibility: not looked at"
            ],
        ],
        h.ul(class_="gallery-findings", data_findings=True, hidden=not found)[
            [h.li[finding] for finding in found]
        ],
    ]


def _verdict(what: str, found: Sequence[str]) -> Tag:
    if not found:
        return badge(f"{what}: nothing found", tone="success")
    return badge(f"{what}: {len(found)} found", tone="danger")


def code(language: str, text: str, *, of: str) -> Tag:
    """Folded: there is much of it."""
    return h.details[
        h.summary(class_="cursor-pointer text-xs text-muted-foreground")[language],
        code_block(text, id=f"{of}-{language.lower()}", label=language),
    ]


def playground_section(
    shown: Component, playground: Playground, query: Mapping[str, str], display: Display
) -> Tag:
    """A component to try. Its form stands outside what it swaps: an answer that comes while one
    turns the next knob would take that turn away.
    """
    arguments = {**playground.given, **playground.arguments(query)}
    kept = {name: value for name, value in query.items() if name.startswith(PREFIX)}
    turns = hx.request(
        "get",
        f"{GALLERY_PATH}{shown.name}/{PLAYGROUND}/{TRIAL}",
        target=f"#{_TRIED}",
        swap="outerMorph",
        trigger="input delay:150ms",
        sync="replace",
    )
    controls = [_control(knob, arguments.get(knob.name)) for knob in playground.knobs()]
    return h.section(id=PLAYGROUND, aria_labelledby="playground-title")[
        stack(gap="sm")[
            tried(shown, playground, query, display),
            h.form(turns, action=f"#{PLAYGROUND}", method="get", data_knobs=True)[
                [h.input(type="hidden", name=name, value=value) for name, value in kept.items()],
                stack()[
                    grid(columns="3")[controls],
                    row()[button(type="submit", variant="outline")["Show"]],
                ],
            ],
        ]
    ]


def tried(
    shown: Component, playground: Playground, query: Mapping[str, str], display: Display
) -> Tag:
    """What the knobs make of the component: itself, what was found in it, and its call."""
    knobs = {knob.name for knob in playground.knobs()}
    named = {name: value for name, value in query.items() if name in knobs}
    address = f"{GALLERY_PATH}{shown.name}/{PLAYGROUND}?{display.query_with(named)}"
    return stack(id=_TRIED, gap="sm")[
        row(spread=True)[
            h.h2(class_="font-semibold", id="playground-title")["Playground"],
            h.a(class_="link text-muted-foreground", href=address)["Open alone"],
        ],
        window(f"{shown.name}: playground", address, playground.height, display),
        findings(inspected(lambda: playground.render(query))),
        code_block(playground.call(query), id="playground-call", label="The call", wrap=True),
    ]


def _control(knob: Knob, given: Value | None) -> Tag:
    value = knob.default if given is None else given
    written = "" if value is None else str(value)
    id = f"knob-{knob.name}"
    if knob.kind == "switch":
        return checkbox_field(knob.name, knob.name, checked=bool(value), id=id)
    if knob.kind == "choice":
        options = [Option(choice, choice) for choice in knob.choices]
        none = "None" if knob.optional else None
        return select_field(knob.name, knob.name, options, value=written, empty=none, id=id)
    if knob.kind == "number":
        return number_field(knob.name, knob.name, value=written, id=id)
    return text_field(knob.name, knob.name, value=written, id=id)


def matrix_section(shown: Component, playground: Playground, display: Display) -> Tag | None:
    if len(playground.combinations()) < 2:
        return None
    address = f"{GALLERY_PATH}{shown.name}/{MATRIX}?{display.query}"
    return h.section(id=MATRIX, aria_labelledby="matrix-title")[
        stack(gap="sm")[
            row(spread=True)[
                h.h2(class_="font-semibold", id="matrix-title")["All choices"],
                h.a(class_="link text-muted-foreground", href=address)["Open alone"],
            ],
            window(f"{shown.name}: all choices", address, _MATRIX_HEIGHT, display),
        ]
    ]
