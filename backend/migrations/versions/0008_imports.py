"""Imports of workbooks and tasks, what was detected and remembered, and undo."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ENTITIES = ("clients", "deals")
STATES = ("UPLOADED", "QUEUED", "RUNNING", "DONE", "FAILED")
DUE = "state IN ('QUEUED', 'RUNNING'{more})"


def upgrade() -> None:
    _allow("entity", "importentity", (*ENTITIES, "tasks"))
    _allow("state", "importstate", (*STATES, "UNDOING", "UNDONE"))
    _index_due(more=", 'UNDOING'")
    for name in ("layout", "detected"):
        op.add_column("imports", sa.Column(name, postgresql.JSONB(), nullable=True))
    op.execute(
        "UPDATE imports SET detected = (SELECT jsonb_agg(jsonb_build_object('name', name, 'kind', "
        "'text', 'decimal', NULL, 'date_order', NULL, 'certainty', 'sure')) "
        "FROM jsonb_array_elements(columns) AS name), layout = jsonb_build_object("
        "'format', 'csv', 'delimiter', delimiter, 'encoding', encoding, "
        "'encoding_is_certain', true, 'sheet', NULL, 'sheets', '[]'::jsonb)"
    )
    for name in ("layout", "detected"):
        op.alter_column("imports", name, nullable=False)
    op.drop_column("imports", "delimiter")
    op.drop_column("imports", "encoding")
    op.add_column("imports", sa.Column("remembered", postgresql.JSONB(), nullable=True))
    for name in ("attempts", "undo_total", "trashed", "reverted", "left_alone"):
        op.add_column("imports", sa.Column(name, sa.Integer(), server_default="0", nullable=False))
        op.alter_column("imports", name, server_default=None)
    for name in ("undo_id", "undo_position"):
        op.add_column("imports", sa.Column(name, sa.Uuid(), nullable=True))
    _create_tables()
    op.drop_index("ix_activity_batch", table_name="activity_log")
    op.create_index(
        "ix_activity_batch",
        "activity_log",
        ["batch_id", "entity_uuid"],
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )


def _create_tables() -> None:
    op.create_table(
        "import_leftovers",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["imports.id"],
            name=op.f("fk_import_leftovers_import_id_imports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", "record_id", name=op.f("pk_import_leftovers")),
    )
    op.create_table(
        "import_mappings",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("entity", _one_of("importentity", (*ENTITIES, "tasks")), nullable=False),
        sa.Column("headers_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("columns", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("orders", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "used_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_import_mappings_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mappings")),
    )
    op.create_index(
        "uq_import_mappings",
        "import_mappings",
        ["user_id", "entity", "headers_hash"],
        unique=True,
    )
    op.create_index("ix_import_mappings_used", "import_mappings", ["user_id", "used_at", "id"])


def _one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _allow(column: str, name: str, values: tuple[str, ...]) -> None:
    constraint = op.f(f"ck_imports_{name}")
    op.drop_constraint(constraint, "imports", type_="check")
    listed = ", ".join(f"'{value}'" for value in values)
    op.create_check_constraint(constraint, "imports", f"{column} IN ({listed})")


def _index_due(more: str) -> None:
    op.drop_index("ix_imports_due", table_name="imports")
    op.create_index(
        "ix_imports_due",
        "imports",
        ["lease_until"],
        postgresql_where=sa.text(DUE.format(more=more)),
    )


def downgrade() -> None:
    op.drop_index("ix_activity_batch", table_name="activity_log")
    op.create_index(
        "ix_activity_batch",
        "activity_log",
        ["batch_id"],
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.drop_table("import_mappings")
    op.drop_table("import_leftovers")
    op.execute(
        "DELETE FROM imports WHERE entity = 'tasks' OR state IN ('UNDOING', 'UNDONE')"
        " OR layout->>'format' <> 'csv'"
    )
    for name, length in (("delimiter", 1), ("encoding", 20)):
        op.add_column("imports", sa.Column(name, sa.String(length), nullable=True))
        op.execute(f"UPDATE imports SET {name} = layout->>'{name}'")
        op.alter_column("imports", name, nullable=False)
    for name in (
        *("layout", "detected", "remembered", "attempts", "undo_total", "trashed", "reverted"),
        *("left_alone", "undo_id", "undo_position"),
    ):
        op.drop_column("imports", name)
    _index_due(more="")
    _allow("state", "importstate", STATES)
    _allow("entity", "importentity", ENTITIES)
