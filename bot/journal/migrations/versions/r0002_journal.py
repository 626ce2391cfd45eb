"""The journal: conversations, exchanges, wishes for a human, messages to be cleaned, erasures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NAME = sa.String(32)
TAG = sa.String(16)
CODE = sa.String(24)
WORD = sa.String(64)
SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")

INDEXES = (
    ("people", "seen"),
    ("conversations", "assignee"),
    ("conversations", "pseudonym", "latest"),
    ("exchanges", "conversation"),
    ("exchanges", "hour"),
    ("exchanges", "rank", "id"),
    ("exchanges", "topic", "id"),
    ("exchanges", "link", "id"),
    ("exchanges", "language", "rank", "id"),
    ("exchanges", "passport", "rank", "id"),
    ("exchanges", "verdict", "rank", "id"),
    ("exchanges", "human", "id"),
    ("exchanges", "feedback", "id"),
    ("citations", "record"),
    ("requests", "pseudonym"),
    ("requests", "state"),
    ("requests", "until"),
    ("relay", "request"),
    ("relay", "state"),
    ("erasures", "hour"),
)


def upgrade() -> None:
    _conversations()
    _human()
    op.create_table(
        "erasures",
        sa.Column("event", NAME, primary_key=True),
        sa.Column("receipt", NAME, nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
    )
    op.create_table(
        "chores",
        sa.Column("name", CODE, primary_key=True),
        sa.Column("done", sa.Integer, nullable=False),
    )
    for table, *columns in INDEXES:
        op.create_index(f"ix_{table}_{columns[0]}", table, columns)


def downgrade() -> None:
    op.drop_index("ix_people_seen", "people")
    for name in (
        "chores", "erasures", "relay", "requests", "citations", "contents", "exchanges", "conversations",
    ):  # fmt: skip
        op.drop_table(name)


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", NAME, primary_key=True),
        sa.Column("pseudonym", NAME, nullable=False),
        sa.Column("opened", sa.Integer, nullable=False),
        sa.Column("latest", sa.Integer, nullable=False),
        sa.Column("assignee", WORD, nullable=True),
    )
    op.create_table(
        "exchanges",
        sa.Column("id", SERIAL, primary_key=True),
        sa.Column("token", CODE, nullable=False, unique=True),
        sa.Column(
            "conversation", NAME, sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("hour", sa.Integer, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("passport", sa.String(8), nullable=True),
        sa.Column("link", WORD, nullable=True),
        sa.Column("topic", TAG, nullable=True),
        sa.Column("urgency", sa.String(12), nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("score", sa.Float, nullable=True),
        sa.Column("ms", sa.Integer, nullable=False),
        sa.Column("corpus", WORD, nullable=False),
        sa.Column("model", WORD, nullable=True),
        sa.Column("prompts", WORD, nullable=True),
        sa.Column("feedback", sa.String(8), nullable=True),
        sa.Column("comment", sa.LargeBinary, nullable=True),
        sa.Column("human", sa.String(8), nullable=True),
        sa.Column("verdict", sa.String(8), nullable=True),
        sa.Column("rank", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "contents",
        sa.Column("exchange", SERIAL, sa.ForeignKey("exchanges.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "citations",
        sa.Column("exchange", SERIAL, sa.ForeignKey("exchanges.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("record", TAG, primary_key=True),
    )


def _human() -> None:
    op.create_table(
        "requests",
        sa.Column("id", SERIAL, primary_key=True),
        sa.Column("token", CODE, nullable=False, unique=True),
        sa.Column(
            "exchange",
            SERIAL,
            sa.ForeignKey("exchanges.id", ondelete="CASCADE"),
            nullable=False,
            unique=True,
        ),
        sa.Column("pseudonym", NAME, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("opened", sa.Integer, nullable=False),
        sa.Column("reach", sa.LargeBinary, nullable=True),
        sa.Column("until", sa.Integer, nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "relay",
        sa.Column("id", SERIAL, primary_key=True),
        sa.Column("request", SERIAL, sa.ForeignKey("requests.id", ondelete="CASCADE"), nullable=False),
        sa.Column("author", WORD, nullable=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
