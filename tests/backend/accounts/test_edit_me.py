"""Editing one's own profile."""

import pytest

from tests.support.pages import pointers
from tests.support.people import People, SignedIn

ME = "/api/v1/me"


async def test_shows_who_is_signed_in(signed_in: People) -> None:
    ann = await signed_in(name="Ann")

    answer = await ann.get(ME)

    assert (answer.json()["full_name"], answer.headers["etag"]) == ("Ann", '"1"')


async def test_changes_what_is_ones_own(signed_in: People) -> None:
    ann = await signed_in()
    body = {"full_name": "Anne", "locale": "ru", "time_zone": "Europe/Moscow"}

    answer = await ann.patch(ME, json=body)

    assert answer.status_code == 200
    assert (await ann.get(ME)).json() == ann.user | body | {
        "version": 2,
        "updated_at": answer.json()["updated_at"],
    }


@pytest.mark.parametrize("field", ["role", "is_active", "email", "id", "password_hash"])
async def test_not_what_an_admin_decides(signed_in: People, field: str) -> None:
    ann = await signed_in()

    answer = await ann.patch(ME, json={field: "ADMIN"})

    assert (answer.status_code, pointers(answer.json())) == (400, [f"/{field}"])


@pytest.mark.parametrize("name", ["Europe/Atlantis", "localtime"])
async def test_a_time_zone_exists(api: SignedIn, name: str) -> None:
    answer = await api.patch(ME, json={"time_zone": name})

    assert (answer.status_code, pointers(answer.json())) == (400, ["/time_zone"])


async def test_a_stale_edit_answers_the_current_record(api: SignedIn) -> None:
    current = (await api.patch(ME, json={"full_name": "First"})).json()

    answer = await api.patch(ME, json={"full_name": "Second"}, headers={"If-Match": '"1"'})

    assert (answer.status_code, answer.json()["current"]) == (412, current)
