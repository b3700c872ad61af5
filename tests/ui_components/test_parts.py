"""What tabs, popovers, tooltips, groups, code and paper promise beyond their looks."""

import pytest

from ui_components.avatar import avatar_group
from ui_components.code_block import code_block
from ui_components.popover import opens_popover, popover
from ui_components.print_frame import print_frame
from ui_components.tabs import Tab, panel_of, tabs
from ui_components.tooltip import explained_by, tooltip

TABS = [Tab(key="a", label="A", content="First"), Tab(key="b", label="B", content="Second")]


@pytest.mark.parametrize(("selected", "chosen"), [(None, "a"), ("b", "b")])
def test_one_tab_is_chosen_and_every_panel_is_in_the_page(
    selected: str | None, chosen: str
) -> None:
    html = str(tabs(TABS, id="t", label="Parts", selected=selected))

    assert html.count('aria-selected="true"') == html.count(" data-chosen") == 1
    assert f'aria-controls="t-{chosen}" aria-selected="true"' in html
    assert "First" in html
    assert "Second" in html


def test_a_tab_leads_to_its_panel_and_names_it() -> None:
    html = str(tabs(TABS, id="t", label="Parts"))

    assert 'id="t-b-tab" href="#t-b" role="tab"' in html
    assert 'id="t-b" role="tabpanel" tabindex="0" aria-labelledby="t-b-tab"' in html
    assert panel_of("t", "b") == "#t-b"


def test_a_popover_is_named_by_its_title_and_closed_by_its_cross() -> None:
    html = str(popover(id="why", title="Why")["Because"])

    assert 'role="dialog" aria-labelledby="why-title"' in html
    assert 'popovertarget="why" popovertargetaction="hide"' in html
    assert opens_popover("why")["popovertarget"] == "why"


def test_a_tooltip_is_what_describes_its_control() -> None:
    html = str(tooltip(id="tip", text="<More>")["Control"])

    assert 'id="tip" role="tooltip">&lt;More&gt;<' in html
    assert explained_by("tip") == {"aria-describedby": "tip"}


@pytest.mark.parametrize(
    ("names", "more"), [(["A B", "C D"], ""), (["A B", "C D", "E F"], "+2")], ids=["few", "many"]
)
def test_a_group_counts_those_it_has_no_room_for(names: list[str], more: str) -> None:
    html = str(avatar_group(names, label="Team", limit=2))

    assert html.count("<li") == 2
    assert (f"<span>{more}</span>" in html) is bool(more)
    assert all(name in html for name in names)


@pytest.mark.parametrize("numbered", [False, True])
def test_a_code_block_holds_exactly_its_text(*, numbered: bool) -> None:
    html = str(code_block("\na < b\n  c", id="c", label="Code", numbered=numbered))
    bare = html.replace('<span class="code-line">', "").replace("</span>", "")

    assert '<code id="c">\na &lt; b\n  c</code>' in bare
    assert ("code-line" in html) is numbered


def test_code_that_is_not_copied_has_no_button() -> None:
    assert "<button" not in str(code_block("x", id="c", label="Code", copy=False))


def test_paper_has_a_size_a_head_and_a_foot() -> None:
    html = str(print_frame(label="Offer", size="letter", header="Head", footer="Foot")["Body"])

    assert 'aria-label="Offer" data-size="letter" data-orientation="portrait"' in html
    assert "<header>Head</header><div>Body</div><footer>Foot</footer>" in html
    assert "<header" not in str(print_frame(label="Offer")["Body"])
