"""Forms keep what was typed and say what is wrong with it."""

from datetime import date
from uuid import UUID

import pytest
from msgspec import UNSET, Struct, UnsetType

from bff.forms import Form
from bff.gateway.fields import Amount, Email, Name


class NewThing(Struct):
    name: Name
    email: Email | None = None
    amount: Amount = "0"
    due: date | None = None
    owner_id: UUID | None = None


class EditThing(Struct, omit_defaults=True):
    name: Name | UnsetType = UNSET
    email: Email | UnsetType | None = UNSET
    due: date | UnsetType | None = UNSET


def form(**values: str) -> Form:
    return Form.sent(values)


def test_a_form_becomes_a_struct() -> None:
    sent = form(name=" Ada ", email="", amount="12.50", due="2026-11-23", csrf_token="x")

    assert sent.read(NewThing) == NewThing("Ada", None, "12.50", date(2026, 11, 23))


@pytest.mark.parametrize(
    ("field", "text", "complaint"),
    [
        ("name", "", "Please fill this in."),
        ("name", "x" * 201, "Please use at most 200 characters."),
        ("email", "nobody", "Please write it like ann@example.com."),
        ("amount", "-1", "Please write an amount like 1250.50, zero or more."),
        ("amount", "NaN", "Please write an amount like 1250.50, zero or more."),
        ("amount", "１２", "Please write an amount like 1250.50, zero or more."),
        ("due", "23.11.2026", "This does not look right."),
        ("owner_id", "me", "This does not look right."),
    ],
)
def test_each_bad_field_is_told_in_its_place(field: str, text: str, complaint: str) -> None:
    sent = form(**({"name": "Ada", "amount": "1"} | {field: text}))

    assert sent.read(NewThing) is None
    assert sent.errors == {field: complaint}
    assert sent.values[field] == text


@pytest.mark.parametrize("text", ["9" * 5_000, "1234567890", "-1", "１", "1.0", "x"])
def test_a_version_that_no_page_of_ours_has_is_none(text: str) -> None:
    assert (form(version=text).version, form(version="12").version) == (0, 12)


def test_all_bad_fields_are_told_at_once() -> None:
    sent = form(name="", email="nobody", amount="x")

    assert sent.read(NewThing) is None
    assert sent.errors.keys() == {"name", "email", "amount"}


def test_only_what_was_changed_is_sent() -> None:
    shown = Form.showing({"name": "Ada", "email": "ada@foyer.test", "due": "2026-11-23"})

    sent = form(name="Ada", email="", due="2026-11-23", was=shown.was_json)

    assert sent.read(EditThing) == EditThing(email=None)


def test_what_only_the_other_one_changed_is_taken_over() -> None:
    was = Form.showing({"name": "Ada", "email": "old@foyer.test"})
    mine = form(name="Ada Lovelace", email="old@foyer.test", was=was.was_json)

    mine.merge(Form.showing({"name": "Ada", "email": "new@foyer.test"}, version=7))

    assert mine.values == {"name": "Ada Lovelace", "email": "new@foyer.test"}
    assert (mine.taken_over, mine.meanwhile, mine.version) == ({"email"}, {}, 7)
    assert mine.read(EditThing) == EditThing(name="Ada Lovelace")


def test_what_both_changed_stays_as_typed_and_is_told() -> None:
    was = Form.showing({"name": "Ada"})
    mine = form(name="Ada Lovelace", was=was.was_json)

    mine.merge(Form.showing({"name": "Ada Byron"}, version=7))

    assert mine.values == {"name": "Ada Lovelace"}
    assert mine.meanwhile == {"name": "Ada Byron"}


def test_what_both_changed_alike_is_no_conflict() -> None:
    was = Form.showing({"name": "Ada"})
    mine = form(name="Ada Byron", was=was.was_json)

    mine.merge(Form.showing({"name": "Ada Byron"}, version=7))

    assert mine.meanwhile == {}


@pytest.mark.parametrize("was", ["", "x", "[]", "null", '{"name": 1}', "{" * 10_000])
def test_whatever_comes_back_as_the_former_values_is_no_error(was: str) -> None:
    assert form(name="Ada", was=was).was == {}


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 30])
def test_whatever_comes_back_as_the_version_is_no_error(version: str) -> None:
    assert form(name="Ada", version=version).version >= 0
