"""The console: accounts, sessions, the audit log, verdicts with their reasons, notes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NAME = sa.String(32)
CODE = sa.String(24)
WORD = sa.String(64)
SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")

INDEXES = (("recovery", "account"), ("sessions", "account"), ("notes", "conversation"))


def upgrade() -> None:
    _accounts()
    _reviews()
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("account", WORD, nullable=True),
        sa.Column("deed", CODE, nullable=False),
        sa.Column("subject", WORD, nullable=True),
        sa.Column("stamp", NAME, nullable=False),
    )
    for table, column in INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for name in ("notes", "verdicts", "audit", "throttle", "sessions", "recovery", "accounts"):
        op.drop_table(name)


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("name", WORD, primary_key=True),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("password", sa.String(256), nullable=False),
        sa.Column("totp", sa.LargeBinary, nullable=True),
        sa.Column("step", sa.BigInteger, nullable=True),
        sa.Column("made", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "recovery",
        sa.Column("code", NAME, primary_key=True),
        sa.Column("account", WORD, sa.ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("id", NAME, primary_key=True),
        sa.Column("account", WORD, sa.ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False),
        sa.Column("stage", sa.String(12), nullable=False),
        sa.Column("opened", sa.BigInteger, nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
        sa.Column("device", WORD, nullable=False),
    )
    op.create_table(
        "throttle",
        sa.Column("source", NAME, primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("latest", sa.BigInteger, nullable=False),
    )


def _reviews() -> None:
    op.create_table(
        "verdicts",
        sa.Column("exchange", SERIAL, sa.ForeignKey("exchanges.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("account", WORD, nullable=False),
        sa.Column("sentence", sa.Integer, nullable=True),
        sa.Column("body", sa.LargeBinary, nullable=True),
        sa.Column("hour", sa.Integer, nullable=False),
    )
    op.create_table(
        "notes",
        sa.Column("id", SERIAL, primary_key=True),
        sa.Column(
            "conversation", NAME, sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("account", WORD, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
