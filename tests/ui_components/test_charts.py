"""Charts draw what their tables say, from zero up."""

from collections.abc import Callable
from itertools import pairwise

import pytest
import turbohtml
from hypothesis import given
from hypothesis import strategies as st

from ui_components import html as h
from ui_components.bar_chart import bar_chart
from ui_components.bar_list import bar_list
from ui_components.chart import Series, Value
from ui_components.donut import donut
from ui_components.funnel import funnel
from ui_components.html import Tag
from ui_components.line_chart import line_chart
from ui_components.plot import ABOVE, HEIGHT
from ui_components.scale import scale_of
from ui_components.sparkline import sparkline

WEEKS = ("2 Nov", "9 Nov", "16 Nov", "23 Nov")


def series(name: str, *sizes: float) -> Series:
    return Series(name, [Value(size, f"{size:g} deals") for size in sizes])


def parsed(drawn: Tag) -> turbohtml.Document:
    return turbohtml.parse(str(h.div[drawn]))


def numbers(drawn: Tag, selector: str, attribute: str) -> list[float]:
    found = [one.attrs[attribute] for one in parsed(drawn).select(selector)]
    return [float(str(text).rstrip("%")) for text in found]


@given(st.lists(st.integers(0, 10**7) | st.floats(0, 1e9), max_size=20))
def test_ticks_are_few_round_and_hold_everything(sizes: list[float]) -> None:
    scale = scale_of(sizes)

    assert scale.ticks[0] == 0
    assert 2 <= len(scale.ticks) <= 6
    assert scale.top >= max(sizes, default=0) * 0.999999
    assert float(f"{scale.step:e}".partition("e")[0]) in {1, 2, 2.5, 5}


def test_what_is_counted_whole_has_no_halves() -> None:
    assert scale_of([0, 1, 3]).ticks == [0, 1, 2, 3]
    assert scale_of([0.5, 1]).ticks == [0, 0.25, 0.5, 0.75, 1]


def test_twice_as_much_is_twice_as_high() -> None:
    drawn = bar_chart(WEEKS, [series("Won", 1, 2, 4, 0)], name="Deals", id="x")

    assert numbers(drawn, ".chart-canvas rect.chart-fill", "height") == [45, 90, 180, 0]


def test_a_stack_is_as_high_as_its_sum() -> None:
    drawn = bar_chart(
        WEEKS[:1], [series("Won", 6), series("Lost", 2)], name="Deals", id="x", stacked=True
    )

    bars = ".chart-canvas > rect:not(.chart-band)"
    (won, lost), (top, above) = numbers(drawn, bars, "height"), numbers(drawn, bars, "y")
    assert (won, lost) == (HEIGHT * 0.75, HEIGHT * 0.25)
    assert above + lost == top
    assert above == ABOVE


def test_lines_join_neighbours() -> None:
    drawn = line_chart(WEEKS, [series("Won", 3, 5, 2, 6)], name="Deals", id="x")

    ends = list(pairwise(numbers(drawn, ".chart-canvas .chart-point", "cx")))
    starts = numbers(drawn, ".chart-canvas .chart-line", "x1")
    assert list(zip(starts, numbers(drawn, ".chart-canvas .chart-line", "x2"), strict=True)) == ends


def test_bars_of_a_list_are_shares_of_the_longest() -> None:
    drawn = bar_list(["Ann", "Bob"], [series("Won", 3, 1), series("Lost", 1, 0)], name="x", id="x")

    assert numbers(drawn, ".bar-line rect:not(.chart-track)", "width") == [75, 25, 25, 0]
    assert numbers(drawn, ".bar-line rect:not(.chart-track)", "x") == [0, 75, 0, 25]


def test_a_funnel_narrows_in_the_middle() -> None:
    drawn = funnel(["New", "Won"], [Value(4, "4"), Value(1, "1")], name="Deals", id="x")

    assert numbers(drawn, ".funnel rect", "x") == [0, 37.5]
    assert numbers(drawn, ".funnel rect", "width") == [100, 25]


def test_a_ring_is_whole() -> None:
    values = [Value(size, str(size)) for size in (1, 2, 1)]
    found = parsed(donut(["a", "b", "c"], values, name="x", id="x")).select(".donut-ring path")

    outlines = [str(one.attrs["d"]) for one in found]
    starts = [outline.removeprefix("M").partition("A")[0] for outline in outlines]
    ends = [outline.partition(" 0 ")[2][4:].partition("L")[0] for outline in outlines]
    assert ends == [*starts[1:], starts[0]]


@pytest.mark.parametrize("draw", [line_chart, bar_chart, bar_list])
def test_the_table_says_every_number(draw: Callable[..., Tag]) -> None:
    drawn = draw(WEEKS, [series("Won", 3, 5, 2, 6), series("Lost", 1, 0, 4, 2)], name="x", id="x")

    rows = parsed(drawn).select(".chart-data tbody tr")
    told = [[str(cell.text) for cell in row.select("th, td")] for row in rows]
    assert told[0] == ["2 Nov", "3 deals", "1 deals"]
    assert [row[0] for row in told] == list(WEEKS)


@pytest.mark.parametrize("draw", [line_chart, bar_chart, bar_list, donut, funnel])
def test_without_numbers_there_is_only_a_word(draw: Callable[..., Tag]) -> None:
    assert parsed(draw((), [], name="Deals", id="x")).select("svg") == []


def test_one_value_is_a_level_line() -> None:
    (line,) = parsed(h.div[sparkline([Value(4, "4")], name="Won")]).select(".spark-line")

    assert line.attrs["d"] == "M0 2L100 2"


def test_a_name_is_text() -> None:
    hostile = '<script>"&'
    drawn = str(bar_list([hostile], [series(hostile, 1)], name=hostile, id="x"))

    assert "<script>" not in drawn
