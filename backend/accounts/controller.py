"""Sign-in and users over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get, patch, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody

from backend.accounts import queries, service
from backend.accounts.gate import browser_network
from backend.accounts.schemas import (
    EditMe,
    EditUser,
    Login,
    NewUser,
    RefreshToken,
    TokenPair,
    UserPage,
    UserView,
)
from backend.core.actor import Actor
from backend.core.http import IfMatch, Writing, created, unit_of_work, versioned
from backend.core.limits import RateLimits
from backend.core.paging import Cursor, Limit, Offset
from backend.core.refusals import NotSignedIn, TooMany

WINDOW = 300
PER_PAIR = 10  # guesses for one e-mail from one network
PER_NETWORK = 100


class AuthController(Controller):
    path = "/auth"
    tags = ["auth"]
    opt = {"public": True}

    @post("/login", operation_id="log_in", status_code=200)
    async def login(
        self, request: Request[Any, Any, Any], state: State, data: JSONBody[Login]
    ) -> TokenPair:
        """Counted before the password is looked at, so that guesses cannot race the count."""
        network = browser_network(request, state.settings.bff_key)
        await _count_guess(state.limits, network, data.email)
        user_id = await state.sign_in.check(state.database, data.email, data.password)
        async with unit_of_work(state.database, None, after_commit=state.doorbell.ring) as work:
            pair: TokenPair = await state.sign_in.open(work, user_id)
        return pair

    @post("/refresh", operation_id="refresh_session", status_code=200)
    async def refresh(self, state: State, data: JSONBody[RefreshToken]) -> TokenPair:
        async with unit_of_work(state.database, None, after_commit=state.doorbell.ring) as work:
            pair: TokenPair | None = await state.sign_in.renew(work, data.refresh_token)
        if pair is None:
            raise NotSignedIn("This session has ended; sign in again")
        return pair

    @post("/logout", operation_id="log_out", status_code=204)
    async def logout(self, state: State, data: JSONBody[RefreshToken]) -> None:
        """Says nothing about whether the token was known."""
        async with unit_of_work(state.database, None, after_commit=state.doorbell.ring) as work:
            await state.sign_in.close(work, data.refresh_token)


class MeController(Controller):
    path = "/me"
    tags = ["me"]

    @get(operation_id="show_me")
    async def show(self, request: Request[Actor, Any, Any], state: State) -> Response[UserView]:
        return versioned(await queries.user(state.database, request.user.id))

    @patch(operation_id="edit_me")
    async def edit(
        self, work: Writing, data: JSONBody[EditMe], if_match: IfMatch = None
    ) -> Response[UserView]:
        return versioned(await service.edit_me(work, data, if_match))


class UserController(Controller):
    path = "/users"
    tags = ["users"]

    @get(operation_id="list_users")
    async def index(
        self, state: State, limit: Limit = 50, offset: Offset = 0, cursor: Cursor = None
    ) -> UserPage:
        return await queries.users(state.database, limit=limit, offset=offset, cursor=cursor)

    @post(operation_id="add_user")
    async def add(self, work: Writing, state: State, data: JSONBody[NewUser]) -> Response[UserView]:
        user = await service.add_user(work, state.sign_in.passwords, data)
        return await created(work, user, f"/api/v1/users/{user.id}")

    @get("/{user_id:uuid}", operation_id="show_user")
    async def show(self, state: State, user_id: FromPath[UUID]) -> Response[UserView]:
        return versioned(await queries.user(state.database, user_id))

    @patch("/{user_id:uuid}", operation_id="edit_user")
    async def edit(
        self,
        work: Writing,
        user_id: FromPath[UUID],
        data: JSONBody[EditUser],
        if_match: IfMatch = None,
    ) -> Response[UserView]:
        return versioned(await service.edit_user(work, user_id, data, if_match))


async def _count_guess(limits: RateLimits, network: str, email: str) -> None:
    pair = f"{network}:{email.lower()}"
    counts = (
        await limits.hit("sign-in", pair, limit=PER_PAIR, seconds=WINDOW),
        await limits.hit("sign-in-network", network, limit=PER_NETWORK, seconds=WINDOW),
    )
    for count in counts:
        if count.exceeded:
            raise TooMany("Too many sign-in attempts; wait a little", headers=count.headers())
