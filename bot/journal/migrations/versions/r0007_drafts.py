"""Drafts of records, the questions that they come from, and which partner an account belongs to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")
ACCOUNT = sa.String(64)


def upgrade() -> None:
    op.create_table(
        "members",
        sa.Column("account", ACCOUNT, sa.ForeignKey("accounts.name", ondelete="CASCADE"), primary_key=True),
        sa.Column("partner", SERIAL, sa.ForeignKey("partners.id", ondelete="CASCADE"), nullable=False),
    )
    op.create_index("ix_members_partner", "members", ["partner"])
    op.create_table(
        "drafts",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("replaces", sa.String(120), nullable=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("hands", sa.Text, nullable=False),
        sa.Column("approver", ACCOUNT, nullable=True),
        sa.Column("changed", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_drafts_state", "drafts", ["state"])
    op.create_table(
        "origins",
        sa.Column("draft", SERIAL, sa.ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("exchange", SERIAL, sa.ForeignKey("exchanges.id", ondelete="CASCADE"), primary_key=True),
    )
    op.create_index("ix_origins_exchange", "origins", ["exchange"])


def downgrade() -> None:
    for table in ("origins", "drafts", "members"):
        op.drop_table(table)
