"""Every list by an index"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

LIVE = sa.text("deleted_at IS NULL")
NOTED = sa.text("action = 'noted'")
INDEXES = {
    "ix_activity_type": ("activity_log", ["entity_type", "id"]),
    "ix_exports_created": ("exports", ["created_at", "id"]),
    "ix_imports_created": ("imports", ["created_at", "id"]),
    "ix_users_active": ("users", ["is_active", "id"]),
    "ix_webhooks_active": ("webhooks", ["is_active", "id"]),
}


def upgrade() -> None:
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)
    op.create_index("ix_activity_notes", "activity_log", ["id"], postgresql_where=NOTED)
    op.create_index("ix_deals_rank", "deals", ["rank", "id"], postgresql_where=LIVE)


def downgrade() -> None:
    op.drop_index("ix_deals_rank", "deals")
    op.drop_index("ix_activity_notes", "activity_log")
    for name, (table, _) in INDEXES.items():
        op.drop_index(name, table)
