"""Clients that were merged into others, and phones found however they are written"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

LIVE = sa.text("deleted_at IS NULL")
INTO = "fk_clients_merged_into_clients"


def upgrade() -> None:
    op.add_column("clients", sa.Column("merged_into", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f(INTO), "clients", "clients", ["merged_into"], ["id"])
    op.create_check_constraint(
        op.f("ck_clients_merged_is_in_the_trash"),
        "clients",
        "merged_into IS NULL OR deleted_at IS NOT NULL",
    )
    merged = sa.text("merged_into IS NOT NULL")
    op.create_index("ix_clients_merged", "clients", ["merged_into"], postgresql_where=merged)
    digits = sa.text("(right(regexp_replace(phone, '[^0-9]', '', 'g'), 10))")
    op.create_index("ix_clients_digits", "clients", [digits], postgresql_where=LIVE)


def downgrade() -> None:
    op.drop_index("ix_clients_digits", table_name="clients", postgresql_where=LIVE)
    op.drop_index("ix_clients_merged", table_name="clients")
    op.drop_constraint(op.f("ck_clients_merged_is_in_the_trash"), "clients", type_="check")
    op.drop_constraint(op.f(INTO), "clients", type_="foreignkey")
    op.drop_column("clients", "merged_into")
