"""The gallery: what its pages hold, and what it makes of an address."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ui_components.button import button
from ui_components.field import text_field
from ui_components.gallery.display import lengthened
from ui_components.gallery.inspection import PACKED, inspected, markup_findings, policy_findings
from ui_components.gallery.knobs import MAX_TEXT, Knob, knobs, parse
from ui_components.gallery.pages import render_component, render_index
from ui_components.gallery.previews import render_preview
from ui_components.gallery.registry import MATRIX, component, components
from ui_components.gallery.site import respond
from ui_components.gallery.usage import usages
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


@pytest.mark.parametrize("number", ["-1", "1.5", "1e9", "٣", "99999999", "__import__('os')"])
def test_what_is_no_number_is_refused(number: str) -> None:
    with pytest.raises(LookupError):
        parse([Knob("current", "number")], {"current": number})


def test_a_choice_that_is_not_offered_is_refused() -> None:
    with pytest.raises(LookupError):
        parse(knobs(button), {"variant": "evil"})


def test_text_is_bounded() -> None:
    assert parse([Knob("label", "text")], {"label": "x" * 9_999}) == {"label": "x" * MAX_TEXT}


def test_the_index_names_every_component() -> None:
    html = str(render_index())

    assert all(f'href="/gallery/{name}"' in html for name in components())


def test_the_index_can_be_searched() -> None:
    html = str(render_index(search="BADGE"))

    assert 'href="/gallery/badge"' in html
    assert 'href="/gallery/kanban"' not in html
    assert "No component is called that" in str(render_index(search="<nothing>"))


def test_a_component_shows_source_and_markup_as_text() -> None:
    html = str(render_component("button"))

    assert "def variants() -&gt; Node:" in html
    assert "&lt;button type=&#34;button&#34;" in html or "&lt;button class=&#34;btn&#34;" in html
    assert 'src="/gallery/button/variants?"' in html


def test_the_playground_writes_the_call() -> None:
    html = str(render_component("button", {"variant": "outline", "size": "sm"}))

    assert "button(variant=&#39;outline&#39;, size=&#39;sm&#39;)[&#39;Save changes&#39;]" in html
    assert "/gallery/button/playground?variant=outline&amp;size=sm" in html


def test_the_playground_alone_is_what_its_knobs_ask_for() -> None:
    asked = {"variant": "outline", "size": "sm", "show.theme": "dark"}

    part = respond("button/playground/trial", asked).body

    assert 'id="playground-tried"' in part
    assert "/gallery/button/playground?variant=outline&amp;size=sm&amp;show.theme=dark" in part
    assert "<form" not in part  # what is being turned while the answer comes stays as it is


def test_a_long_call_is_written_a_line_for_each_argument() -> None:
    playground = component("number").playground
    assert playground

    assert playground.call({"hint": "x" * 60}).splitlines()[:3] == [
        "number_field(",
        "    name='seats',",
        "    label='Seats',",
    ]


def test_every_field_has_knobs_for_what_every_field_takes() -> None:
    assert {"error", "hint", "required", "disabled", "wide", "id"} <= {
        one.name for one in knobs(text_field)
    }


def test_a_number_that_is_not_given_is_the_usual_one() -> None:
    assert parse([Knob("current", "number", 1)], {"current": ""}) == {}


def test_the_tree_is_searched_while_one_types() -> None:
    part = respond("tree", {"search": "BADGE", "current": "badge"}).body

    assert part.startswith('<nav class="gallery-tree"')
    assert 'href="/gallery/badge" aria-current="page"' in part
    assert 'href="/gallery/kanban"' not in part
    assert "No component is called that" in respond("tree", {"search": "<nothing>"}).body


def test_forced_colours_can_be_imitated() -> None:
    html = respond("badge/tones", {"show.colours": "forced"}).body

    assert '<div class="gallery-forced">' in html


def test_the_playground_follows_the_knobs() -> None:
    html = str(render_preview("badge", "playground", {"text": "<script>", "tone": "danger"}))

    assert '<span class="badge" data-tone="danger">&lt;script&gt;</span>' in html


def test_a_preview_takes_the_theme() -> None:
    assert 'class="dark" data-theme="dark"' in str(render_preview("badge", "tones", theme="dark"))


@pytest.mark.parametrize("name", ["nothing", "__init__", "../secret", "os"])
def test_an_unknown_component_is_refused(name: str) -> None:
    with pytest.raises(LookupError):
        render_component(name)
    with pytest.raises(LookupError):
        render_preview(name, "tones")


def test_an_unknown_example_is_refused() -> None:
    with pytest.raises(LookupError):
        render_preview("badge", "__class__")
    with pytest.raises(LookupError):
        render_preview("kanban", "playground")


def test_it_can_be_looked_at_in_other_ways() -> None:
    asked = {"show.theme": "dark", "show.direction": "rtl", "show.zoom": "200"}

    html = str(render_preview("badge", "tones", asked))

    assert '<html lang="en" dir="rtl" class="dark" data-theme="dark">' in html
    assert '<div class="gallery-zoom">' in html


@pytest.mark.parametrize("asked", [{"show.zoom": "1000"}, {"show.direction": "<b>"}])
def test_a_way_of_looking_that_is_not_offered_is_refused(asked: dict[str, str]) -> None:
    with pytest.raises(LookupError):
        render_preview("badge", "tones", asked)


def test_long_texts_are_longer_and_nothing_else_is_changed() -> None:
    usual = '<p title="Save">Save &amp; go</p><pre>a b</pre><script src="x"></script>7'

    assert lengthened(usual) == (
        '<p title="Save">Šàvé &amp; gö lorem i</p><pre>a b</pre><script src="x"></script>7'
    )


def test_the_matrix_shows_every_choice_with_every_other() -> None:
    html = str(render_preview("button", MATRIX))

    variants, sizes, types = (knob(name, knobs(button)) for name in ("variant", "size", "type"))
    choices = len(variants.choices) * len(sizes.choices) * len(types.choices)
    assert html.count('class="btn"') == choices


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<p style="x">', "style on <p>: a style in the page"),
        ('<p onclick="x">', "onclick on <p>: a script in the page"),
        ('<p hx-on:click="x">', "hx-on:click on <p>: a script in the page"),
        ('<p hx-trigger="click[a]">', "hx-trigger on <p>: a filter, which is evaluated"),
        ('<a href=" JavaScript:x">', "href on <a>: evaluated"),
        ("<script>x</script>", "<script> with its content in the page"),
        ("<style>x</style>", "<style> with its content in the page"),
    ],
)
def test_what_the_policy_would_refuse_is_found(html: str, found: str) -> None:
    assert policy_findings(html) == [found]
    assert policy_findings('<p class="style"><script src="/x.js"></script><a href="/js">') == []


def test_what_html_would_not_allow_is_found() -> None:
    assert markup_findings("<p id=a></p><p id=a></p>") == ("id a is used more than once",)


def test_an_example_is_within_its_budget_or_says_so() -> None:
    seen = inspected(component("badge").examples[0].render)

    assert 0 < seen.packed <= seen.size
    assert seen.is_within_budget
    assert not replace(seen, packed=PACKED + 1).is_within_budget


def test_the_manifest_tells_all_of_it() -> None:
    told = json.loads(respond("manifest.json", {}, usages={"badge": ["shop.pages"]}).body)

    by_name = {one["name"]: one for one in told["components"]}
    assert by_name.keys() == components().keys()
    assert by_name["badge"]["used_in"] == ["shop.pages"]
    sizes = next(one for one in by_name["button"]["parameters"] if one["name"] == "size")
    assert sizes["choices"] == ["xs", "sm", "default", "lg"]
    assert by_name["form"]["examples"][-1]["answers"] == ["saved"]


def test_an_example_has_a_server_of_its_own() -> None:
    refused = respond("form/sent/saved", {"email": "<nobody>"})
    taken = respond("form/sent/saved", {"email": "ann@example.com"})

    assert "Write it like name@example.com." in refused.body
    assert 'value="&lt;nobody&gt;"' in refused.body
    assert "News goes to ann@example.com." in taken.body


@pytest.mark.parametrize(
    "path",
    ["form/sent/__class__", "kanban/playground/trial", "a/b/c/d", "../secret", "manifest.json/x"],
)
def test_an_address_that_is_not_there_is_refused(path: str) -> None:
    with pytest.raises(LookupError):
        respond(path, {})


def test_it_says_where_a_component_is_used(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    shop.mkdir()
    (shop / "pages.py").write_text("from ui_components.badge import badge\n")
    (shop / "forms.py").write_text("from ui_components import html as h, hx\nimport json\n")

    found = usages(shop)

    assert found == {"badge": ("shop.pages",), "html": ("shop.forms",), "hx": ("shop.forms",)}
    assert "shop.pages" in str(render_component("badge", used_in=found["badge"]))
