"""Users, and all that lets them in."""

from datetime import datetime
from uuid import UUID

from advanced_alchemy.base import DefaultBase
from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import CITEXT
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.actor import Role
from backend.core.columns import one_of
from backend.core.model import Record, Table


class User(Record):
    """``sessions_valid_after`` ends all earlier sessions: a password reset, an account shut off.

    ``quiet_from`` and ``quiet_to`` are times of day such as ``22:00``, both or none.
    """

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint(
            "(quiet_from IS NULL) = (quiet_to IS NULL) AND quiet_from <> quiet_to",
            name="quiet_hours",
        ),
        CheckConstraint("digest_hour BETWEEN 0 AND 23", name="digest_hour"),
        Index("uq_users_email", "email", unique=True),
        Index("ix_users_name", text("fold(full_name)"), "id"),
        Index("ix_users_created", "created_at", "id"),
        Index("ix_users_active", "is_active", "id"),
        Index(
            "ix_users_search",
            "search",
            postgresql_using="gin",
            postgresql_ops={"search": "gin_trgm_ops"},
            postgresql_with={"fastupdate": "off"},
        ),
    )

    email: Mapped[str] = mapped_column(CITEXT)
    full_name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(one_of(Role), default=Role.USER)
    is_active: Mapped[bool] = mapped_column(default=True)
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    locale: Mapped[str] = mapped_column(String(8), default="en")
    quiet_from: Mapped[str | None] = mapped_column(String(5))
    quiet_to: Mapped[str | None] = mapped_column(String(5))
    digest_hour: Mapped[int] = mapped_column(SmallInteger, server_default="7")
    password_hash: Mapped[str] = mapped_column(Text)
    sessions_valid_after: Mapped[datetime] = mapped_column(server_default=func.now())
    search: Mapped[str] = mapped_column(
        Text,
        Computed("fold(full_name || ' ' || email::text)", persisted=True),
        deferred=True,
        deferred_raiseload=True,
    )


class RefreshToken(DefaultBase):
    """One link of a family's chain; only its SHA-256 is stored.

    A family is a session: its last link says from where and when it was used last.
    """

    __tablename__ = "refresh_tokens"

    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    family: Mapped[UUID] = mapped_column(index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    issued_at: Mapped[datetime] = mapped_column(server_default=func.now())
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    network: Mapped[str] = mapped_column(String(64), server_default="")
    user_agent: Mapped[str] = mapped_column(String(200), server_default="")


class PasswordReset(Table):
    """A one-time token, of which only the SHA-256 is stored."""

    __tablename__ = "password_resets"

    hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class ApiToken(Table):
    """A user's key for their programs: found by its prefix, proved by its SHA-256."""

    __tablename__ = "api_tokens"
    __table_args__ = (
        Index("uq_api_tokens_prefix", "prefix", unique=True),
        Index("ix_api_tokens_user", "user_id", "created_at", "id"),
        Index("ix_api_tokens_expires_at", "expires_at"),
    )

    prefix: Mapped[str] = mapped_column(String(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(String(200))
    scopes: Mapped[list[str]] = mapped_column(ARRAY(String(16)))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


CONFLICTS = {"uq_users_email": ("/email", "A user with this e-mail exists already")}
