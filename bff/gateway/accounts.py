"""Sign-in and users: the parts of the accounts API that our pages use, in our own words."""

from enum import StrEnum
from typing import Literal
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from bff.gateway.client import Backend, View


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


class UserPage(View):
    items: list[UserView]


class Login(Struct):
    email: str
    password: str


class RefreshToken(Struct):
    refresh_token: str


class EditMe(Struct, omit_defaults=True):
    locale: Literal["en", "ru"] | UnsetType = UNSET


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

    async def me(self) -> UserView:
        return await self._backend.get("me", UserView)

    async def edit_me(self, edit: EditMe, *, version: int) -> UserView:
        return await self._backend.patch("me", UserView, edit, version=version)

    async def users(self) -> list[UserView]:
        """For owner pickers."""
        return (await self._backend.get("users/", UserPage, limit=200)).items
