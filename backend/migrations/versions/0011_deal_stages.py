"""Since when a deal is in its stage, its next step, and deals that wait."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

LIVE = "deleted_at IS NULL"
OPEN = f"{LIVE} AND closed_at IS NULL"
CLOSES = "COALESCE(expected_close_date, 'infinity'::date)"
CLOSES_LAST = "COALESCE(expected_close_date, '-infinity'::date)"
# A closed deal is in its stage since it was closed; of others the log says when they were moved.
ENTERED = """
    UPDATE deals SET stage_since = COALESCE(closed_at, (
        SELECT max(entry.created_at) FROM activity_log AS entry
        WHERE entry.entity_uuid = deals.id AND entry.payload->'changes' ? 'status'
    ), created_at)
"""
# Whoever changes the status, by whichever statement: moves, bulk changes, imports and undo.
ENTER_STAGE = """
    CREATE FUNCTION enter_stage() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.stage_since := now();
        RETURN NEW;
    END $$
"""
ENTERS_STAGE = """
    CREATE TRIGGER deals_enter_stage BEFORE UPDATE ON deals FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION enter_stage()
"""
STEPS = """
    CREATE VIEW deal_steps AS
    SELECT deal_id, COALESCE(due_date, 'infinity'::date) AS due FROM tasks
    WHERE deleted_at IS NULL AND status <> 'DONE' AND deal_id IS NOT NULL
"""


def upgrade() -> None:
    op.add_column(
        "deals",
        sa.Column(
            "stage_since",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
    )
    op.execute(ENTERED)
    op.execute(ENTER_STAGE)
    op.execute(ENTERS_STAGE)
    op.execute(STEPS)
    _index("ix_deals_idle", "deals", ["updated_at", "id"], OPEN)
    _index("ix_deals_closes", "deals", [sa.literal_column(CLOSES), "id"], LIVE)
    _index("ix_deals_closes_last", "deals", [sa.literal_column(CLOSES_LAST), "id"], LIVE)
    _index(
        "ix_tasks_steps",
        "tasks",
        ["deal_id", sa.literal_column("COALESCE(due_date, 'infinity'::date)")],
        f"{LIVE} AND status <> 'DONE' AND deal_id IS NOT NULL",
    )


def _index(name: str, table: str, columns: list[str | sa.ColumnElement[object]], of: str) -> None:
    op.create_index(name, table, columns, unique=False, postgresql_where=sa.text(of))


def downgrade() -> None:
    op.drop_index("ix_tasks_steps", table_name="tasks")
    op.drop_index("ix_deals_closes_last", table_name="deals")
    op.drop_index("ix_deals_closes", table_name="deals")
    op.drop_index("ix_deals_idle", table_name="deals")
    op.execute("DROP VIEW deal_steps")
    op.execute("DROP TRIGGER deals_enter_stage ON deals")
    op.execute("DROP FUNCTION enter_stage()")
    op.drop_column("deals", "stage_since")
