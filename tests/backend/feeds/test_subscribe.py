"""A calendar program reads one's tasks at an address of its own, without a session."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg
import httpx
import pytest
from icalendar import Calendar
from litestar import Litestar

from tests.support.builders import activity_of, make_deal, make_task, make_user
from tests.support.people import PASSWORD, People, SignedIn

FEEDS, ICS = "/api/v1/feeds", "/api/v1/feeds/tasks.ics"
TODAY = datetime.now(UTC).date()


async def made(person: SignedIn) -> str:
    answer = await person.post(FEEDS)
    assert answer.status_code == 201, answer.text
    token: str = answer.json()["token"]
    return token


async def read(anonymous: httpx.AsyncClient, token: str) -> httpx.Response:
    return await anonymous.get(ICS, headers={"X-Feed-Token": token})


async def events(anonymous: httpx.AsyncClient, token: str) -> list[Any]:
    return list(Calendar.from_ical((await read(anonymous, token)).content).events)


async def test_a_task_is_a_whole_day(api: SignedIn, anonymous: httpx.AsyncClient) -> None:
    deal = await make_deal(api, title="Roof")
    client = (await api.get(f"/api/v1/clients/{deal['client_id']}")).json()
    of_deal = {"client_id": deal["client_id"], "deal_id": deal["id"]}
    text = "Mind the dog; ring twice, please"
    await make_task(api, title="Call", due_date=str(TODAY), description=text, **of_deal)

    (event,) = await events(anonymous, await made(api))

    assert event["summary"] == f"Call · {client['name']}"
    assert event["dtstart"].dt == TODAY
    assert event["dtend"].dt == TODAY + timedelta(days=1)
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert "Deal: Roof" in event["description"]
    assert text in event["description"]


async def test_it_shows_what_is_open_and_ones_own(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    bob = await make_user(api)
    far = {"due_date": str(date(2031, 1, 5))}
    await make_task(api, title="Mine", **far)
    await make_task(api, title="His", assigned_to=bob["id"], **far)
    await make_task(api, title="Done", status="DONE", **far)
    await make_task(api, title="Whenever")
    await make_task(api, title="Long ago", due_date=str(TODAY - timedelta(days=90)))
    trashed = await make_task(api, title="Trashed", **far)
    await api.delete(f"/api/v1/tasks/{trashed['id']}")

    found = await events(anonymous, await made(api))

    assert [event["summary"].partition(" · ")[0] for event in found] == ["Mine"]


async def test_it_speaks_its_owners_language(api: SignedIn, anonymous: httpx.AsyncClient) -> None:
    await api.patch("/api/v1/me", json={"locale": "ru"})

    answer = await read(anonymous, await made(api))

    assert "Foyer: мои задачи" in answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, max-age=900"


async def test_a_new_address_ends_the_one_before(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    first, second = await made(api), await made(api)

    assert (await read(anonymous, first)).status_code == 404
    assert (await read(anonymous, second)).status_code == 200
    assert (await api.get(FEEDS)).json()["made_at"]


async def test_a_revoked_address_is_good_for_nothing(
    api: SignedIn, anonymous: httpx.AsyncClient, database: asyncpg.Connection
) -> None:
    token = await made(api)

    await api.delete(FEEDS)

    assert (await read(anonymous, token)).status_code == 404
    assert (await api.get(FEEDS)).json() == {"made_at": None}
    assert (await api.delete(FEEDS)).status_code == 404
    log = await database.fetch("SELECT entity_uuid, action FROM activity_log ORDER BY id DESC")
    assert [entry["action"] for entry in log[:2]] == ["deleted", "created"]
    assert len(await activity_of(api, str(log[0]["entity_uuid"]))) == 2


async def test_who_is_shut_off_has_no_calendar(
    api: SignedIn, signed_in: People, anonymous: httpx.AsyncClient
) -> None:
    bob = await signed_in(name="Bob")
    token = await made(bob)

    await api.patch(f"/api/v1/users/{bob.user_id}", json={"is_active": False})

    assert (await read(anonymous, token)).status_code == 404


async def test_it_does_not_come_back_with_its_owner(
    api: SignedIn, signed_in: People, anonymous: httpx.AsyncClient
) -> None:
    bob = await signed_in(name="Bob")
    token = await made(bob)

    for is_active in (False, True):
        await api.patch(f"/api/v1/users/{bob.user_id}", json={"is_active": is_active})

    assert (await read(anonymous, token)).status_code == 404


async def test_a_reset_password_ends_it_and_another_can_be_made(
    api: SignedIn, backend_app: Litestar, signed_in: People, anonymous: httpx.AsyncClient
) -> None:
    bob = await signed_in(email="bob@foyer.test")
    first = await made(bob)
    offered = (await api.post(f"/api/v1/users/{bob.user_id}/password-reset")).json()
    said = {"token": offered["token"], "new_password": PASSWORD}
    await anonymous.post("/api/v1/auth/password-reset/confirm", json=said)
    again = await signed_in.at(backend_app, "bob@foyer.test")

    shown = (await again.get(FEEDS)).json()
    second = await made(again)

    assert shown == {"made_at": None}
    assert (await read(anonymous, first)).status_code == 404
    assert (await read(anonymous, second)).status_code == 200


async def test_the_token_is_shown_once_and_stored_nowhere(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    headers = {"Idempotency-Key": "feed-1"}

    first = (await api.post(FEEDS, headers=headers)).json()
    again = (await api.post(FEEDS, headers=headers)).json()

    assert again == first | {"token": None}
    written = await database.fetch(
        "SELECT f.hash, l.payload FROM calendar_feeds f JOIN activity_log l ON l.entity_uuid = f.id"
    )
    assert len(written) == 1
    assert first["token"] not in str(written)


@pytest.mark.parametrize("token", ["", "x", "x" * 100, "é"])
async def test_nothing_is_found_by_guessing(anonymous: httpx.AsyncClient, token: str) -> None:
    answer = await anonymous.get(ICS, headers={b"X-Feed-Token": token.encode()})

    assert answer.status_code in {400, 404}


async def test_guessing_is_slowed_down(anonymous: httpx.AsyncClient) -> None:
    statuses = [(await read(anonymous, "x" * 43)).status_code for _ in range(61)]

    assert (statuses[0], statuses[-1]) == (404, 429)
