"""Who is sending a reply, and until when; what a record was compared with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("relay", sa.Column("holder", sa.String(32), nullable=True))
    op.add_column("relay", sa.Column("held", sa.BigInteger, nullable=True))
    op.add_column("drafts", sa.Column("grounds", sa.Text, nullable=True))


def downgrade() -> None:
    for table, column in (("drafts", "grounds"), ("relay", "held"), ("relay", "holder")):
        op.drop_column(table, column)
