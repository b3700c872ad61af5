"""Users and sign-in on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from backend.core.actor import Role
from backend.core.schemas import Body, Email, Name, View

Password = Annotated[str, Meta(min_length=1, max_length=1024)]
NewPassword = Annotated[str, Meta(min_length=12, max_length=1024)]
Token = Annotated[str, Meta(min_length=1, max_length=512)]
Locale = Literal["en", "ru"]
TimeZone = Annotated[str, Meta(min_length=1, max_length=64)]


class Login(Body):
    email: Email
    password: Password


class RefreshToken(Body):
    refresh_token: Token


class TokenPair(View):
    """``expires_in`` and ``refresh_expires_in`` are seconds from now."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    refresh_token: str
    refresh_expires_in: int


class UserView(View):
    id: UUID
    email: str
    full_name: str
    role: Role
    is_active: bool
    time_zone: str
    locale: str
    version: int
    created_at: datetime
    updated_at: datetime


class UserPage(View):
    items: list[UserView]
    total: int
    total_is_exact: bool
    limit: int
    offset: int
    next_cursor: str | None


class NewUser(Body):
    email: Email
    full_name: Name
    password: NewPassword
    role: Role = Role.USER
    time_zone: TimeZone = "UTC"
    locale: Locale = "en"


class EditUser(Body):
    """Absent fields stay as they are."""

    full_name: Name | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET
    time_zone: TimeZone | UnsetType = UNSET
    locale: Locale | UnsetType = UNSET


class EditMe(Body):
    full_name: Name | UnsetType = UNSET
    time_zone: TimeZone | UnsetType = UNSET
    locale: Locale | UnsetType = UNSET
