"""Every list by an index"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0012"
branch_labels = None
depends_on = None

LIVE = sa.text("deleted_at IS NULL")
CLOSE_DATE = sa.text("COALESCE(expected_close_date, 'infinity'::date)")
INDEXES = {
    "ix_activity_type": ("activity_log", ["entity_type", "id"]),
    "ix_exports_created": ("exports", ["created_at", "id"]),
    "ix_imports_created": ("imports", ["created_at", "id"]),
    "ix_users_active": ("users", ["is_active", "id"]),
    "ix_webhooks_active": ("webhooks", ["is_active", "id"]),
}
OF_LIVE_DEALS = {"ix_deals_close_date": [CLOSE_DATE, "id"], "ix_deals_rank": ["rank", "id"]}


def upgrade() -> None:
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)
    for name, columns in OF_LIVE_DEALS.items():
        op.create_index(name, "deals", columns, postgresql_where=LIVE)


def downgrade() -> None:
    for name in OF_LIVE_DEALS:
        op.drop_index(name, "deals")
    for name, (table, _) in INDEXES.items():
        op.drop_index(name, table)
