"""An example alone on a page, as it is shown in a frame; and what it asks a server for."""

from collections.abc import Mapping

from htpy import Node, fragment

from ui_components import html as h
from ui_components.document import document
from ui_components.gallery.display import Display, lengthened
from ui_components.gallery.registry import (
    MATRIX,
    PLAYGROUND,
    Example,
    Playground,
    component,
    title_of,
)
from ui_components.html import Tag
from ui_components.layout import grid, quiet, stack
from ui_components.theme_menu import Theme


def render_preview(
    name: str, slug: str, query: Mapping[str, str] | None = None, *, theme: Theme = "system"
) -> Tag:
    """An example, what the knobs of the playground make, or the matrix of all their choices.

    A LookupError for what there is not, and for a value that its type does not have.
    """
    asked = query or {}
    shown = component(name)
    display = Display.of(asked, theme=theme)
    title = f"{title_of(name)}: {slug}"
    if slug == PLAYGROUND and shown.playground:
        return _page(title, shown.playground.render(asked), display)
    if slug == MATRIX and shown.playground:
        return _page(title, _matrix(shown.playground), display)
    one = shown.example(slug)
    return _page(title, one.render(), display, one)


def render_answer(name: str, slug: str, answer: str, sent: Mapping[str, str]) -> Node:
    """What the example's server says; a LookupError where it has nothing to say."""
    answers = component(name).example(slug).answers
    if answer not in answers:
        raise LookupError(f"{name} {slug} has no answer {answer}")
    return fragment[answers[answer](sent)]


def _page(title: str, content: Node, display: Display, one: Example | None = None) -> Tag:
    shown = _texts(content, display)
    if one is None or one.padded:
        shown = h.main(class_="gallery-preview")[h.h1(class_="sr-only")[title], shown]
    if display.zoom == "200":
        shown = h.div(class_="gallery-zoom")[shown]
    if display.colours == "forced":
        shown = h.div(class_="gallery-forced")[shown]
    return document(
        title=title,
        theme=display.theme,
        direction=display.direction,
        scripts=one.scripts if one else (),
    )[shown]


def _texts(content: Node, display: Display) -> Node:
    if display.texts == "usual":
        return content
    return lengthened("".join(fragment[content].iter_chunks()))


def _matrix(playground: Playground) -> Tag:
    taken = {knob.name for knob in playground.knobs()}
    cells: list[Node] = []
    for place, choice in enumerate(playground.combinations(), start=1):
        # What must be there once is there once: no two fields share a name, no two things an id.
        own = dict.fromkeys(taken & {"id", "name"}, f"{MATRIX}-{place}")
        said = quiet(small=True)[", ".join(choice.values())]
        cells.append(stack(gap="xs")[playground.render({**own, **choice}), said])
    return grid(columns="4")[cells]
