"""Reminders that go out once, quiet hours, and digests. What has passed already is not told."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TYPES = ("client_assigned", "deal_assigned", "task_assigned", "import_ended", "mentioned")
CONSTRAINT = "ck_notifications_notificationtype"


def upgrade() -> None:
    op.add_column("users", sa.Column("quiet_from", sa.String(length=5), nullable=True))
    op.add_column("users", sa.Column("quiet_to", sa.String(length=5), nullable=True))
    op.add_column(
        "users", sa.Column("digest_hour", sa.SmallInteger(), server_default="7", nullable=False)
    )
    op.create_check_constraint(
        op.f("ck_users_quiet_hours"),
        "users",
        "(quiet_from IS NULL) = (quiet_to IS NULL) AND quiet_from <> quiet_to",
    )
    op.create_check_constraint(
        op.f("ck_users_digest_hour"), "users", "digest_hour BETWEEN 0 AND 23"
    )
    op.add_column("tasks", sa.Column("reminded_for", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE tasks SET reminded_for = remind_at WHERE remind_at <= now()")
    op.create_index(
        "ix_tasks_reminders",
        "tasks",
        ["remind_at", "id"],
        postgresql_where=sa.text(
            "remind_at IS NOT NULL AND reminded_for IS DISTINCT FROM remind_at"
        ),
    )
    op.create_table(
        "digests",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_digests_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
    )
    op.create_index("uq_digests_day", "digests", ["user_id", "day"], unique=True)
    op.create_index("ix_digests_made_at", "digests", ["made_at"])
    _allow(*TYPES, "task_reminder", "digest")


def _allow(*types: str) -> None:
    op.drop_constraint(op.f(CONSTRAINT), "notifications", type_="check")
    listed = ", ".join(f"'{each}'" for each in types)
    op.create_check_constraint(op.f(CONSTRAINT), "notifications", f"type IN ({listed})")


def downgrade() -> None:
    op.execute("DELETE FROM notifications WHERE type IN ('task_reminder', 'digest')")
    _allow(*TYPES)
    op.drop_table("digests")
    op.drop_index("ix_tasks_reminders", table_name="tasks")
    op.drop_column("tasks", "reminded_for")
    for name in ("digest_hour", "quiet_to", "quiet_from"):
        op.drop_column("users", name)
