"""Reading reports: narrowed as asked, by few queries, and no more than one may see."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from backend.app import create_app
from backend.settings import Settings
from backend.stats.schemas import Period
from backend.stats.spans import before, span_of
from tests.support.apps import running
from tests.support.builders import make_client, make_deal
from tests.support.pages import page_of, pointers
from tests.support.people import People, SignedIn

NOW = datetime(2026, 5, 20, 15, 30, tzinfo=UTC)
REPORTS = ("pipeline", "forecast", "results", "comparison")


async def test_new_clients_are_compared(api: SignedIn) -> None:
    await make_client(api)

    found = await page_of(api, "/api/v1/stats/comparison", period="this_year", currency="USD")

    assert (found["this"]["new_clients"], found["before"]["new_clients"]) == (1, 0)


@pytest.mark.parametrize(
    ("period", "starts", "ends"),
    [
        (Period.THIS_MONTH, "2026-04-01", "2026-05-01"),
        (Period.LAST_MONTH, "2026-03-01", "2026-04-01"),
        (Period.LAST_QUARTER, "2025-10-01", "2026-01-01"),
        (Period.LAST_YEAR, "2024-01-01", "2025-01-01"),
    ],
)
def test_the_period_before_is_as_long_and_touches(period: Period, starts: str, ends: str) -> None:
    earlier = before(span_of(period, NOW.date()))

    assert (str(earlier.starts), str(earlier.ends)) == (starts, ends)


async def test_the_stages_chances_are_the_installations(
    api: SignedIn, settings: Settings, signed_in: People
) -> None:
    await make_deal(api, amount="10.01", expected_close_date="2020-01-31")
    async with running(create_app(replace(settings, chance_new=33))) as app:
        there = await signed_in.at(app, api.user["email"])
        found = await page_of(there, "/api/v1/stats/forecast")

    assert found["chances"][0] == {"status": "NEW", "percent": 33}
    (row,) = found["rows"]
    assert (row["expected"], row["amount"], row["weighted"]) == ("LATE", "10.01", "3.30")


@pytest.mark.parametrize(
    ("report", "most"),
    [(name, 1) for name in REPORTS[:2]] + [("results", 2), ("comparison", 1), ("currencies", 1)],
)
async def test_it_costs_few_queries(
    api: SignedIn, queries: list[str], report: str, most: int
) -> None:
    await make_deal(api)
    await page_of(api, f"/api/v1/stats/{report}")
    queries.clear()

    await page_of(api, f"/api/v1/stats/{report}")

    assert len(queries) == most


async def test_where_all_is_ones_own_they_tell_no_more(
    settings: Settings, api: SignedIn, signed_in: People
) -> None:
    ann = await signed_in(name="Ann")
    for person, amount in ((ann, "5.00"), (api, "700.00")):
        await make_deal(person, amount=amount, currency="USD" if person is api else "EUR")
        await make_deal(person, amount=amount, status="WON")
        lost = await make_deal(person, amount=amount)
        move = {"status": "LOST", "lost_reason": f"Because of {person.user['full_name']}"}
        await person.post(f"/api/v1/deals/{lost['id']}/move", json=move)
    async with running(create_app(replace(settings, visibility="own"))) as app:
        hers = await signed_in.at(app, ann.user["email"])
        found = {
            name: await page_of(hers, f"/api/v1/stats/{name}") for name in (*REPORTS, "currencies")
        }
        other = await page_of(hers, "/api/v1/stats/pipeline", owner=api.user_id)

    assert "700.00" not in str(found)
    assert "Because of Ada" not in str(found)
    assert [row["name"] for row in found["results"]["owners"]] == ["Ann"]
    assert found["comparison"]["this"]["new_clients"] == 3
    assert found["currencies"] == {"items": ["EUR"]}
    assert (other["owners"], other["totals"]) == ([], [])


@pytest.mark.parametrize(
    ("report", "name", "value"),
    [
        ("pipeline", "owner", "me"),
        ("forecast", "currency", "euro"),
        ("results", "period", "yesterday"),
        ("comparison", "since", "2026-01-01"),
    ],
)
async def test_a_parameter_that_does_not_fit_is_refused(
    api: SignedIn, report: str, name: str, value: str
) -> None:
    answer = await api.get(f"/api/v1/stats/{report}", params={name: value})

    assert (answer.status_code, pointers(answer.json())) == (400, [f"?{name}"])
