"""Files and exports"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column(
            "entity_type",
            sa.Enum(
                "client",
                "deal",
                "task",
                name="fileentity",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "ready",
                name="filestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "id",
            sa.Uuid(),
            server_default=sa.text("uuidv7()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(state = 'ready') = (sha256 IS NOT NULL)", name=op.f("ck_attachments_known_when_ready")
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachments_size_is_positive")),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["users.id"], name=op.f("fk_attachments_uploaded_by_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    op.create_index(
        "ix_attachments_entity",
        "attachments",
        ["entity_type", "entity_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_attachments_pending",
        "attachments",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index("uq_attachments_key", "attachments", ["key"], unique=True)
    op.create_table(
        "exports",
        sa.Column(
            "entity",
            sa.Enum(
                "clients",
                "deals",
                "tasks",
                "activity",
                name="exportentity",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "format",
            sa.Enum(
                "csv",
                "xlsx",
                name="exportformat",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "QUEUED",
                "RUNNING",
                "DONE",
                "FAILED",
                "EXPIRED",
                name="exportstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("filters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("columns", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("total_rows", sa.Integer(), nullable=True),
        sa.Column("processed", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=100), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "id",
            sa.Uuid(),
            server_default=sa.text("uuidv7()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(state = 'DONE') = (key IS NOT NULL)", name=op.f("ck_exports_done_with_a_file")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_exports_created_by_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    op.create_index("ix_exports_by", "exports", ["created_by", "created_at", "id"], unique=False)
    op.create_index(
        "ix_exports_due",
        "exports",
        ["lease_until"],
        unique=False,
        postgresql_where=sa.text("state IN ('QUEUED', 'RUNNING')"),
    )
    op.create_index(
        "ix_exports_expiry",
        "exports",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("state = 'DONE'"),
    )
    op.create_index("ix_exports_key", "exports", ["key"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_exports_key", table_name="exports")
    op.drop_index(
        "ix_exports_expiry", table_name="exports", postgresql_where=sa.text("state = 'DONE'")
    )
    op.drop_index(
        "ix_exports_due",
        table_name="exports",
        postgresql_where=sa.text("state IN ('QUEUED', 'RUNNING')"),
    )
    op.drop_index("ix_exports_by", table_name="exports")
    op.drop_table("exports")
    op.drop_index("uq_attachments_key", table_name="attachments")
    op.drop_index(
        "ix_attachments_pending",
        table_name="attachments",
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.drop_index("ix_attachments_entity", table_name="attachments")
    op.drop_table("attachments")
