"""Outbox rows name the request they come from; alarms, and those who are told of them"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

CONSTRAINT = "ck_notifications_notificationtype"
TYPES = (
    "client_assigned",
    "deal_assigned",
    "task_assigned",
    "import_ended",
    "mentioned",
    "webhook_disabled",
    "task_reminder",
    "digest",
    "channel_failed",
)


def upgrade() -> None:
    op.add_column("outbox", sa.Column("request_id", sa.String(length=100), nullable=True))
    op.add_column("outbox", sa.Column("traceparent", sa.String(length=55), nullable=True))
    op.create_table(
        "alarms",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarms")),
    )
    op.create_index("uq_alarms_name", "alarms", ["name"], unique=True)
    _allow(*TYPES, "system_alarm")


def _allow(*types: str) -> None:
    op.drop_constraint(op.f(CONSTRAINT), "notifications", type_="check")
    listed = ", ".join(f"'{each}'" for each in types)
    op.create_check_constraint(op.f(CONSTRAINT), "notifications", f"type IN ({listed})")


def downgrade() -> None:
    op.execute("DELETE FROM notifications WHERE type = 'system_alarm'")
    _allow(*TYPES)
    op.drop_table("alarms")
    op.drop_column("outbox", "traceparent")
    op.drop_column("outbox", "request_id")
