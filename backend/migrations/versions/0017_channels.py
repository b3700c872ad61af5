"""Chat channels, and what is said in them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

NOW = sa.text("now()")
ID = sa.text("uuidv7()")
JSON = postgresql.JSONB(astext_type=sa.Text())
TYPES = (
    *("client_assigned", "deal_assigned", "task_assigned", "import_ended", "mentioned"),
    *("task_reminder", "digest"),
)
CONSTRAINT = "ck_notifications_notificationtype"


def upgrade() -> None:
    op.create_table(
        "channels",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("service", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("is_team", sa.Boolean(), nullable=False),
        sa.Column("events", postgresql.ARRAY(sa.String(length=32)), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("disabled_reason", sa.String(length=200), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("id", sa.Uuid(), server_default=ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_channels_owner_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channels")),
    )
    op.create_index("ix_channels_owner", "channels", ["owner_id", "created_at", "id"])
    op.create_index(
        "ix_channels_team",
        "channels",
        ["created_at", "id"],
        postgresql_where=sa.text("is_team"),
    )
    _create_deliveries()
    _allow(*TYPES, "channel_failed")


def _create_deliveries() -> None:
    status = sa.Enum(
        *("PENDING", "DELIVERED", "DROPPED", "FAILED"),
        name="channelstatus",
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    op.create_table(
        "channel_deliveries",
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("entity_uuid", sa.Uuid(), nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("status", status, server_default="PENDING", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("duration_ms", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channels.id"],
            name=op.f("fk_channel_deliveries_channel_id_channels"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_deliveries")),
    )
    op.create_index(
        "uq_channel_deliveries_event", "channel_deliveries", ["event_id", "channel_id"], unique=True
    )
    op.create_index(
        "ix_channel_deliveries_channel", "channel_deliveries", ["channel_id", "created_at", "id"]
    )
    op.create_index("ix_channel_deliveries_created_at", "channel_deliveries", ["created_at"])
    op.create_index(
        "ix_channel_deliveries_pending",
        "channel_deliveries",
        ["channel_id", "id"],
        postgresql_where=sa.text("status = 'PENDING'"),
    )


def _allow(*types: str) -> None:
    op.drop_constraint(op.f(CONSTRAINT), "notifications", type_="check")
    listed = ", ".join(f"'{each}'" for each in types)
    op.create_check_constraint(op.f(CONSTRAINT), "notifications", f"type IN ({listed})")


def downgrade() -> None:
    op.execute("DELETE FROM notifications WHERE type = 'channel_failed'")
    _allow(*TYPES)
    op.drop_table("channel_deliveries")
    op.drop_table("channels")
