"""Going through a long list: page by page, or by adding to what is there."""

from collections.abc import Callable

from ui_components import html as h
from ui_components import icons
from ui_components.button import link_button
from ui_components.html import NO_ATTRS, Attrs, Tag
from ui_components.icons import IconName


def pagination(
    *,
    summary: str,
    previous: str | None,
    next: str | None,
    hx: Callable[[str], Attrs] | None = None,
    label: str = "Pages",
    previous_label: str = "Previous",
    next_label: str = "Next",
) -> Tag:
    """``summary`` says where one is ("51-100 of 8,884"); an address is None at an end."""
    return h.nav(class_="pagination", aria_label=label)[
        h.p[summary],
        h.ul[
            h.li[_step(previous_label, previous, "chevron-left", hx, rel="prev")],
            h.li[_step(next_label, next, "chevron-right", hx, rel="next")],
        ],
    ]


def _step(
    label: str, href: str | None, icon: IconName, hx: Callable[[str], Attrs] | None, *, rel: str
) -> Tag:
    if href is None:  # a link without an address: still there, so nothing jumps
        return h.a(
            class_="btn opacity-50", data_variant="outline", role="link", aria_disabled="true"
        )[icons.icon(icon), label]
    request = hx(href) if hx else NO_ATTRS
    return link_button(href=href, variant="outline", icon=icon, hx=request, attrs={"rel": rel})[
        label
    ]


def load_more(label: str, *, href: str, hx: Attrs = NO_ATTRS, id: str | None = None) -> Tag:
    """Stands where the next records will; the answer takes its place."""
    named: Attrs = {"id": id and f"{id}-link"}  # htmx gives the focus back to the same id
    return h.div(class_="load-more", id=id)[
        link_button(href=href, variant="ghost", size="sm", hx=hx, attrs=named)[label]
    ]
