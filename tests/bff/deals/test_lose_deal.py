"""A lost deal is asked for its reason, on every way there."""

import pytest

from tests.bff.browser import Browser
from tests.bff.deals.board import ON_BOARD, move_form
from tests.support.builders import make_deal
from tests.support.people import Json, SignedIn


async def reason_of(api: SignedIn, deal: Json) -> tuple[str, str]:
    now = (await api.get(f"/api/v1/deals/{deal['id']}")).json()
    return now["status"], now["lost_reason"]


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ({"reason": "Too expensive"}, "Too expensive"),
        ({"reason": "Other", "note": " Moved abroad "}, "Other: Moved abroad"),
        ({"note": "They said no"}, "They said no"),
        ({"reason": "made up", "note": "n" * 150}, "n" * 120),
    ],
)
async def test_the_answer_goes_along_with_the_move(
    ada: Browser, api: SignedIn, answer: dict[str, str], kept: str
) -> None:
    deal = await make_deal(api)
    board = await ada.open("/deals/board/")
    fields = board.fields(move_form(deal)) | {"lane": "LOST"} | answer

    part = await ada.send(f"/deals/{deal['id']}/move/", fields, ON_BOARD)

    assert part.status == 200
    assert await reason_of(api, deal) == ("LOST", kept)


async def test_every_way_there_opens_the_question(ada: Browser, api: SignedIn) -> None:
    open_one, lost = await make_deal(api), await make_deal(api, status="LOST")

    board = await ada.open("/deals/board/")
    page = await ada.open(f"/deals/{open_one['id']}")

    button = "button[value=LOST][data-asks=lost-question]"
    assert board.has(f"{move_form(open_one)} {button}")
    assert not board.has(f"{move_form(lost)} [data-asks]")
    assert page.has(f"{move_form(open_one)} {button}")
    for shown in (board, page):
        assert shown.has("dialog#lost-question input[type=radio][required]")


async def test_without_scripts_a_page_asks(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api, title="Renewal")
    board = await ada.open("/deals/board/")

    asked = await ada.submit(board, move_form(deal), lane="LOST")
    assert asked.one("h1").text == "Why was it lost?"
    assert (await reason_of(api, deal))[0] == "NEW"
    moved = await ada.submit(asked, move_form(deal), reason="No budget")

    assert moved.path == "/deals/board/"
    assert await reason_of(api, deal) == ("LOST", "No budget")


async def test_within_the_column_nothing_is_asked(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api, status="LOST", lost_reason="No budget")
    board = await ada.open("/deals/board/")

    part = await ada.send(
        f"/deals/{deal['id']}/move/", board.fields(move_form(deal)) | {"lane": "LOST"}, ON_BOARD
    )

    assert part.status == 200
    assert await reason_of(api, deal) == ("LOST", "No budget")


async def test_the_reason_is_shown_in_the_readers_language(ada: Browser, api: SignedIn) -> None:
    deal = await make_deal(api, status="LOST", lost_reason="Too expensive: half elsewhere")
    assert "Too expensive: half elsewhere" in (await ada.open(f"/deals/{deal['id']}")).text

    await ada.send("/language/", {"locale": "ru", "csrf_token": await ada.token()})

    assert "Слишком дорого: half elsewhere" in (await ada.open(f"/deals/{deal['id']}")).text


async def test_only_a_lost_deal_has_a_reason_to_correct(ada: Browser, api: SignedIn) -> None:
    won, lost = await make_deal(api, status="WON"), await make_deal(api, status="LOST")

    assert not (await ada.open(f"/deals/{won['id']}/edit/")).has("[name=lost_reason]")
    assert "Reason it was lost" not in (await ada.open(f"/deals/{won['id']}")).text
    form = await ada.open(f"/deals/{lost['id']}/edit/")
    await ada.submit(form, "form[action$='/edit/']", lost_reason="No answer")

    assert await reason_of(api, lost) == ("LOST", "No answer")
