"""What every field does with its label, its notes and its state, whatever it is a field for."""

from collections.abc import Callable, Iterator
from typing import Any, get_args, get_type_hints

import pytest
import turbohtml

from tests.ui_components.library import every_function
from ui_components.choice import Choice, check_list, radio_cards
from ui_components.combobox import combo_field, combobox
from ui_components.date_field import date_field
from ui_components.field import (
    FieldParts,
    Notes,
    Option,
    checkbox_field,
    money_field,
    select_field,
    text_field,
    textarea_field,
)
from ui_components.html import Tag
from ui_components.number import number_field
from ui_components.radio import radio_field
from ui_components.switch import switch_field
from ui_components.upload import file_field

OPTIONS = [Option("a", "A"), Option("b", "B")]
CHOICES = [Choice(value="a", label="A"), Choice(value="b", label="B")]
DRAWN: dict[Callable[..., Tag], dict[str, Any]] = {
    check_list: {"choices": CHOICES, "values": ["a"]},
    checkbox_field: {},
    combo_field: {"options": OPTIONS},
    combobox: {"source": "/find"},
    date_field: {},
    file_field: {},
    money_field: {"currency": "EUR", "currencies": ("EUR", "USD")},
    number_field: {},
    radio_cards: {"choices": CHOICES, "value": "a"},
    radio_field: {"options": OPTIONS},
    select_field: {"options": OPTIONS},
    switch_field: {},
    text_field: {},
    textarea_field: {},
}
GROUPS = {check_list, radio_cards, radio_field}
every_field = pytest.mark.parametrize("field", DRAWN, ids=lambda field: field.__name__)


def drawn(field: Callable[..., Tag], **parts: Any) -> turbohtml.Document:
    return turbohtml.parse(str(field("x", "Its label", **DRAWN[field], **parts)))


def control(page: turbohtml.Document) -> turbohtml.Element:
    (found,) = page.select("#field-x")
    return found


def controls(page: turbohtml.Document) -> Iterator[turbohtml.Element]:
    return (one for one in page.select("input, select, textarea") if not one.attrs.get("hidden"))


def test_every_field_is_looked_at_here() -> None:
    takes_parts = {
        function.__name__
        for _, function in every_function()
        if set(get_args(get_type_hints(function).get("parts"))) & {Notes, FieldParts}
    }

    assert {field.__name__ for field in DRAWN} == takes_parts


@every_field
def test_its_label_is_its_name(field: Callable[..., Tag]) -> None:
    page = drawn(field)

    (label,) = page.select("legend" if field in GROUPS else "label[for=field-x]")
    assert str(label.text).startswith("Its label")


@every_field
def test_its_notes_describe_it_and_an_error_makes_it_invalid(field: Callable[..., Tag]) -> None:
    page = drawn(field, hint="Its hint", error="Its error")

    ids = str(control(page).attrs["aria-describedby"]).split()
    assert [str(page.select(f"#{id}")[0].text) for id in ids] == ["Its hint", "Its error"]
    # Of the groups only radio buttons may be called invalid.
    assert (control(page).attrs.get("aria-invalid") == "true") is (field is not check_list)


@every_field
def test_without_notes_nothing_is_said(field: Callable[..., Tag]) -> None:
    attrs = control(drawn(field)).attrs

    assert "aria-describedby" not in attrs
    assert "aria-invalid" not in attrs


@every_field
def test_what_is_required_is_said_to_all(field: Callable[..., Tag]) -> None:
    page = drawn(field, required=True)

    assert len(page.select(".field-required")) == 1
    if field is not check_list:  # HTML has no way to ask for one of several boxes
        attrs = control(page).attrs
        assert "required" in attrs or attrs.get("aria-required") == "true"


@every_field
def test_all_of_it_can_be_taken_away(field: Callable[..., Tag]) -> None:
    page = drawn(field, disabled=True)

    whole = page.select("fieldset[disabled]")
    assert whole or all("disabled" in one.attrs for one in controls(page))


@every_field
def test_it_can_have_another_id(field: Callable[..., Tag]) -> None:
    page = drawn(field, id="other", hint="Its hint")

    assert page.select("#field-x") == []
    assert page.select("#other")[0].attrs["aria-describedby"] == "other-hint"


@pytest.mark.parametrize(
    "field", [one for one in DRAWN if one is not combobox], ids=lambda field: field.__name__
)
def test_requests_and_attributes_go_on_its_control(field: Callable[..., Tag]) -> None:
    attrs = control(drawn(field, hx={"hx-get": "/x"}, attrs={"data-y": "z"})).attrs

    assert (attrs["hx-get"], attrs["data-y"]) == ("/x", "z")
