"""Whoever works by keyboard stands somewhere after each main action, and goes on from there."""

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.api import Api
from tests.e2e.board import press
from tests.e2e.test_plan_tasks import make_task

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.slow]

Ids: TypeAlias = Mapping[str, str]
WHERE = """() => {
    const { activeElement: here } = document;
    const shows = here.checkVisibility({ visibilityProperty: true });
    return here === document.body || !shows ? "nowhere" : here.id || here.tagName;
}"""


def enter(opener: Locator) -> None:
    opener.focus()
    opener.press("Enter")


def creates(page: Page, ids: Ids) -> None:  # noqa: ARG001  # all of them are called alike
    page.goto("/clients/")
    enter(page.get_by_role("link", name="New client").first)
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Konrad Zuse")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Konrad Zuse", level=1)).to_be_visible()


def edits_in_a_panel(page: Page, ids: Ids) -> None:
    page.goto(f"/deals/{ids['deal']}")
    enter(page.get_by_role("link", name="Edit", exact=True))
    title = page.get_by_role("dialog").get_by_label("Title")
    expect(title).to_be_focused()
    title.fill("Compiler")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Compiler", level=1)).to_be_visible()


def edits_a_fact(page: Page, ids: Ids) -> None:
    page.goto(f"/clients/{ids['client']}")
    enter(page.get_by_role("link", name="Edit: Phone"))
    expect(page.get_by_role("textbox", name="Phone")).to_be_focused()
    page.keyboard.type("7")
    press(page, "Enter")
    expect(page.get_by_role("link", name="Edit: Phone")).to_be_focused()


def moves(page: Page, ids: Ids) -> None:
    page.goto("/deals/board/")
    enter(page.locator(f"#board-card-{ids['deal']} .card-menu"))
    enter(page.locator(f"#board-card-{ids['deal']}-menu").get_by_role("button", name="Won"))
    expect(page.locator(f"#board-WON-cards #board-card-{ids['deal']}")).to_be_visible()


def moves_from_its_page(page: Page, ids: Ids) -> None:
    page.goto(f"/deals/{ids['deal']}")
    enter(page.get_by_role("button", name="In progress"))
    expect(page.get_by_text("Moved to In progress.")).to_be_visible()


def completes(page: Page, ids: Ids) -> None:
    page.goto(f"/tasks/{ids['task']}")
    enter(page.get_by_role("button", name="Complete").first)
    expect(page.get_by_text("Done: Call Grace")).to_be_visible()


def postpones(page: Page, ids: Ids) -> None:  # noqa: ARG001  # all of them are called alike
    page.goto("/today/")
    enter(page.get_by_role("button", name="Put “Call Grace” off"))
    enter(page.get_by_role("button", name="In 3 days"))
    expect(page.get_by_role("button", name="Put “Call Grace” off")).to_have_count(0)


def filters(page: Page, ids: Ids) -> None:  # noqa: ARG001  # all of them are called alike
    page.goto("/clients/")
    owner = page.locator("select[name=owner]")
    owner.focus()
    owner.select_option("Olga Observer")
    expect(page).to_have_url(re.compile("owner="))
    expect(owner).to_be_focused()
    page.get_by_role("searchbox", name="Search clients").focus()
    page.keyboard.type("nobody")
    expect(page).to_have_url(re.compile("search=nobody"))


def deletes_and_undoes(page: Page, ids: Ids) -> None:
    page.goto(f"/clients/{ids['client']}")
    enter(page.get_by_role("button", name="More actions"))
    enter(page.get_by_role("button", name="Delete"))
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    assert page.evaluate(WHERE) != "nowhere"
    enter(undo)
    expect(page.get_by_text("Grace Hopper is back.")).to_be_visible()


def merges(page: Page, ids: Ids) -> None:
    page.goto(f"/clients/{ids['client']}/merge/")
    enter(page.get_by_role("link", name="Grace Hoper"))
    enter(page.get_by_role("button", name="Merge"))
    expect(page.get_by_role("heading", name="Grace Hopper", level=1)).to_be_visible()
    page.wait_for_url(f"**/clients/{ids['client']}")


ACTIONS: list[Callable[[Page, Ids], None]] = [
    creates,
    edits_in_a_panel,
    edits_a_fact,
    moves,
    moves_from_its_page,
    completes,
    postpones,
    filters,
    deletes_and_undoes,
    merges,
]


@pytest.mark.parametrize("act", ACTIONS, ids=lambda act: act.__name__)
def test_the_focus_is_somewhere_after_each_action(
    page: Page, ids: dict[str, str], act: Callable[[Page, Ids], None]
) -> None:
    act(page, ids)

    page.wait_for_timeout(300)  # an answer is settled, and whoever stood in it has been moved
    assert page.evaluate(WHERE) != "nowhere"


def test_the_focus_is_somewhere_when_a_page_is_turned(page: Page, olga: Api) -> None:
    for number in range(51):
        olga.make_client(name=f"Client {number:02}")
    page.goto("/clients/?sort=name")

    enter(page.get_by_role("link", name="Next"))
    expect(page.locator("tbody a.row-link")).to_contain_text(["Client 50"])
    page.wait_for_timeout(300)

    assert page.evaluate(WHERE) != "nowhere"


def test_more_of_a_group_of_tasks_comes_where_one_stands(page: Page, olga: Api) -> None:
    client = olga.make_client()["id"]
    for number in range(30):
        make_task(olga, title=f"Call {number:02}", client_id=client, due_date="2020-01-01")
    page.goto("/tasks/")
    more = page.get_by_role("link", name="Show more")

    enter(more.first)
    expect(page.get_by_role("button", name="Complete “Call 29”")).to_be_visible()
    page.wait_for_timeout(300)

    assert page.evaluate(WHERE) != "nowhere"
