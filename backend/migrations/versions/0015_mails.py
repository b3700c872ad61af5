"""Mails, and notifications that are told by mail alone"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NOW = sa.text("now()")
KNOWN = ("client_assigned", "deal_assigned", "task_assigned", "import_ended")
NEW = ("mentioned",)


def allow(*types: str) -> None:
    listed = ", ".join(f"'{each}'" for each in types)
    op.drop_constraint("notificationtype", "notifications", type_="check")
    op.create_check_constraint("notificationtype", "notifications", f"type IN ({listed})")


def upgrade() -> None:
    state = sa.Enum(
        *("WAITING", "SENT", "DEAD", "DROPPED"),
        name="mailstate",
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    op.create_table(
        "mails",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("state", state, server_default="WAITING", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), server_default=NOW, nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_mails_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
    )
    op.create_index("uq_mails_event", "mails", ["event_id", "user_id"], unique=True)
    op.create_index("ix_mails_state", "mails", ["state", "id"])
    op.create_index("ix_mails_created_at", "mails", ["created_at"])
    op.create_index(
        "ix_mails_due", "mails", ["next_at"], postgresql_where=sa.text("next_at IS NOT NULL")
    )
    op.add_column(
        "notifications",
        sa.Column("in_inbox", sa.Boolean(), server_default=sa.text("true"), nullable=False),
    )
    allow(*KNOWN, *NEW)


def downgrade() -> None:
    op.execute("DELETE FROM notifications WHERE NOT in_inbox OR type = 'mentioned'")
    allow(*KNOWN)
    op.drop_column("notifications", "in_inbox")
    op.drop_table("mails")
