"""What was deleted, by whom and when, to be brought back."""

from collections.abc import Awaitable, Callable

import asyncpg
import pytest
from msgspec.structs import replace

from backend.settings import Settings
from tests.support.builders import make_client, make_deal, make_task
from tests.support.pages import page_of, pointers, walk
from tests.support.people import Json, People, SignedIn

TRASH = "/api/v1/trash"
Make = Callable[..., Awaitable[Json]]
KINDS: list[tuple[str, Make]] = [("client", make_client), ("deal", make_deal), ("task", make_task)]


@pytest.mark.parametrize(("kind", "make"), KINDS)
async def test_each_says_who_deleted_it_and_the_last_comes_first(
    api: SignedIn, signed_in: People, kind: str, make: Make
) -> None:
    ann = await signed_in(name="Ann")
    first, second, kept = await make(ann), await make(ann), await make(ann)

    await ann.delete(f"/api/v1/{kind}s/{first['id']}")
    await api.delete(f"/api/v1/{kind}s/{second['id']}")

    page = await page_of(api, TRASH, entity_type=kind)
    told = [(item["id"], item["deleted_by_name"], item["owner_name"]) for item in page["items"]]
    assert told == [(second["id"], "Ada Admin", "Ann"), (first["id"], "Ann", "Ann")]
    assert page["total"] == 2
    assert kept["id"] not in {item["id"] for item in page["items"]}


async def test_who_deleted_it_last_counts(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in(name="Ann")
    client = await make_client(ann, company="Acme")
    path = f"/api/v1/clients/{client['id']}"
    await api.delete(path)
    await ann.post(f"{path}/restore")
    await ann.delete(path)

    (item,) = (await page_of(api, TRASH, entity_type="client"))["items"]

    assert (item["deleted_by_name"], item["subtitle"]) == ("Ann", "Acme")


async def test_it_is_searched_and_walked(api: SignedIn) -> None:
    for number in range(5):
        client = await make_client(api, name=f"{'Roof' if number % 2 else 'Wall'} {number}")
        await api.delete(f"/api/v1/clients/{client['id']}")

    walked = await walk(api, TRASH, entity_type="client", limit=2)
    found = await page_of(api, TRASH, entity_type="client", search="roof")

    assert [item["title"] for item in walked] == ["Wall 4", "Roof 3", "Wall 2", "Roof 1", "Wall 0"]
    assert [item["title"] for item in found["items"]] == ["Roof 3", "Roof 1"]


async def test_its_type_is_said(api: SignedIn) -> None:
    answers = [await api.get(TRASH), await api.get(TRASH, params={"entity_type": "user"})]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert pointers(answers[1].json()) == ["?entity_type"]


class TestOwnVisibility:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, visibility="own")

    @pytest.mark.parametrize(("kind", "make"), KINDS)
    async def test_anothers_is_not_there(
        self, api: SignedIn, signed_in: People, kind: str, make: Make
    ) -> None:
        ann = await signed_in()
        hers, foreign = await make(ann), await make(api)
        for record in (hers, foreign):
            await api.delete(f"/api/v1/{kind}s/{record['id']}")

        page = await page_of(ann, TRASH, entity_type=kind)

        assert ([item["id"] for item in page["items"]], page["total"]) == ([hers["id"]], 1)


async def test_more_than_are_counted(api: SignedIn, database: asyncpg.Connection) -> None:
    await database.execute(
        "INSERT INTO clients (name, phone, company, notes, owner_id, version, deleted_at)"
        " SELECT 'C' || n, '', '', '', $1, 1, now() + n * interval '1 s'"
        " FROM generate_series(1, 1001) AS n",
        api.user_id,
    )

    page = await page_of(api, TRASH, entity_type="client", limit=1)

    assert (page["items"][0]["title"], page["total_is_exact"]) == ("C1001", False)
    assert page["items"][0]["deleted_by_name"] is None
