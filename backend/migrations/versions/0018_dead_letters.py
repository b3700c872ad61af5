"""Events that were given up after many tries, and each periodic job's own row."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

NEW = "webhook_disabled"


def known() -> list[str]:
    """The types that notifications may have so far, whatever added them."""
    rule = sa.text(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conname = 'ck_notifications_notificationtype'"
    )
    return re.findall(r"'(\w+)'", op.get_bind().execute(rule).scalar_one())


def allow(types: list[str]) -> None:
    listed = ", ".join(f"'{each}'" for each in types)
    op.drop_constraint("notificationtype", "notifications", type_="check")
    op.create_check_constraint("notificationtype", "notifications", f"type IN ({listed})")


def upgrade() -> None:
    allow([*known(), NEW])
    op.add_column("outbox", sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_index("ix_outbox_due", "outbox")
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["next_at"],
        postgresql_where=sa.text("sent_at IS NULL AND dead_at IS NULL"),
    )
    op.create_index(
        "ix_outbox_dead",
        "outbox",
        ["dead_at", "id"],
        postgresql_where=sa.text("dead_at IS NOT NULL"),
    )
    op.add_column("job_runs", sa.Column("last_run_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("job_runs", sa.Column("handled", sa.BigInteger(), nullable=True))
    for name in ("runs", "failures"):
        count = sa.Column(name, sa.BigInteger(), server_default=sa.text("0"), nullable=False)
        op.add_column("job_runs", count)
    for name in ("next_at", "lease_until"):
        op.add_column("job_runs", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    # They did what many jobs do now, each under its own name.
    op.execute("DELETE FROM job_runs WHERE name IN ('tidy', 'log')")


def downgrade() -> None:
    op.execute(f"DELETE FROM notifications WHERE type = '{NEW}'")  # our own name
    allow([each for each in known() if each != NEW])
    for name in ("lease_until", "next_at", "failures", "runs", "handled", "last_run_at"):
        op.drop_column("job_runs", name)
    op.drop_index("ix_outbox_dead", "outbox")
    op.drop_index("ix_outbox_due", "outbox")
    op.drop_column("outbox", "dead_at")
    op.create_index(
        "ix_outbox_due", "outbox", ["next_at"], postgresql_where=sa.text("sent_at IS NULL")
    )
