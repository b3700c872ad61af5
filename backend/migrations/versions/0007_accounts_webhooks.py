"""API tokens, password resets, where sessions are used, people found by search, and webhooks"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NOW = sa.text("now()")


def moment(name: str, *, nullable: bool = False, now: bool = False) -> sa.Column[object]:
    return sa.Column(
        name, sa.DateTime(timezone=True), nullable=nullable, server_default=NOW if now else None
    )


def identity() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False)


def role(name: str) -> sa.Column[object]:
    roles = sa.Enum(
        "ADMIN", "USER", name="role", native_enum=False, create_constraint=True, length=32
    )
    return sa.Column(name, roles, nullable=True)


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
    op.add_column("imports", role("started_as"))
    op.add_column("exports", role("created_as"))
    create_webhooks()


def create_webhooks() -> None:
    op.create_table(
        "webhooks",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("events", sa.ARRAY(sa.String(length=100)), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("disabled_reason", sa.String(length=200), nullable=False),
        moment("failing_since", nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        moment("created_at", now=True),
        moment("updated_at", now=True),
        identity(),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_webhooks_owner_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    op.create_index("ix_webhooks_created", "webhooks", ["created_at", "id"])
    op.create_table(
        "webhook_secrets",
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        moment("created_at", now=True),
        moment("expires_at", nullable=True),
        identity(),
        belongs_to_webhook("webhook_secrets"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_secrets")),
    )
    op.create_index(op.f("ix_webhook_secrets_webhook_id"), "webhook_secrets", ["webhook_id"])
    status = sa.Enum(
        *("PENDING", "DELIVERED", "FAILED"),
        name="deliverystatus",
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    op.create_table(
        "webhook_deliveries",
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("entity_uuid", sa.Uuid(), nullable=False),
        moment("happened_at"),
        moment("created_at", now=True),
        sa.Column("status", status, server_default="PENDING", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        moment("next_at", nullable=True, now=True),
        moment("lease_until", nullable=True),
        moment("tried_at", nullable=True),
        sa.Column("response_code", sa.Integer(), nullable=True),
        sa.Column("duration_ms", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        identity(),
        belongs_to_webhook("webhook_deliveries"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
    )
    for name, columns, where in (
        ("webhook", ["webhook_id", "created_at", "id"], None),
        ("created_at", ["created_at"], None),
        ("due", ["webhook_id", "next_at"], "next_at IS NOT NULL"),
        ("leased", ["webhook_id"], "lease_until IS NOT NULL"),
    ):
        op.create_index(
            f"ix_webhook_deliveries_{name}",
            "webhook_deliveries",
            columns,
            postgresql_where=sa.text(where) if where else None,
        )
    op.create_index(
        "uq_webhook_deliveries_event",
        "webhook_deliveries",
        ["event_id", "webhook_id"],
        unique=True,
    )


def belongs_to_webhook(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_webhook_id_webhooks")
    return sa.ForeignKeyConstraint(["webhook_id"], ["webhooks.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    for table in ("webhook_deliveries", "webhook_secrets", "webhooks"):
        op.drop_table(table)
    op.drop_column("exports", "created_as")
    op.drop_column("imports", "started_as")
    for index in ("search", "name", "created"):
        op.drop_index(f"ix_users_{index}", table_name="users")
    op.drop_column("users", "search")
    op.drop_column("refresh_tokens", "user_agent")
    op.drop_column("refresh_tokens", "network")
    op.drop_table("password_resets")
    op.drop_table("api_tokens")
