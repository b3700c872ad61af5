import httpx
import pytest

from bff import panels
from tests.bff.browser import HTMX, Browser, Page
from tests.bff.wire import Gate, Wire
from tests.support.builders import make_client, make_deal, make_task
from tests.support.people import SignedIn

PANELS = ("figures", "deals", "tasks", "activity")
STUB = "This part cannot be shown now"
STALE = "This part is from"


def tile(page: Page, label: str) -> str:
    """What a figure's tile says."""
    (found,) = [one for one in page.all("dl.stat") if one.select_one("dt").text == label]
    return " ".join(" ".join(found.stripped_strings).split())


def cut(wire: Wire, *paths: str) -> None:
    """The way to these alone: the rest of the API goes on."""

    async def refuse(request: httpx.Request) -> None:
        if request.url.path.removeprefix("/api/v1/") in paths:
            raise httpx.ConnectError("the wire is cut", request=request)

    wire.before = refuse


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is busy with other things keeps no panel from its answer."""
    monkeypatch.setattr(panels, "DEADLINE", 40.0)


@pytest.fixture
async def sold(api: SignedIn) -> None:
    """Before anybody looks: a pipeline in two currencies, a deal in progress, one won, one lost."""
    client = (await make_client(api, name="Grace Hopper"))["id"]
    await make_deal(api, client_id=client, amount="100.00", currency="USD")
    await make_deal(api, client_id=client, title="Compiler", amount="50.50", status="IN_PROGRESS")
    await make_deal(api, client_id=client, amount="80.00", status="WON")
    await make_deal(api, client_id=client, amount="20.00", status="LOST")
    await make_task(api, client_id=client, title="Some day")
    await make_task(api, client_id=client, title="Call", due_date="2020-01-31")
    await make_task(api, client_id=client, title="Done", status="DONE")


@pytest.mark.usefixtures("sold")
async def test_it_shows_how_the_team_does(ada: Browser) -> None:
    page = await ada.open("/dashboard/?period=this_year")

    assert tile(page, "Open pipeline") == "Open pipeline €50.50 $100 2 deals"
    assert tile(page, "Won") == "Won €80 1 deal"
    assert tile(page, "Win rate") == "Win rate 50% 1 won, 1 lost"
    assert tile(page, "New clients") == "New clients 1"
    stages = [" ".join(one.stripped_strings) for one in page.all("#pipeline .funnel > li")]
    assert stages == ["New 1 · $100", "In progress 1 · €50.50", "Won, this year 1 · €80"]
    assert "Ada Admin" in page.one("#owner").text
    assert "Counted at" in page.text


@pytest.mark.usefixtures("sold")
async def test_it_shows_what_is_going_on(ada: Browser) -> None:
    page = await ada.open("/dashboard/")

    (deal,) = page.all("#deal tbody tr")
    assert "Compiler" in deal.text
    assert deal.select_one("a").attrs["href"].startswith("/deals/")
    assert "Grace Hopper" in page.one("#activity").text
    (late, undated) = page.all("#task tbody tr")
    assert ("Call" in late.text, "Jan 31, 2020" in late.text) == (True, True)
    assert "Some day" in undated.text


@pytest.mark.usefixtures("sold")
async def test_charts_hold_their_numbers_as_tables(ada: Browser) -> None:
    page = await ada.open("/dashboard/")

    rows = page.all("#weeks .chart-data tbody tr")
    assert len(rows) == 12
    assert [cell.text for cell in rows[-1].select("td")] == ["1 · €80", "1 · €20", "1"]
    assert page.one("#weeks svg[role=img]").attrs["aria-label"] == "The last twelve weeks"


async def test_without_any_record_it_says_so(ada: Browser) -> None:
    page = await ada.open("/dashboard/")

    assert tile(page, "Open pipeline") == "Open pipeline — 0 deals"
    assert tile(page, "Win rate") == "Win rate — 0 won, 0 lost"
    assert "No deal is in progress" in page.text
    assert "Nothing is left to do" in page.text


@pytest.mark.usefixtures("sold")
async def test_another_period_swaps_the_figures_alone(ada: Browser, wire: Wire) -> None:
    await ada.open("/dashboard/")
    wire.calls.clear()

    part = await ada.open(
        "/dashboard/?period=last_year",
        HTMX | {"hx-source": "form#filters", "hx-target": "div#figures"},
    )

    assert wire.calls == ["GET /stats/overview"]
    assert tile(part, "Won") == "Won — 0 deals"
    assert part.headers["hx-replace-url"] == "/dashboard/?period=last_year"
    assert not part.has("html[lang]")


async def test_the_period_is_chosen_without_scripts(ada: Browser) -> None:
    page = await ada.open("/dashboard/?period=last_quarter")

    assert page.one("select[name=period] option[selected]").text == "Last quarter"


async def test_an_unknown_period_is_refused(ada: Browser) -> None:
    assert (await ada.open("/dashboard/?period=yesterday")).status == 400


async def test_panels_are_asked_for_side_by_side(ada: Browser, wire: Wire) -> None:
    wire.calls.clear()

    await ada.open("/dashboard/")

    assert sorted(wire.calls) == [
        "GET /activity/",
        "GET /deals/",
        "GET /stats/overview",
        "GET /tasks/agenda",
    ]


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize(
    ("path", "id"),
    [
        ("stats/overview", "figures"),
        ("deals/", "deals"),
        ("tasks/agenda", "tasks"),
        ("activity/", "activity"),
    ],
)
async def test_a_panel_whose_source_is_away_shows_its_last_answer(
    ada: Browser, wire: Wire, path: str, id: str
) -> None:
    before = await ada.open("/dashboard/")
    cut(wire, path)

    page = await ada.open("/dashboard/")

    assert page.status == 200
    assert STALE in page.one(f"#{id}").text
    shown = f"#{id} :is(tbody tr, .timeline > li)"
    assert [one.text for one in page.all(shown)] == [one.text for one in before.all(shown)] != []
    for other in {*PANELS} - {id}:
        assert STALE not in page.one(f"#{other}").text
    assert "nothing can be changed" not in page.text


@pytest.mark.usefixtures("sold")
async def test_a_panel_never_seen_is_a_stub_and_the_others_are_there(
    ada: Browser, wire: Wire
) -> None:
    cut(wire, "stats/overview")

    page = await ada.open("/dashboard/?period=this_year")

    assert page.status == 200
    assert STUB in page.one("#figures").text
    assert "Compiler" in page.one("#deals").text


@pytest.mark.usefixtures("sold")
async def test_one_panel_is_tried_again_alone(ada: Browser, wire: Wire) -> None:
    cut(wire, "stats/overview")
    page = await ada.open("/dashboard/?period=this_year")
    again = page.one("#figures a").attrs
    wire.before = None
    wire.calls.clear()

    part = await ada.part(again["hx-get"], target="article#figures")

    assert again["href"] == again["hx-get"] == "/dashboard/?period=this_year"
    assert wire.calls == ["GET /stats/overview"]
    assert tile(part, "Won") == "Won €80 1 deal"
    assert "hx-replace-url" not in part.headers


async def test_the_page_does_not_wait_for_a_slow_panel(
    ada: Browser, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others have their last answers, should they be slow as well."""
    monkeypatch.setattr(panels, "DEADLINE", 1.0)
    gate = wire.before = Gate("/stats/overview")

    page = await ada.open("/dashboard/?period=this_year")

    gate.open()
    assert STUB in page.one("#figures").text
    assert "No deal is in progress" in page.one("#deals").text


async def test_with_the_whole_backend_away_the_page_itself_says_so(
    ada: Browser, wire: Wire
) -> None:
    await ada.open("/dashboard/")
    wire.is_cut = True

    page = await ada.open("/dashboard/")

    assert (page.status, page.text.count("nothing can be changed")) == (200, 1)
    assert STALE not in page.text


async def test_where_no_panel_has_an_answer_there_is_no_page(
    guest: Browser, api: SignedIn, wire: Wire
) -> None:
    cut(wire, "stats/overview", "deals/", "tasks/agenda", "activity/")

    page = await guest.sign_in(api.user["email"])

    assert (page.status, page.path) == (503, "/dashboard/")
