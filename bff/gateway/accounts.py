"""Sign-in and users: the parts of the accounts API that our pages use, in our own words."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from bff.gateway.client import Backend, View
from bff.gateway.fields import Clock, Email, Locale, Moment, Name, NewPassword, Password


class Role(StrEnum):
    ADMIN = "ADMIN"
    USER = "USER"


class TokenPair(View):
    """``expires_in`` is seconds from now."""

    access_token: str
    expires_in: int
    refresh_token: str


class UserView(View):
    id: UUID
    email: str
    full_name: str
    role: Role
    is_active: bool
    time_zone: str
    locale: str
    version: int


class MeView(UserView):
    """``digest_hour`` and the quiet hours are by one's own clock."""

    quiet_from: str | None
    quiet_to: str | None
    digest_hour: int


class UserPage(View):
    items: list[UserView]
    total: int


class SessionView(View):
    """``network`` and ``user_agent`` are those of its last renewal."""

    id: UUID
    created_at: Moment
    last_used_at: Moment
    network: str
    user_agent: str
    is_current: bool


class SessionPage(View):
    items: list[SessionView]


class Scope(StrEnum):
    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


class TokenView(View):
    id: UUID
    name: str
    prefix: str
    scopes: list[Scope]
    created_at: Moment
    expires_at: Moment
    last_used_at: Moment | None


class TokenPage(View):
    items: list[TokenView]


class MadeToken(View):
    """``secret`` is told this once."""

    name: str
    secret: str | None


class Invitation(View):
    """``is_waiting``: there is no mail server that it could leave by."""

    email: str
    is_waiting: bool


class OfferedReset(View):
    """``token`` is told this once."""

    token: str | None
    expires_at: Moment


class Login(Struct):
    email: str
    password: str


class RefreshToken(Struct):
    refresh_token: str


class AskForReset(Struct):
    email: Email


class ResetPassword(Struct):
    token: str
    new_password: NewPassword


class ChangePassword(Struct):
    current_password: Password
    new_password: NewPassword


class EditMe(Struct, omit_defaults=True):
    full_name: Name | UnsetType = UNSET
    time_zone: str | UnsetType = UNSET
    locale: Locale | UnsetType = UNSET
    quiet_from: Clock | UnsetType | None = UNSET
    quiet_to: Clock | UnsetType | None = UNSET
    digest_hour: Annotated[int, Meta(ge=0, le=23)] | UnsetType = UNSET


class NewUser(Struct):
    """Without a password, which they set by the link that they are mailed."""

    email: Email
    full_name: Name
    role: Role = Role.USER
    time_zone: str = "UTC"
    locale: Locale = "en"


class EditUser(Struct, omit_defaults=True):
    email: Email | UnsetType = UNSET
    full_name: Name | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET


class NewToken(Struct):
    name: Name
    scopes: list[Scope]
    expires_in_days: int


class AccountGateway:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def login(self, login: Login) -> TokenPair:
        return await self._backend.post("auth/login", TokenPair, login)

    async def refresh(self, refresh_token: str) -> TokenPair:
        """Safe to repeat: the same token leads to the same child for some seconds."""
        body = RefreshToken(refresh_token)
        return await self._backend.post("auth/refresh", TokenPair, body, is_repeatable=True)

    async def logout(self, refresh_token: str) -> None:
        body = RefreshToken(refresh_token)
        await self._backend.post("auth/logout", type(None), body, is_repeatable=True)

    async def me(self) -> MeView:
        return await self._backend.get("me", MeView)

    async def edit_me(self, edit: EditMe, *, version: int) -> MeView:
        return await self._backend.patch("me", MeView, edit, version=version)

    async def users(self) -> UserPage:
        """As many as a list to choose from holds."""
        return await self.page(limit=200)

    async def page(
        self,
        *,
        search: str | None = None,
        is_active: bool | None = None,
        limit: int,
        offset: int | None = None,
    ) -> UserPage:
        return await self._backend.get(
            "users/", UserPage, search=search, is_active=is_active, limit=limit, offset=offset
        )

    async def user(self, user_id: UUID) -> UserView:
        return await self._backend.get(f"users/{user_id}", UserView)

    async def add_user(self, user: NewUser, *, key: str) -> UserView:
        return await self._backend.post("users/", UserView, user, key=key)

    async def edit_user(self, user_id: UUID, edit: EditUser, *, version: int) -> UserView:
        return await self._backend.patch(f"users/{user_id}", UserView, edit, version=version)

    async def invite(self, user_id: UUID, *, key: str) -> Invitation:
        return await self._backend.post(f"users/{user_id}/invitation", Invitation, key=key)

    async def offer_reset(self, user_id: UUID, *, key: str) -> OfferedReset:
        path = f"users/{user_id}/password-reset"
        return await self._backend.post(path, OfferedReset, key=key)

    async def ask_for_reset(self, asked: AskForReset) -> None:
        await self._backend.post("auth/password-reset", type(None), asked)

    async def reset_password(self, reset: ResetPassword) -> None:
        await self._backend.post("auth/password-reset/confirm", type(None), reset)

    async def change_password(self, change: ChangePassword, *, key: str) -> None:
        await self._backend.post("me/password", type(None), change, key=key)

    async def sessions(self) -> list[SessionView]:
        return (await self._backend.get("me/sessions", SessionPage, limit=200)).items

    async def end_session(self, session_id: UUID) -> None:
        await self._backend.delete(f"me/sessions/{session_id}")

    async def end_other_sessions(self) -> None:
        await self._backend.delete("me/sessions")

    async def tokens(self) -> list[TokenView]:
        return (await self._backend.get("tokens/", TokenPage, limit=200)).items

    async def make_token(self, token: NewToken, *, key: str) -> MadeToken:
        return await self._backend.post("tokens/", MadeToken, token, key=key)

    async def revoke_token(self, token_id: UUID) -> None:
        await self._backend.delete(f"tokens/{token_id}")
