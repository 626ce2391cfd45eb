"""Partners, their links, who came by them, and sums by week."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CODE = sa.String(24)
SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "partners",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(80), nullable=False, unique=True),
        sa.Column("welcomes", sa.Boolean, nullable=False),
        sa.Column("opened", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "links",
        sa.Column("code", CODE, primary_key=True),
        sa.Column("partner", SERIAL, sa.ForeignKey("partners.id", ondelete="CASCADE"), nullable=False),
        sa.Column("place", sa.String(80), nullable=False),
        sa.Column("language", sa.String(8), nullable=True),
        sa.Column("revoked", sa.Boolean, nullable=False),
        sa.Column("opened", sa.Integer, nullable=False),
    )
    op.create_index("ix_links_partner", "links", ["partner"])
    op.create_table(
        "visits",
        sa.Column("link", CODE, sa.ForeignKey("links.code", ondelete="CASCADE"), primary_key=True),
        sa.Column("pseudonym", sa.String(32), primary_key=True),
        sa.Column("hour", sa.Integer, nullable=False),
    )
    op.create_index("ix_visits_pseudonym", "visits", ["pseudonym"])
    op.create_index("ix_visits_hour", "visits", ["hour"])
    op.create_table(
        "weeks",
        sa.Column("link", CODE, sa.ForeignKey("links.code", ondelete="CASCADE"), primary_key=True),
        sa.Column("week", sa.Date, primary_key=True),
        sa.Column("measure", sa.String(64), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    for table in ("weeks", "visits", "links", "partners"):
        op.drop_table(table)
