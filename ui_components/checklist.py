"""Things to do, each ticked off by one click, in groups that say how many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from htpy import Node, with_children

from ui_components import html as h
from ui_components import icons
from ui_components.badge import Tone
from ui_components.field import hidden_inputs
from ui_components.html import NO_ATTRS, Attrs, Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckItem:
    """Its box posts ``hidden`` to ``action``; without an action it is only looked at.

    ``check`` says what the box does, with the thing's name. ``hx`` is the post's request, and
    ``focused`` where the reader goes on after its answer.
    """

    key: str
    title: str
    href: str
    check: str
    action: str | None = None
    hidden: Mapping[str, str] = field(default_factory=dict[str, str])
    done: bool = False
    meta: Node = None
    actions: Node = None
    focused: bool = False
    hx: Attrs | None = None


def checklist(items: Sequence[CheckItem], *, label: str, id: str | None = None) -> Tag:
    """Things to tick off, or only to be looked at, one below the other."""
    return h.ul(class_="checklist", aria_label=label, id=id)[check_rows(items)]


def check_rows(items: Sequence[CheckItem]) -> list[Tag]:
    """Only the rows, for "show more"."""
    return [_row(item) for item in items]


@with_children
def check_group(
    children: Node, *, title: str, count: str, tone: Tone = "neutral", id: str | None = None
) -> Tag:
    """``count`` speaks of all that belong to it, not of the loaded ones."""
    return h.section(class_="check-group", id=id, data_tone=tone, aria_label=title)[
        h.h2[title, h.span(class_="check-count")[count]], children
    ]


def _row(item: CheckItem) -> Tag:
    name = f"check-{item.key}"
    return h.li(class_="check-row", id=name, data_done=item.done, data_row=True)[
        _box(item, name),
        h.div(class_="check-text")[
            h.a(class_="check-title", href=item.href)[item.title],
            item.meta and h.div(class_="check-meta")[item.meta],
        ],
        item.actions and h.div(class_="check-actions")[item.actions],
    ]


def _box(item: CheckItem, name: str) -> Tag:
    mark = icons.icon("check", size="sm")
    if item.action is None:
        return h.span(class_="check-box", data_fixed=True, aria_hidden="true")[mark]
    return h.form(item.hx or NO_ATTRS, action=item.action, method="post")[
        hidden_inputs(item.hidden),
        h.button(
            class_="check-box",
            id=f"{name}-box",
            type="submit",
            aria_label=item.check,
            title=item.check,
            data_focus=item.focused,
        )[mark],
    ]
