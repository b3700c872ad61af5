"""Outbox rows name the request they come from; alarms, and those who are told of them"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("request_id", sa.String(length=100), nullable=True))
    op.add_column("outbox", sa.Column("traceparent", sa.String(length=55), nullable=True))
    op.create_table(
        "alarms",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_alarms")),
    )


def downgrade() -> None:
    op.drop_table("alarms")
    op.drop_column("outbox", "traceparent")
    op.drop_column("outbox", "request_id")
