"""The gallery: what its pages hold, and what it makes of an address."""

import pytest

from ui_components.button import button
from ui_components.field import text_field
from ui_components.gallery import pages
from ui_components.gallery.knobs import MAX_TEXT, Knob, knobs, parse
from ui_components.gallery.registry import components
from ui_components.stepper import stepper


def knob(name: str, found: list[Knob]) -> Knob:
    return next(one for one in found if one.name == name)


def test_knobs_come_from_the_signature() -> None:
    found = knobs(button)

    assert knob("size", found) == Knob("size", "choice", "default", ("xs", "sm", "default", "lg"))
    assert knob("disabled", found) == Knob("disabled", "switch", False)
    assert knob("icon", found).optional
    assert {one.name for one in found} == {"variant", "size", "type", "icon", "disabled", "busy"}


def test_text_and_numbers_have_knobs_too() -> None:
    assert knob("hint", knobs(text_field)) == Knob("hint", "text", None, (), optional=True)
    assert knob("current", knobs(stepper)).kind == "number"


def test_knobs_are_parsed_by_their_type() -> None:
    asked = {"size": "lg", "disabled": "on", "busy": "", "icon": "", "unknown": "x"}

    assert parse(knobs(button), asked) == {"size": "lg", "disabled": True, "busy": False}


@pytest.mark.parametrize("number", ["", "-1", "1.5", "1e9", "٣", "99999999", "__import__('os')"])
def test_what_is_no_number_is_refused(number: str) -> None:
    with pytest.raises(LookupError):
        parse([Knob("current", "number")], {"current": number})


def test_a_choice_that_is_not_offered_is_refused() -> None:
    with pytest.raises(LookupError):
        parse(knobs(button), {"variant": "evil"})


def test_text_is_bounded() -> None:
    assert parse([Knob("label", "text")], {"label": "x" * 9_999}) == {"label": "x" * MAX_TEXT}


def test_the_index_names_every_component() -> None:
    html = str(pages.render_index())

    assert all(f'href="/gallery/{name}"' in html for name in components())


def test_the_index_can_be_searched() -> None:
    html = str(pages.render_index(search="BADGE"))

    assert 'href="/gallery/badge"' in html
    assert 'href="/gallery/kanban"' not in html
    assert "No component is called that" in str(pages.render_index(search="<nothing>"))


def test_a_component_shows_source_and_markup_as_text() -> None:
    html = str(pages.render_component("button"))

    assert "def variants() -&gt; Node:" in html
    assert "&lt;button type=&#34;button&#34;" in html or "&lt;button class=&#34;btn&#34;" in html
    assert 'src="/gallery/button/variants?theme=system"' in html


def test_the_playground_writes_the_call() -> None:
    html = str(pages.render_component("button", {"variant": "outline", "size": "sm"}))

    assert "button(variant=&#39;outline&#39;, size=&#39;sm&#39;)[&#39;Save changes&#39;]" in html
    assert "/gallery/button/playground?variant=outline&amp;size=sm&amp;theme=system" in html


def test_the_playground_follows_the_knobs() -> None:
    html = str(pages.render_preview("badge", "playground", {"text": "<script>", "tone": "danger"}))

    assert '<span class="badge" data-tone="danger">&lt;script&gt;</span>' in html


def test_a_preview_takes_the_theme() -> None:
    assert 'class="dark" data-theme="dark"' in str(
        pages.render_preview("badge", "tones", theme="dark")
    )


@pytest.mark.parametrize("name", ["nothing", "__init__", "../secret", "os"])
def test_an_unknown_component_is_refused(name: str) -> None:
    with pytest.raises(LookupError):
        pages.render_component(name)
    with pytest.raises(LookupError):
        pages.render_preview(name, "tones")


def test_an_unknown_example_is_refused() -> None:
    with pytest.raises(LookupError):
        pages.render_preview("badge", "__class__")
    with pytest.raises(LookupError):
        pages.render_preview("kanban", "playground")
