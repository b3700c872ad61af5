"""What holds for whatever a component writes."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from html5lib import HTMLParser
from turbohtml import conformance

from tests.ui_components.examples import every_example
from ui_components.gallery.pages import render_component
from ui_components.gallery.previews import render_preview
from ui_components.gallery.registry import Example, components

XHTML = "{http://www.w3.org/1999/xhtml}"
HX = {
    "hx-get",
    "hx-morph-skip",
    "hx-post",
    "hx-target",
    "hx-swap",
    "hx-trigger",
    "hx-sync",
    "hx-replace-url",
    "hx-push-url",
    "hx-headers:inherited",
}
EVALUATED = ("js:", "javascript:")


def attributes(html: str) -> Iterator[tuple[str, str]]:
    tree: Element = HTMLParser(strict=False).parse(html)
    for element in tree.iter():
        for name, value in element.attrib.items():
            yield str(name), value


@pytest.mark.parametrize(("component", "example"), every_example())
def test_it_is_valid(component: str, example: Example) -> None:
    html = str(render_preview(component, example.slug))

    parser = HTMLParser(strict=False)
    parser.parse(html)
    report = conformance.check_html(html)

    assert parser.errors == []
    assert [message for message in report.messages if message.severity == "error"] == []


@pytest.mark.parametrize(("component", "example"), every_example())
def test_it_needs_no_eval_and_no_inline_code(component: str, example: Example) -> None:
    for name, value in attributes(str(render_preview(component, example.slug))):
        assert not name.startswith("on")
        assert name != "style"
        assert not value.lower().lstrip().startswith(EVALUATED)
        if name.startswith("hx-"):
            assert name in HX
        if name == "hx-trigger":
            assert "[" not in value


@pytest.mark.parametrize(("component", "example"), every_example())
def test_it_is_the_same_twice(component: str, example: Example) -> None:
    first = str(render_preview(component, example.slug))

    assert str(render_preview(component, example.slug)) == first


@pytest.mark.parametrize("name", components())
def test_the_components_page_is_valid(name: str) -> None:
    html = str(render_component(name))

    parser = HTMLParser(strict=False)
    parser.parse(html)

    assert parser.errors == []
    assert conformance.check_html(html).valid
