"""Lists as people like to see them, their own and shared"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NOW = sa.text("now()")
JSON = postgresql.JSONB(astext_type=sa.Text())


def upgrade() -> None:
    page = sa.Enum(
        *("clients", "deals", "tasks"),
        name="listpage",
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    op.create_table(
        "saved_views",
        sa.Column("page", page, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("query", JSON, nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_saved_views_owner_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
    )
    op.create_index("ix_saved_views_owner", "saved_views", ["owner_id", "page", "position", "id"])
    op.create_index(
        "ix_saved_views_shared",
        "saved_views",
        ["page", "position", "id"],
        postgresql_where=sa.text("is_shared"),
    )


def downgrade() -> None:
    op.drop_table("saved_views")
