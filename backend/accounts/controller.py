"""Sign-in, oneself, API tokens and users over HTTP."""

from contextlib import AbstractAsyncContextManager
from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, patch, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, JSONBody

from backend.accounts import api_tokens, passwords, queries, service, sign_in
from backend.accounts.origins import Origin, origin_of
from backend.accounts.schemas import (
    AskForReset,
    ChangePassword,
    EditMe,
    EditUser,
    Invitation,
    Login,
    MadeToken,
    MeView,
    NewToken,
    NewUser,
    OfferedReset,
    RefreshToken,
    ResetPassword,
    SessionPage,
    TokenPage,
    TokenPair,
    UserPage,
    UserSort,
    UserView,
)
from backend.core.actor import Actor, Role
from backend.core.http import IfMatch, Writing, created, done, replied, unit_of_work, versioned
from backend.core.listing import Asked
from backend.core.paging import Count, Cursor, Limit, Offset, Search
from backend.core.refusals import NotSignedIn
from backend.core.work import Work

AnyRequest = Request[Any, Any, Any]
Asking = Request[Actor, Any, Any]


class AuthController(Controller):
    """Signing in and out, and passwords that were forgotten."""

    path = "/auth"
    tags = ["auth"]
    opt = {"public": True}

    @post("/login", operation_id="log_in", status_code=200)
    async def login(self, request: AnyRequest, state: State, data: JSONBody[Login]) -> TokenPair:
        """Past ten guesses the answer is 429, even to the right password."""
        # Counted before the password is looked at, so that guesses cannot race the count.
        origin = _origin(request, state)
        await state.guesses.sign_in(state.database, origin.network, data.email)
        known = await state.sign_in.check(state.database, data.email, data.password)
        async with _work(state) as work:
            pair: TokenPair = await state.sign_in.open(work, known, origin)
        return pair

    @post("/refresh", operation_id="refresh_session", status_code=200)
    async def refresh(
        self, request: AnyRequest, state: State, data: JSONBody[RefreshToken]
    ) -> TokenPair:
        await state.guesses.session(_origin(request, state).network)
        async with _work(state) as work:
            pair = await state.sign_in.renew(work, data.refresh_token, _origin(request, state))
        return _required(pair)

    @post("/logout", operation_id="log_out", status_code=204)
    async def logout(self, request: AnyRequest, state: State, data: JSONBody[RefreshToken]) -> None:
        """Says nothing about whether the token was known."""
        await state.guesses.session(_origin(request, state).network)
        async with _work(state) as work:
            await state.sign_in.close(work, data.refresh_token)

    @post("/password-reset", operation_id="ask_for_password_reset", status_code=204)
    async def ask_for_reset(
        self, request: AnyRequest, state: State, data: JSONBody[AskForReset]
    ) -> None:
        """Says nothing about whether there is such a user, who gets a token by mail."""
        await state.guesses.asked_for_reset(_origin(request, state).network, data.email)
        async with _work(state) as work:
            await state.resets.ask(work, data.email)

    @post("/password-reset/confirm", operation_id="reset_password", status_code=204)
    async def reset(self, request: AnyRequest, state: State, data: JSONBody[ResetPassword]) -> None:
        """The token is good once and for an hour. Ends all sessions."""
        await state.guesses.reset(_origin(request, state).network)
        found, hashed = await state.resets.check(state.database, data)
        async with _work(state) as work:
            await state.resets.reset(work, data.token, found, hashed)


class MeController(Controller):
    """One's own profile, password and sessions."""

    path = "/me"
    tags = ["me"]

    @get(operation_id="show_me")
    async def show(self, request: Asking, state: State) -> Response[MeView]:
        return versioned(await queries.me(state.database, request.user.id))

    @patch(operation_id="edit_me")
    async def edit(
        self, work: Writing, data: JSONBody[EditMe], if_match: IfMatch = None
    ) -> Response[MeView]:
        return versioned(await service.edit_me(work, data, if_match))

    @post("/password", operation_id="change_password", status_code=204, in_person=True)
    async def change_password(
        self, work: Writing, state: State, data: JSONBody[ChangePassword]
    ) -> Response[None]:
        """Ends all other sessions; API tokens stay."""
        await state.guesses.own_password(work.actor.id)
        await passwords.change_password(work, state.database, state.sign_in.passwords, data)
        return await done(work)

    @get("/sessions", operation_id="list_sessions", in_person=True)
    async def sessions(
        self,
        request: Asking,
        state: State,
        limit: Limit = 50,
        offset: Offset = 0,
        cursor: Cursor = None,
        count: Count = None,
    ) -> SessionPage:
        """One's own, last used first."""
        filters = {"standing": True}
        asked = Asked(queries.LATEST, filters, limit, offset, cursor, count == "exact")
        return await queries.sessions(state.database, request.user, asked)

    @delete("/sessions/{session_id:uuid}", operation_id="revoke_session", in_person=True)
    async def end_session(self, work: Writing, session_id: FromPath[UUID]) -> None:
        """It is out within five seconds. The current one may be ended too."""
        await sign_in.end_session(work, session_id)

    @delete("/sessions", operation_id="revoke_other_sessions", in_person=True)
    async def end_other_sessions(self, work: Writing) -> None:
        await sign_in.end_other_sessions(work)


class TokenController(Controller):
    """Personal API tokens, by which programs sign in."""

    path = "/tokens"
    tags = ["tokens"]
    opt = {"in_person": True}

    @get(operation_id="list_tokens")
    async def index(
        self,
        request: Asking,
        state: State,
        limit: Limit = 50,
        offset: Offset = 0,
        cursor: Cursor = None,
        count: Count = None,
    ) -> TokenPage:
        """One's own, newest first."""
        asked = Asked(queries.NEWEST, {}, limit, offset, cursor, count == "exact")
        return await queries.tokens(state.database, request.user, asked)

    @post(operation_id="make_token")
    async def make(self, work: Writing, data: JSONBody[NewToken]) -> Response[MadeToken]:
        token = await api_tokens.make_token(work, data)
        address = f"/api/v1/tokens/{token.id}"
        return await created(work, token, address, repeated=api_tokens.without_secret(token))

    @delete("/{token_id:uuid}", operation_id="revoke_token")
    async def revoke(self, work: Writing, token_id: FromPath[UUID]) -> None:
        """It is out within five seconds."""
        await api_tokens.revoke_token(work, token_id)


class UserController(Controller):
    """The people of this instance; admins make and edit them."""

    path = "/users"
    tags = ["users"]

    @get(operation_id="list_users")
    async def index(
        self,
        request: Asking,
        state: State,
        search: Search = None,
        role: FromQuery[Role | None] = None,
        is_active: FromQuery[bool | None] = None,
        sort: FromQuery[UserSort] = UserSort.NAME,
        limit: Limit = 50,
        offset: Offset = 0,
        cursor: Cursor = None,
        count: Count = None,
    ) -> UserPage:
        given = {"search": search or None, "role": role, "is_active": is_active}
        filters = {name: value for name, value in given.items() if value is not None}
        asked = Asked(sort, filters, limit, offset, cursor, count == "exact")
        return await queries.users(state.database, request.user, asked)

    @post(operation_id="add_user")
    async def add(self, work: Writing, state: State, data: JSONBody[NewUser]) -> Response[UserView]:
        """Whoever gets no `password` is mailed a link to set one, good for three days."""
        user = await state.resets.add_user(work, data)
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
        """`is_active: false` ends the user's sessions and API tokens within five seconds."""
        return versioned(await service.edit_user(work, user_id, data, if_match))

    @post("/{user_id:uuid}/invitation", operation_id="invite_user", status_code=200, admin=True)
    async def invite(
        self, work: Writing, state: State, user_id: FromPath[UUID]
    ) -> Response[Invitation]:
        """Mails them a link to set a password with, good once and for three days."""
        is_waiting = not state.settings.smtp
        return await replied(work, await state.resets.invite(work, user_id, is_waiting=is_waiting))

    @post(
        "/{user_id:uuid}/password-reset",
        operation_id="offer_password_reset",
        status_code=200,
        admin=True,
        in_person=True,
    )
    async def offer_reset(
        self, work: Writing, state: State, user_id: FromPath[UUID]
    ) -> Response[OfferedReset]:
        """A one-time token to set a password with, good for three days: for a new user, or one
        whom no mail reaches.
        """
        offered = await state.resets.offer(work, user_id)
        return await replied(work, offered, repeated=passwords.without_token(offered))


def _work(state: State) -> AbstractAsyncContextManager[Work]:
    """For those who are nobody yet."""
    return unit_of_work(state.database, None, after_commit=state.doorbell.ring)


def _origin(request: AnyRequest, state: State) -> Origin:
    return origin_of(request, state.settings.bff_key)


def _required(pair: TokenPair | None) -> TokenPair:
    if pair is None:
        raise NotSignedIn("This session has ended; sign in again")
    return pair
