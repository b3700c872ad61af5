"""What every table has, and what some share."""

from datetime import datetime
from uuid import UUID

from advanced_alchemy.base import DefaultBase
from sqlalchemy import ForeignKey, func, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column


class Table(DefaultBase):
    """A table with an id made by the database, so that ids sort by time on every machine."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"))


class Record(Table):
    """Something that people edit: ``version`` counts its changes and is its ETag."""

    __abstract__ = True

    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        # SQLAlchemy raises the version with each UPDATE and refuses one on a stale row.
        return {"version_id_col": cls.version, "eager_defaults": True}


class Owned:
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))


class Trashable:
    deleted_at: Mapped[datetime | None]
