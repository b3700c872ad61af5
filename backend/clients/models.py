"""Clients, and how many each owner has."""

from uuid import UUID

from advanced_alchemy.base import DefaultBase
from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, String, Text, text
from sqlalchemy.dialects.postgresql import CITEXT
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.model import Owned, Record, Trashable

LIVE = text("deleted_at IS NULL")
SEARCHED = (
    "fold(name || ' ' || company || ' ' || coalesce(email::text, '') || ' ' || phone"
    " || ' ' || coalesce(external_id, ''))"
)
# What two ways of writing a number have in common: +7 495 … and 8 (495) … are the same phone.
DIGITS = "right(regexp_replace(phone, '[^0-9]', '', 'g'), 10)"


class Client(Owned, Trashable, Record):
    """Someone we sell to. E-mail and external id are unique among those not in the trash.

    One that was merged into another lies in the trash and says where it went.
    """

    __tablename__ = "clients"
    __table_args__ = (
        CheckConstraint(
            "merged_into IS NULL OR deleted_at IS NOT NULL", name="merged_is_in_the_trash"
        ),
        Index("uq_clients_email", "email", unique=True, postgresql_where=LIVE),
        Index("uq_clients_external_id", "external_id", unique=True, postgresql_where=LIVE),
        Index("ix_clients_created", "created_at", "id", postgresql_where=LIVE),
        Index("ix_clients_updated", "updated_at", "id", postgresql_where=LIVE),
        Index("ix_clients_name", text("fold(name)"), "id", postgresql_where=LIVE),
        Index("ix_clients_company", text("fold(company)"), "id", postgresql_where=LIVE),
        Index("ix_clients_owner", "owner_id", "created_at", "id", postgresql_where=LIVE),
        Index("ix_clients_digits", text(f"({DIGITS})"), postgresql_where=LIVE),
        Index("ix_clients_merged", "merged_into", postgresql_where=text("merged_into IS NOT NULL")),
        Index("ix_clients_trash", "deleted_at", postgresql_where=text("deleted_at IS NOT NULL")),
        Index(
            "ix_clients_search",
            "search",
            postgresql_using="gin",
            postgresql_ops={"search": "gin_trgm_ops"},
            # Pending lists made searches twice as slow and inserts stall for 32 ms.
            postgresql_with={"fastupdate": "off"},
        ),
    )

    name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(50), default="")
    email: Mapped[str | None] = mapped_column(CITEXT)
    company: Mapped[str] = mapped_column(String(200), default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    external_id: Mapped[str | None] = mapped_column(String(200))
    merged_into: Mapped[UUID | None] = mapped_column(ForeignKey("clients.id"))
    search: Mapped[str] = mapped_column(
        Text, Computed(SEARCHED, persisted=True), deferred=True, deferred_raiseload=True
    )


class ClientTotal(DefaultBase):
    """How many live clients an owner has; kept by a trigger, never written by hand."""

    __tablename__ = "client_totals"

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


CONFLICTS = {
    "uq_clients_email": ("/email", "Another client has this e-mail"),
    "uq_clients_external_id": ("/external_id", "Another client has this external id"),
    "ck_clients_merged_is_in_the_trash": (
        "",
        "This client was merged into another; undo the merge instead",
    ),
}
