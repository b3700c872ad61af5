"""Who may do what: each route for each kind of person and record, as `matrix.txt` states it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from tests.backend.permissions.matrix import (
    COLUMNS,
    MAKERS,
    NOTHING,
    Route,
    a_notification,
    body_of,
    rows,
    send,
)
from tests.support.people import People, SignedIn, transport_to

REFERENCE = "/schema"
ADMINS_OWN = "webhooks"  # nobody else can make one


@dataclass
class Cast:
    """Ann owns the records; Bob is somebody else; ``narrow`` is each of them under `own`."""

    stranger: httpx.AsyncClient
    admin: SignedIn
    ann: SignedIn
    bob: SignedIn
    narrow: dict[str, httpx.AsyncClient]

    async def ask(self, route: Route, column: str) -> int:
        record = await self._record(route, column) if route.has_record else ""
        by = self._who(route, column)
        body = await body_of(route, by if isinstance(by, SignedIn) else self.ann)
        return (await send(route, by, record=record, body=body)).status_code

    def _who(self, route: Route, column: str) -> httpx.AsyncClient:
        if column == "own" and not route.has_record:
            return self.narrow["ann"]
        people: dict[str, httpx.AsyncClient] = {
            "stranger": self.stranger,
            "admin": self.admin,
            "team's": self.bob,
            "foreign": self.narrow["bob"],
        }
        return people.get(column, self.ann)

    async def _record(self, route: Route, column: str) -> str:
        if column == "none":
            return NOTHING
        if route.kind == "notifications":
            return await a_notification(self.ann, self.admin)
        record = await MAKERS[route.kind](self.admin if route.kind == ADMINS_OWN else self.ann)
        if column == "trashed":
            answer = await self.ann.delete(f"/api/v1/{route.kind}/{record}")
            assert answer.status_code == 204, answer.text
        return record


@pytest.fixture
async def everybody(
    api: SignedIn, signed_in: People, anonymous: httpx.AsyncClient, narrow_app: Litestar
) -> AsyncIterator[Cast]:
    ann, bob = await signed_in(name="Ann"), await signed_in(name="Bob")
    narrowed = {
        name: httpx.AsyncClient(
            transport=transport_to(narrow_app), base_url=person.base_url, headers=person.headers
        )
        for name, person in (("ann", ann), ("bob", bob))
    }
    yield Cast(anonymous, api, ann, bob, narrowed)
    for client in narrowed.values():
        await client.aclose()


def test_every_route_is_stated(backend_app: Litestar) -> None:
    served = {
        (method, route.path.replace(":uuid}", "}"))
        for route in backend_app.routes
        if isinstance(route, HTTPRoute) and not route.path.startswith(REFERENCE)
        for method in route.methods - {"OPTIONS"}
    }

    assert {tuple(route) for route, _ in rows()} == served


def test_every_column_of_a_record_is_stated() -> None:
    """A trash is a kind's own; everything else has an answer for everybody."""
    for route, stated in rows():
        wanted = set(COLUMNS) - {"trashed"} if route.has_record else set(COLUMNS[:3])
        assert wanted <= set(stated), route


async def test_every_cell_is_true(everybody: Cast) -> None:
    stated = {(*route, column): status for route, row in rows() for column, status in row.items()}

    found = {
        (*route, column): await everybody.ask(route, column)
        for route, row in rows()
        for column in row
    }

    wrong = {cell: status for cell, status in found.items() if status != stated[cell]}
    assert wrong == {}, "\n".join(f"{c}: {s}, stated {stated[c]}" for c, s in wrong.items())
