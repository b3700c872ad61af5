"""API tokens, password resets, where sessions are used, and people found by search"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0001"
branch_labels = None
depends_on = None

NOW = sa.text("now()")


def moment(name: str, *, nullable: bool = False, now: bool = False) -> sa.Column[object]:
    return sa.Column(
        name, sa.DateTime(timezone=True), nullable=nullable, server_default=NOW if now else None
    )


def identity() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("prefix", sa.String(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("scopes", sa.ARRAY(sa.String(length=16)), nullable=False),
        moment("created_at", now=True),
        moment("expires_at"),
        moment("last_used_at", nullable=True),
        identity(),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_api_tokens_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
    )
    op.create_index("ix_api_tokens_expires_at", "api_tokens", ["expires_at"])
    op.create_index("ix_api_tokens_user", "api_tokens", ["user_id", "created_at", "id"])
    op.create_index("uq_api_tokens_prefix", "api_tokens", ["prefix"], unique=True)
    op.create_table(
        "password_resets",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        moment("created_at", now=True),
        moment("expires_at"),
        moment("used_at", nullable=True),
        identity(),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_password_resets_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_resets")),
        sa.UniqueConstraint("hash", name=op.f("uq_password_resets_hash")),
    )
    op.create_index(op.f("ix_password_resets_expires_at"), "password_resets", ["expires_at"])
    op.create_index(op.f("ix_password_resets_user_id"), "password_resets", ["user_id"])
    for name, length in (("network", 64), ("user_agent", 200)):
        column = sa.Column(name, sa.String(length=length), server_default="", nullable=False)
        op.add_column("refresh_tokens", column)
    search = sa.Computed("fold(full_name || ' ' || email::text)", persisted=True)
    op.add_column("users", sa.Column("search", sa.Text(), search, nullable=False))
    op.create_index("ix_users_created", "users", ["created_at", "id"])
    op.create_index("ix_users_name", "users", [sa.literal_column("fold(full_name)"), "id"])
    op.create_index(
        "ix_users_search",
        "users",
        ["search"],
        postgresql_using="gin",
        postgresql_ops={"search": "gin_trgm_ops"},
        postgresql_with={"fastupdate": "off"},
    )


def downgrade() -> None:
    for index in ("search", "name", "created"):
        op.drop_index(f"ix_users_{index}", table_name="users")
    op.drop_column("users", "search")
    op.drop_column("refresh_tokens", "user_agent")
    op.drop_column("refresh_tokens", "network")
    op.drop_table("password_resets")
    op.drop_table("api_tokens")
