"""Users, sign-in, sessions and API tokens on the wire."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from backend.core import examples
from backend.core.actor import Role, Scope
from backend.core.clocks import Clock
from backend.core.schemas import Body, Email, Name, View

Password = Annotated[str, Meta(min_length=1, max_length=1024)]
NewPassword = Annotated[
    str,
    Meta(
        min_length=12,
        max_length=1024,
        description="12 to 1,024 characters, nothing that is easily guessed",
    ),
]
Token = Annotated[str, Meta(min_length=1, max_length=512)]
Locale = Literal["en", "ru"]
TimeZone = Annotated[str, Meta(min_length=1, max_length=64)]


class UserSort(StrEnum):
    """A leading ``-`` means descending; ``id`` breaks ties."""

    NAME = "full_name"
    NAME_DESC = "-full_name"
    NEWEST = "-created_at"
    OLDEST = "created_at"


class Login(Body):
    email: Email
    password: Password

    example = {"email": "ann@example.com", "password": examples.PASSWORD}


class RefreshToken(Body):
    refresh_token: Token

    example = {"refresh_token": examples.REFRESH_TOKEN}


class TokenPair(View):
    """``expires_in`` and ``refresh_expires_in`` are seconds from now."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    refresh_token: str
    refresh_expires_in: int

    example = {
        "access_token": examples.ACCESS_TOKEN,
        "token_type": "Bearer",
        "expires_in": 300,
        "refresh_token": examples.REFRESH_TOKEN,
        "refresh_expires_in": 1209600,
    }


class AskForReset(Body):
    email: Email

    example = {"email": "ann@example.com"}


class ResetPassword(Body):
    """``token`` is the one that was mailed."""

    token: Token
    new_password: NewPassword

    example = {"token": examples.RESET_TOKEN, "new_password": "nine otters at dawn"}


class Invitation(View):
    """``is_waiting`` says that no mail server is set, so that the mail does not leave yet."""

    email: str
    expires_at: datetime
    is_waiting: bool


class OfferedReset(View):
    """``token`` is shown this once, and is null where an Idempotency-Key repeats the request."""

    token: str | None
    expires_at: datetime


class ChangePassword(Body):
    current_password: Password
    new_password: NewPassword

    example = {
        "current_password": examples.PASSWORD,
        "new_password": "seven owls at noon",
    }


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

    example = {
        "id": examples.BOB,
        "email": "bob@example.com",
        "full_name": "Bob Berg",
        "role": "USER",
        "is_active": True,
        "time_zone": "Europe/Berlin",
        "locale": "en",
        "version": 1,
        "created_at": examples.MADE,
        "updated_at": examples.MADE,
    }


class MeView(UserView):
    """Oneself. ``digest_hour`` and the quiet hours are by one's own clock, in ``time_zone``.

    In quiet hours no reminder comes; it waits for their end. Both are null where there are none.
    """

    quiet_from: str | None
    quiet_to: str | None
    digest_hour: int

    example = UserView.example | {"quiet_from": "22:00", "quiet_to": "07:00", "digest_hour": 7}


class UserPage(View):
    items: list[UserView]
    total: int
    total_is_exact: bool
    limit: int
    offset: int
    next_cursor: str | None


class NewUser(Body):
    """Whoever gets no ``password`` is mailed a link to set one of their own."""

    email: Email
    full_name: Name
    password: NewPassword | UnsetType = UNSET
    role: Role = Role.USER
    time_zone: TimeZone = "UTC"
    locale: Locale = "en"

    example = {
        "email": "bob@example.com",
        "full_name": "Bob Berg",
        "time_zone": "Europe/Berlin",
    }


class EditUser(Body):
    """Absent fields stay as they are."""

    email: Email | UnsetType = UNSET
    full_name: Name | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET
    time_zone: TimeZone | UnsetType = UNSET
    locale: Locale | UnsetType = UNSET

    example = {"role": "ADMIN"}


class EditMe(Body):
    """Absent fields stay as they are. Quiet hours have a beginning and an end, or are null both."""

    full_name: Name | UnsetType = UNSET
    time_zone: TimeZone | UnsetType = UNSET
    locale: Locale | UnsetType = UNSET
    quiet_from: Clock | UnsetType | None = UNSET
    quiet_to: Clock | UnsetType | None = UNSET
    digest_hour: Annotated[int, Meta(ge=0, le=23)] | UnsetType = UNSET

    example = {
        "full_name": "Ann Archer",
        "time_zone": "Europe/London",
        "quiet_from": "22:00",
        "quiet_to": "07:00",
    }


class SessionView(View):
    """One sign-in. ``network`` and ``user_agent`` are those of its last renewal."""

    id: UUID
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    network: str
    user_agent: str
    is_current: bool


class SessionPage(View):
    items: list[SessionView]
    total: int
    total_is_exact: bool
    limit: int
    offset: int
    next_cursor: str | None


class NewToken(Body):
    """``read`` is in every scope; ``write`` also changes; ``admin`` does as an admin does."""

    name: Name
    scopes: Annotated[list[Scope], Meta(min_length=1, max_length=3)]
    expires_in_days: Annotated[int, Meta(ge=1, le=365)] = 90

    example = {"name": "Nightly report", "scopes": ["read"], "expires_in_days": 30}


class TokenView(View):
    """``prefix`` begins the secret; ``last_used_at`` is right to a minute or so."""

    id: UUID
    name: str
    prefix: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


class MadeToken(TokenView):
    """``secret`` is shown this once, and is null where an Idempotency-Key repeats the request."""

    secret: str | None

    example = {
        "id": examples.TOKEN,
        "name": "Nightly report",
        "prefix": "foyer_pat_7Hq2",
        "scopes": ["read"],
        "created_at": examples.MADE,
        "expires_at": "2026-12-02T09:15:00Z",
        "last_used_at": None,
        "secret": "foyer_pat_7Hq2_dS8vK1mZx4Qw9Lr2Yt6Nc3Jb5Pf0Gh7Ae8Uo1Ik4Mx",
    }


class TokenPage(View):
    items: list[TokenView]
    total: int
    total_is_exact: bool
    limit: int
    offset: int
    next_cursor: str | None
