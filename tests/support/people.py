"""People at the API: made as `crm user add` makes them, signed in as everybody signs in."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from typing import Any, cast

import httpx
from litestar import Litestar

from backend.accounts.schemas import NewUser
from backend.accounts.service import add_user
from backend.core.actor import Role
from backend.core.http import unit_of_work

BASE_URL = "http://api.test"
LOGIN = "/api/v1/auth/login"
PASSWORD = "correct horse battery"
Json = dict[str, Any]


class SignedIn(httpx.AsyncClient):
    """Sends a person's access token; ``user`` is their record, ``tokens`` their token pair."""

    user: Json
    tokens: Json

    @property
    def user_id(self) -> str:
        return str(self.user["id"])


def transport_to(app: Litestar, *, address: str = "127.0.0.1") -> httpx.ASGITransport:
    """Errors that the app lets through become a 500, as a server would make them."""
    # httpx types an ASGI app more loosely than Litestar does.
    loose = cast("Any", app)
    return httpx.ASGITransport(loose, raise_app_exceptions=False, client=(address, 40_000))


def client_for(app: Litestar, *, address: str = "127.0.0.1") -> httpx.AsyncClient:
    """A stranger whose requests come from ``address``."""
    return httpx.AsyncClient(transport=transport_to(app, address=address), base_url=BASE_URL)


async def add_person(
    app: Litestar, *, email: str, role: Role = Role.USER, name: str = "", password: str = PASSWORD
) -> str:
    """Says the new user's id."""
    data = NewUser(email=email, full_name=name or email, password=password, role=role)
    database, ring = app.state.database, app.state.doorbell.ring
    async with unit_of_work(database, None, after_commit=ring) as work:
        user = await add_user(work, app.state.sign_in.passwords, data)
    return str(user.id)


async def sign_in(app: Litestar, email: str, password: str = PASSWORD) -> SignedIn:
    person = SignedIn(transport=transport_to(app), base_url=BASE_URL)
    answer = await person.post(LOGIN, json={"email": email, "password": password})
    assert answer.status_code == 200, answer.text
    person.tokens = answer.json()
    person.headers["Authorization"] = f"Bearer {person.tokens['access_token']}"
    person.user = (await person.get("/api/v1/me")).json()
    return person


class People:
    """Makes users of one API and signs them in: ``await signed_in(role="ADMIN")``."""

    def __init__(self, app: Litestar, stack: AsyncExitStack) -> None:
        self._app = app
        self._stack = stack
        self._numbers = count(1)

    async def __call__(
        self, *, role: str = "USER", email: str | None = None, name: str = ""
    ) -> SignedIn:
        email = email or f"{role.lower()}{next(self._numbers)}@foyer.test"
        await add_person(self._app, email=email, role=Role(role), name=name)
        return await self.at(self._app, email)

    async def at(self, app: Litestar, email: str) -> SignedIn:
        """One of them once more, perhaps at another process of the same API."""
        person = await sign_in(app, email)
        self._stack.push_async_callback(person.aclose)
        return person


@asynccontextmanager
async def people_of(app: Litestar) -> AsyncGenerator[People]:
    async with AsyncExitStack() as stack:
        yield People(app, stack)
