"""The first tables: people, updates, vault."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("pseudonym", sa.String(32), primary_key=True),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("seen", sa.Date, nullable=False),
    )
    op.create_table(
        "updates",
        sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("pseudonym", sa.String(32), nullable=True),
        sa.Column("body", sa.LargeBinary, nullable=True),
        sa.Column("stage", sa.String(8), nullable=False),
        sa.Column("sent", sa.Integer, nullable=False),
        sa.Column("taken", sa.Date, nullable=False),
    )
    op.create_index("ix_updates_pseudonym", "updates", ["pseudonym"])
    op.create_table("vault", sa.Column("fingerprint", sa.String(16), primary_key=True))


def downgrade() -> None:
    for name in ("vault", "updates", "people"):
        op.drop_table(name)
