"""Rank keys: there is always room between two, and no renumbering."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import String

from backend.core.ranks import DIGITS, WIDTH, rank_at, rank_between
from backend.deals.models import Deal

NOW = datetime(2026, 11, 23, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis adds the zone


def room_for_ranks() -> int:
    kind = Deal.__table__.c.rank.type
    assert isinstance(kind, String)
    return kind.length or 0


@given(MOMENTS, st.timedeltas(timedelta(microseconds=1), timedelta(days=3650)))
def test_the_newest_stands_on_top(moment: datetime, later: timedelta) -> None:
    assert rank_at(moment + later)[:WIDTH] < rank_at(moment)[:WIDTH]


@given(MOMENTS, MOMENTS)
def test_there_is_room_between_any_two(one: datetime, other: datetime) -> None:
    above, below = sorted((rank_at(one), rank_at(other)))
    if above == below:
        return

    assert above < rank_between(above, below) < below
    assert rank_between(None, above) < above
    assert rank_between(below, None) > below


@pytest.mark.parametrize("place", ["below the top card", "above the bottom card", "anywhere"])
def test_there_is_room_after_five_thousand_drops(place: str) -> None:
    chance = random.Random(11)  # noqa: S311  # a repeatable walk
    keys = [rank_at(NOW), rank_at(NOW - timedelta(days=1))]

    for _ in range(5_000):
        anywhere = chance.randint(1, len(keys) - 1)
        at = {"below the top card": 1, "above the bottom card": len(keys) - 1}.get(place, anywhere)
        keys.insert(at, rank_between(keys[at - 1], keys[at]))

    assert keys == sorted(set(keys))
    assert set("".join(keys)) <= set(DIGITS)
    assert max(map(len, keys)) <= room_for_ranks()


def test_twenty_who_drop_at_the_same_place_get_keys_of_their_own() -> None:
    above, below = rank_at(NOW), rank_at(NOW - timedelta(seconds=1))

    keys = {rank_between(above, below) for _ in range(20)}

    assert len(keys) == 20


def test_neighbours_in_the_wrong_order_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="sort first"):
        rank_between("b", "a")
