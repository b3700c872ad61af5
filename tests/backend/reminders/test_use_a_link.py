"""Saying "done" or "later" by a reminder's link, without signing in."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest

from backend.notifications.reminder_links import GOOD_FOR, Link, Links
from backend.settings import Settings
from tests.support.builders import activity_of, make_task
from tests.support.people import Json, SignedIn

LINK = "/api/v1/reminders/link"


@pytest.fixture
async def ann(signed_in: Callable[..., Awaitable[SignedIn]]) -> SignedIn:
    return await signed_in(name="Ann")


@pytest.fixture
def links(settings: Settings) -> Links:
    return Links(settings.secret_key)


def token_of(links: Links, task: Json, person: SignedIn, *, age: timedelta = timedelta()) -> str:
    made_at = datetime.now(UTC) - age
    return links.give(Link(UUID(task["id"]), UUID(person.user_id), made_at))


async def show(stranger: httpx.AsyncClient, token: str) -> httpx.Response:
    return await stranger.get(LINK, headers={"x-reminder-token": token})


async def test_it_shows_what_the_reminder_said(
    api: SignedIn, ann: SignedIn, anonymous: httpx.AsyncClient, links: Links
) -> None:
    task = await make_task(api, title="Call", assigned_to=ann.user_id, due_date="2031-01-31")

    answer = await show(anonymous, token_of(links, task, ann))

    assert answer.status_code == 200, answer.text
    shown = answer.json()
    assert (shown["title"], shown["due_date"], shown["full_name"]) == ("Call", "2031-01-31", "Ann")
    assert (shown["client_name"], shown["status"]) == (task["client_name"], "TODO")


async def test_done_is_audited_as_the_person(
    api: SignedIn, ann: SignedIn, anonymous: httpx.AsyncClient, links: Links
) -> None:
    task = await make_task(api, assigned_to=ann.user_id)
    body = {"token": token_of(links, task, ann)}

    answers = [await anonymous.post(f"{LINK}/done", json=body) for _ in "12"]

    assert [answer.json()["status"] for answer in answers] == ["DONE", "DONE"]
    latest, first = await activity_of(api, task["id"])
    assert (latest["action"], latest["user_id"], first["action"]) == (
        *("completed", ann.user_id),
        "created",
    )


async def test_later_moves_the_reminder_by_the_persons_clock(
    api: SignedIn, ann: SignedIn, anonymous: httpx.AsyncClient, links: Links
) -> None:
    await ann.patch("/api/v1/me", json={"time_zone": "Asia/Tokyo"})
    task = await make_task(api, assigned_to=ann.user_id)
    body = {"token": token_of(links, task, ann), "until": "morning"}

    answer = await anonymous.post(f"{LINK}/snooze", json=body)

    remind_at = datetime.fromisoformat(answer.json()["remind_at"])
    assert (remind_at.hour, remind_at.minute) == (0, 0)  # nine in Tokyo
    assert (await activity_of(api, task["id"]))[0]["user_id"] == ann.user_id


async def test_it_is_good_for_a_week(
    api: SignedIn, anonymous: httpx.AsyncClient, links: Links
) -> None:
    task = await make_task(api)
    minute = timedelta(minutes=1)

    old = await show(anonymous, token_of(links, task, api, age=GOOD_FOR))
    await api.get("/api/v1/me")
    young = token_of(links, task, api, age=GOOD_FOR - minute)

    assert (old.status_code, old.json()["detail"]) == (404, "This link is too old; sign in instead")
    with pytest.raises(Exception, match="too old"):
        links.take(young, datetime.now(UTC) + 2 * minute)


async def test_it_ends_with_the_persons_sessions(
    api: SignedIn, ann: SignedIn, anonymous: httpx.AsyncClient, links: Links
) -> None:
    task = await make_task(api, assigned_to=ann.user_id)
    token = token_of(links, task, ann)
    shut_off = {"is_active": False}
    await api.patch(f"/api/v1/users/{ann.user_id}", json=shut_off)
    away = await show(anonymous, token)
    await api.patch(f"/api/v1/users/{ann.user_id}", json={"is_active": True})

    assert [away.status_code, (await show(anonymous, token)).status_code] == [404, 404]


@pytest.mark.parametrize("change", ["reassigned", "trashed"])
async def test_it_is_over_with_the_task(
    api: SignedIn, ann: SignedIn, anonymous: httpx.AsyncClient, links: Links, change: str
) -> None:
    task = await make_task(api, assigned_to=ann.user_id)
    body = {"token": token_of(links, task, ann)}
    url = f"/api/v1/tasks/{task['id']}"
    if change == "trashed":
        await api.delete(url)
    else:
        await api.patch(url, json={"assigned_to": api.user_id})

    answer = await anonymous.post(f"{LINK}/done", json=body)

    assert answer.status_code == 404
    assert (await api.get(url)).json()["status"] == "TODO"


@pytest.mark.parametrize("broken", ["", "x", "ж", "%00", "A" * 96, "=" * 96, "A" * 200])
async def test_a_broken_one_opens_nothing(anonymous: httpx.AsyncClient, broken: str) -> None:
    answer = await anonymous.post(f"{LINK}/done", json={"token": broken})

    assert answer.status_code == (404 if broken else 400)


async def test_not_one_bit_of_it_can_be_changed(api: SignedIn, links: Links) -> None:
    token = token_of(links, await make_task(api), api)
    mended = [token[:n] + ("A" if token[n] != "A" else "B") + token[n + 1 :] for n in range(96)]

    for forged in mended:
        with pytest.raises(Exception, match="not one of ours"):
            links.take(forged, datetime.now(UTC))


async def test_another_secret_makes_other_links(api: SignedIn, links: Links) -> None:
    token = token_of(Links("another secret" * 3), await make_task(api), api)

    with pytest.raises(Exception, match="not one of ours"):
        links.take(token, datetime.now(UTC))
