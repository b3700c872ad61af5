"""The change log in months"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

AHEAD = timedelta(days=92)
COLUMNS = "user_id, entity_type, entity_uuid, action, payload, request_id, batch_id, created_at, id"


def upgrade() -> None:
    put_aside()
    create_log(postgresql_partition_by="RANGE (id)")
    op.execute("CREATE TABLE activity_log_rest PARTITION OF activity_log DEFAULT")
    oldest = op.get_bind().scalar(
        sa.text(
            "SELECT min(uuid_extract_timestamp(id)) FROM activity_log_before "
            "WHERE uuid_extract_version(id) = 7"
        )
    )
    for start, end in months(oldest):
        op.execute(
            f"CREATE TABLE activity_log_{start:%Y_%m} PARTITION OF activity_log "
            f"FOR VALUES FROM ('{first_id(start)}') TO ('{first_id(end)}')"
        )
    take_over()


def downgrade() -> None:
    put_aside()
    create_log()
    take_over()


def put_aside() -> None:
    op.rename_table("activity_log", "activity_log_before")
    for constraint in ("pk_activity_log", "fk_activity_log_user_id_users"):
        op.drop_constraint(constraint, "activity_log_before")
    for index in ("ix_activity_batch", "ix_activity_entity", "ix_activity_user"):
        op.drop_index(index, "activity_log_before")


def take_over() -> None:
    """Indexes last: built in one go they cost half."""
    op.execute(
        f"INSERT INTO activity_log ({COLUMNS}) SELECT {COLUMNS} FROM activity_log_before ORDER BY id"
    )
    op.drop_table("activity_log_before")
    op.create_index(
        "ix_activity_batch",
        "activity_log",
        ["batch_id"],
        unique=False,
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index("ix_activity_entity", "activity_log", ["entity_uuid", "id"], unique=False)
    op.create_index("ix_activity_user", "activity_log", ["user_id", "id"], unique=False)


def create_log(**options: Any) -> None:
    op.create_table(
        "activity_log",
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("entity_type", sa.String(length=32), nullable=False),
        sa.Column("entity_uuid", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("request_id", sa.String(length=100), nullable=True),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_activity_log_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_log")),
        **options,
    )


def months(oldest: datetime | None) -> Iterator[tuple[datetime, datetime]]:
    """From the oldest entry to three months from now, by their beginnings and ends."""
    now = datetime.now(UTC)
    start = (
        (oldest or now).astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    )
    while start < now + AHEAD:
        end = (start + timedelta(days=31)).replace(day=1)
        yield start, end
        start = end


def first_id(moment: datetime) -> str:
    """Not above any UUIDv7 of this millisecond or a later one."""
    digits = f"{int(moment.timestamp() * 1000):012x}"
    return f"{digits[:8]}-{digits[8:]}-0000-0000-000000000000"
