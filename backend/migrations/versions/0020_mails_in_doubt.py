"""Mails that a mail server may have taken"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

NEW = "IN_DOUBT"
STATES = ("WAITING", "SENT", "DEAD", "DROPPED")


def upgrade() -> None:
    _allow(*STATES, NEW)


def downgrade() -> None:
    op.execute(f"UPDATE mails SET state = 'DEAD' WHERE state = '{NEW}'")  # our own name
    _allow(*STATES)


def _allow(*states: str) -> None:
    op.drop_constraint("mailstate", "mails", type_="check")
    listed = ", ".join(f"'{each}'" for each in states)
    op.create_check_constraint("mailstate", "mails", f"state IN ({listed})")
