"""The htmx vocabulary: what it writes and what it refuses."""

import json
from typing import Any

import pytest

from ui_components import html as h
from ui_components import hx


def test_only_what_is_asked_for_is_written() -> None:
    assert hx.request("get", "/clients") == {"hx-get": "/clients"}


def test_a_request_with_everything() -> None:
    asked = hx.request(
        "post",
        "/clients",
        target="#clients",
        swap="outerMorph",
        trigger="submit, input delay:200ms",
        include="closest form",
        values={"page": 2},
        push_url=True,
        replace_url="/clients?page=2",
        indicator="#busy",
        sync="replace",
        disable="find button",
    )

    assert asked == {
        "hx-post": "/clients",
        "hx-target": "#clients",
        "hx-swap": "outerMorph",
        "hx-trigger": "submit, input delay:200ms",
        "hx-include": "closest form",
        "hx-vals": '{"page": 2}',
        "hx-push-url": "true",
        "hx-replace-url": "/clients?page=2",
        "hx-indicator": "#busy",
        "hx-sync": "this:replace",
        "hx-disable": "find button",
    }


@pytest.mark.parametrize("trigger", ["click[ctrlKey]", "keyup[key=='Enter'] from:body"])
def test_a_trigger_filter_is_refused(trigger: str) -> None:
    with pytest.raises(ValueError, match="eval"):
        hx.request("get", "/", trigger=trigger)


def test_what_is_scrolled_to_is_said_with_the_swap() -> None:
    assert (
        hx.request("get", "/", swap="outerMorph", show="body")["hx-swap"]
        == "outerMorph show:top showTarget:body"
    )


def test_a_transition_names_its_swap() -> None:
    assert hx.request("get", "/", transition=True)["hx-swap"] == "innerHTML transition:true"
    assert (
        hx.request("get", "/", swap="outerMorph", transition=True)["hx-swap"]
        == "outerMorph transition:true"
    )


def test_values_are_json_whatever_they_hold() -> None:
    written: Any = hx.request("get", "/", values={"name": 'js:alert("x")'})["hx-vals"]

    assert written.startswith("{")
    assert json.loads(written) == {"name": 'js:alert("x")'}


def test_inherited_headers_are_json() -> None:
    attrs = hx.inherited_headers({"X-CSRF-Token": '"'})

    assert str(h.body(attrs)) == (
        '<body hx-headers:inherited="{&#34;X-CSRF-Token&#34;: &#34;\\&#34;&#34;}"></body>'
    )


def test_a_partial_has_a_place_of_its_own() -> None:
    assert str(hx.partial("#toaster", swap="beforeend")["<"]) == (
        '<hx-partial hx-target="#toaster" hx-swap="beforeend">&lt;</hx-partial>'
    )
    assert str(hx.replacing("#row", h.p)) == (
        '<hx-partial hx-target="#row" hx-swap="outerMorph"><p></p></hx-partial>'
    )


def test_an_answer_can_go_elsewhere_by_status() -> None:
    assert hx.on_status(422, target="#errors") == {
        "hx-status:422": 'target:"#errors" swap:innerHTML'
    }
