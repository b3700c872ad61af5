"""What holds for whatever a component writes: each of its examples is read once, by everybody."""

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
import turbohtml
from html5lib import HTMLParser
from turbohtml import conformance

from tests.support.validity import undone
from ui_components.assets import ASSETS_DIR
from ui_components.gallery.__main__ import main
from ui_components.gallery.previews import render_preview
from ui_components.gallery.registry import MATRIX, Component, components

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


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of it as files, as anybody can have it: so each page is drawn once for all tests."""
    folder = tmp_path_factory.mktemp("gallery")
    main(["export", str(folder)])
    return folder


def previews(shown: Component) -> Iterator[str]:
    yield from (one.slug for one in shown.examples)
    if shown.playground:
        yield MATRIX


def written(gallery: Path, *address: str) -> str:
    return gallery.joinpath("gallery", *address, "index.html").read_text("utf-8")


@pytest.mark.parametrize("name", components())
def test_its_examples_are_valid_the_same_twice_and_need_no_eval(gallery: Path, name: str) -> None:
    for slug in previews(components()[name]):
        html = written(gallery, name, slug)

        needs_no_eval(valid(html, slug), slug)
        assert str(render_preview(name, slug)) == html, slug


@pytest.mark.parametrize("name", components())
def test_its_page_is_valid(gallery: Path, name: str) -> None:
    valid(written(gallery, name), name)


def test_what_is_written_needs_nothing_else(gallery: Path) -> None:
    valid(written(gallery), "the index")

    assert json.loads((gallery / "gallery" / "manifest.json").read_text("utf-8"))["components"]
    for file in ASSETS_DIR.iterdir():
        assert (gallery / "static" / file.name).read_bytes() == file.read_bytes()


def test_a_form_that_its_answer_would_take_away_is_noticed() -> None:
    asks = '<form id="asks" hx-trigger="submit, input delay:200ms" hx-target="#part"></form>'
    follows = '<p hx-trigger="input from:#asks" hx-target="#part"></p>'

    inside = turbohtml.parse(f'<div id="part">{asks}</div>{follows}')
    beside = turbohtml.parse(f'<div id="part">{follows}</div>{asks}')

    assert [told.partition(" ")[0] for told in undone(inside)] == ["form", "form"]
    assert list(undone(beside)) == []


def valid(html: str, slug: str) -> Element:
    """By the standard's own parser, and by what ARIA allows where."""
    parser = HTMLParser(strict=False)
    tree: Element = parser.parse(html)
    report = conformance.check_html(html)

    assert parser.errors == [], slug
    assert [message for message in report.messages if message.severity == "error"] == [], slug
    assert list(undone(turbohtml.parse(html))) == [], slug
    return tree


def needs_no_eval(tree: Element, slug: str) -> None:
    for element in tree.iter():
        for name, value in element.attrib.items():
            assert not str(name).startswith("on"), slug
            assert name != "style", slug
            assert not value.lower().lstrip().startswith(EVALUATED), slug
            assert not str(name).startswith("hx-") or name in HX, slug
            assert name != "hx-trigger" or "[" not in value, slug
