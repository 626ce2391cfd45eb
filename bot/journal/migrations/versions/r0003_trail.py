"""The trail: sealed numbers of messages, so that a chat can be cleaned."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "trail",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("pseudonym", sa.String(32), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    for column in ("pseudonym", "hour"):
        op.create_index(f"ix_trail_{column}", "trail", [column])


def downgrade() -> None:
    op.drop_table("trail")
