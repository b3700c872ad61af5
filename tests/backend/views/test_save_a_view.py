"""Lists as people like to see them: their own, and those that they share."""

import asyncpg
import httpx
import pytest
from litestar import Litestar
from msgspec.structs import replace

from backend.settings import Settings
from backend.views.models import ListPage
from backend.views.schemas import PARAMETERS
from tests.support.builders import news_of
from tests.support.openapi import document_of
from tests.support.pages import page_of, pointers
from tests.support.people import Json, People, SignedIn

VIEWS = "/api/v1/views"
PAGING = {"trashed", "limit", "offset", "cursor", "count"}


async def save(api: httpx.AsyncClient, **fields: object) -> Json:
    answer = await api.post(VIEWS, json={"page": "clients", "name": "Mine"} | fields)
    assert answer.status_code == 201, answer.text
    view: Json = answer.json()
    return view


async def names(api: httpx.AsyncClient, page: str = "clients") -> list[str]:
    return [view["name"] for view in (await page_of(api, VIEWS, page=page))["items"]]


async def test_it_is_kept_as_it_was_said(api: SignedIn) -> None:
    query = {"owner": "@me", "search": "roof", "created_within": "30", "sort": "-updated_at"}

    view = await save(api, name="Roofs", query=query, columns=["company", "owner_name"])

    shown = await api.get(f"{VIEWS}/{view['id']}")
    assert shown.json() == view
    assert (view["query"], view["columns"]) == (query, ["company", "owner_name"])
    assert shown.headers["etag"] == '"1"'


async def test_they_stand_in_the_order_that_was_given(api: SignedIn) -> None:
    for name in ("One", "Two", "Three"):
        view = await save(api, name=name)
    await save(api, name="Elsewhere", page="deals")

    await api.patch(f"{VIEWS}/{view['id']}", json={"position": 0})

    assert await names(api) == ["Three", "One", "Two"]
    assert await names(api, "deals") == ["Elsewhere"]


@pytest.mark.parametrize("page", ListPage)
def test_a_view_takes_whatever_its_list_takes(backend_app: Litestar, page: ListPage) -> None:
    operation = document_of(backend_app).operation("get", f"/api/v1/{page}/")

    assert operation is not None
    assert operation.parameters.keys() - PAGING == PARAMETERS[page].keys()


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"colour": "red"}, "/query/colour"),
        ({"trashed": "true"}, "/query/trashed"),
        ({"owner": "me"}, "/query/owner"),
        ({"created_within": "0"}, "/query/created_within"),
        ({"open_deals": "maybe"}, "/query/open_deals"),
        ({"sort": "password_hash"}, "/query/sort"),
        ({"search": "x" * 101}, "/query/search"),
    ],
)
async def test_what_the_list_would_refuse_is_no_view(
    api: SignedIn, query: Json, pointer: str
) -> None:
    view = await save(api)

    made = await api.post(VIEWS, json={"page": "clients", "name": "Mine", "query": query})
    edited = await api.patch(f"{VIEWS}/{view['id']}", json={"query": query})

    for answer in (made, edited):
        assert (answer.status_code, pointers(answer.json())) == (400, [pointer])


async def test_ones_own_is_nobody_elses_even_the_admins(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in()
    view = await save(ann, name="Hers")

    assert await names(ann) == ["Hers"]
    assert await names(api) == []
    for method in ("GET", "PATCH", "DELETE"):
        body = {"name": "His"} if method == "PATCH" else None
        answer = await api.request(method, f"{VIEWS}/{view['id']}", json=body)
        assert answer.status_code == 404


class TestShared:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """Sharing is a choice of its own, whatever of each other's records people see."""
        return replace(settings, visibility="own")

    async def test_all_read_it_and_its_owner_and_admins_change_it(
        self, api: SignedIn, signed_in: People
    ) -> None:
        ann, bob = await signed_in(), await signed_in()
        view = await save(ann, name="Ours", is_shared=True)
        path = f"{VIEWS}/{view['id']}"

        read = await bob.get(path)
        by_bob = await bob.patch(path, json={"name": "His"})
        by_admin = await api.patch(path, json={"name": "Everybody's"})

        assert await names(bob) == ["Everybody's"]
        statuses = [read.status_code, by_bob.status_code, by_admin.status_code]
        assert statuses == [200, 403, 200]
        assert (await bob.delete(path)).status_code == 403
        assert (await ann.delete(path)).status_code == 204

    async def test_its_owner_hears_of_what_an_admin_does(
        self, api: SignedIn, signed_in: People, database: asyncpg.Connection
    ) -> None:
        ann = await signed_in()
        path = f"{VIEWS}/{(await save(ann, is_shared=True))['id']}"

        await api.patch(path, json={"name": "Everybody's"})
        await api.delete(path)

        for topic in ("view.updated", "view.deleted"):
            assert (await news_of(database, topic))["owners"] == [ann.user_id]

    async def test_it_is_taken_back(self, signed_in: People) -> None:
        ann, bob = await signed_in(), await signed_in()
        view = await save(ann, is_shared=True)

        await ann.patch(f"{VIEWS}/{view['id']}", json={"is_shared": False})

        assert await names(bob) == []


async def test_somebody_else_was_faster(api: SignedIn) -> None:
    path = f"{VIEWS}/{(await save(api))['id']}"
    await api.patch(path, json={"name": "New"})

    stale = await api.patch(path, json={"name": "Old"}, headers={"If-Match": '"1"'})

    assert (stale.status_code, stale.json()["current"]["name"]) == (412, "New")
    assert (await api.delete(path, headers={"If-Match": '"1"'})).status_code == 412


async def test_what_stands_around_a_list_comes_in_one_answer(signed_in: People) -> None:
    ann, bob = await signed_in(), await signed_in()
    await save(ann, name="Ours", is_shared=True)
    await save(ann, name="Of deals", page="deals", is_shared=True)
    await save(ann, name="Ann's own")

    frame = await page_of(bob, f"{VIEWS}/frame", page="clients", limit=9)

    assert frame == {
        "views": await page_of(bob, VIEWS, page="clients", limit=9),
        "users": await page_of(bob, "/api/v1/users", limit=9),
    }
    assert [view["name"] for view in frame["views"]["items"]] == ["Ours"]


async def test_what_stands_around_a_list_is_bounded(signed_in: People) -> None:
    ann, _ = await signed_in(), await signed_in()

    frame = await page_of(ann, f"{VIEWS}/frame", limit=1)

    assert (len(frame["users"]["items"]), frame["users"]["total"]) == (1, 2)


async def test_a_hundred_are_enough(api: SignedIn, database: asyncpg.Connection) -> None:
    await database.execute(
        "INSERT INTO saved_views"
        " (page, name, query, columns, is_shared, position, owner_id, version)"
        " SELECT 'clients', n, '{}', '[]', false, n, $1, 1 FROM generate_series(1, 100) AS n",
        api.user_id,
    )

    answer = await api.post(VIEWS, json={"page": "clients", "name": "One more"})

    assert answer.status_code == 409
    await save(api, page="tasks")
