"""A template writes what the tags would have written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from tests.ui_components.test_components import CARDS, Person
from ui_components import html as h
from ui_components.kanban import Lane, kanban
from ui_components.template import Template

HOSTILE = ["", "<b>&\"'", "\ue000key\ue001", "</li>", "{key}", "\ue000", "x\n"]
values = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20))


def draw(key: str, body: str) -> h.Tag:
    return h.li(id=f"card-{key}", data_key=key)[h.b[key], body, "static & escaped"]


TEMPLATE = Template(draw, "key", "body")


@given(key=values, body=values)
def test_it_has_the_bytes_of_the_tags(key: str, body: str) -> None:
    assert TEMPLATE.fill(key=key, body=body) == str(draw(key, body))


@given(key=values)
def test_markup_is_filled_in_as_it_is(key: str) -> None:
    body = Markup("<i>&amp;</i>")

    assert TEMPLATE.fill(key=key, body=body) == str(draw(key, body))


def test_a_hole_left_open_is_an_error() -> None:
    with pytest.raises(KeyError):
        TEMPLATE.fill(key="x")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_card_escapes_whatever_is_its_own(hostile: str) -> None:
    person = Person(id=hostile, name=hostile)

    def lane(one: Person) -> str:
        return str(
            kanban([Lane(key="NEW", title="New", cards=[one], count="1")], CARDS, label="Deals")
        )

    plain = lane(Person(id="KEY", name="NAME"))
    escaped = str(h.span[hostile])[len("<span>") : -len("</span>")]

    assert lane(person) == plain.replace("KEY", escaped).replace("NAME", escaped)
