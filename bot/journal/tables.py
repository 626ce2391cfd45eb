"""The tables: no name, no Telegram id and no word of anybody stands in them in clear."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Date, Integer, LargeBinary, MetaData, String, Table

metadata: Final = MetaData()

people: Final = Table(
    "people",
    metadata,
    Column("pseudonym", String(32), primary_key=True),
    Column("state", LargeBinary, nullable=False),
    Column("seen", Date, nullable=False),
)
"""What is remembered of a person, sealed."""

updates: Final = Table(
    "updates",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("pseudonym", String(32), nullable=True, index=True),
    Column("body", LargeBinary, nullable=True),
    Column("stage", String(8), nullable=False),
    Column("sent", Integer, nullable=False),
    Column("taken", Date, nullable=False),
)
"""What came in: sealed until it is answered, then only its number, so that it is not answered again."""

trail: Final = Table(
    "trail",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("pseudonym", String(32), nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
    Column("hour", Integer, nullable=False, index=True),
    sqlite_autoincrement=True,
)
"""The numbers of the messages in a person's chat, sealed, so that they can be deleted there."""

vault: Final = Table("vault", metadata, Column("fingerprint", String(16), primary_key=True))
"""The fingerprint of the key that all this was written with."""
