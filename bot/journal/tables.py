"""The tables: no name, no Telegram id and no word of anybody stands in them in clear."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    case,
)
from sqlalchemy.engine import Dialect

SECONDS: Final = 3600
NAME: Final = String(32)
TAG: Final = String(16)
CODE: Final = String(24)
VERSION: Final = String(64)
SERIAL: Final = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up by itself only in a column of the type INTEGER."""


class Hour(TypeDecorator[dt.datetime]):
    """A moment, rounded down to its hour: nothing finer can be stored."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> int | None:
        _ = dialect
        return None if value is None else int(value.timestamp()) // SECONDS

    def process_result_value(self, value: Any | None, dialect: Dialect) -> dt.datetime | None:
        _ = dialect
        return None if value is None else dt.datetime.fromtimestamp(value * SECONDS, dt.UTC)


metadata: Final = MetaData()

people: Final = Table(
    "people",
    metadata,
    Column("pseudonym", NAME, primary_key=True),
    Column("state", LargeBinary, nullable=False),
    Column("seen", Date, nullable=False, index=True),
)
"""What is remembered of a person, sealed."""

updates: Final = Table(
    "updates",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("pseudonym", NAME, nullable=True, index=True),
    Column("body", LargeBinary, nullable=True),
    Column("stage", String(8), nullable=False),
    Column("sent", Integer, nullable=False),
    Column("taken", Date, nullable=False),
)
"""What came in: sealed until it is answered, then only its number, so that it is not answered again."""

conversations: Final = Table(
    "conversations",
    metadata,
    Column("id", NAME, primary_key=True),
    Column("pseudonym", NAME, nullable=False),
    Column("opened", Hour, nullable=False),
    Column("latest", Hour, nullable=False),
    Column("assignee", VERSION, nullable=True, index=True),
    Index("ix_conversations_pseudonym", "pseudonym", "latest"),
)
"""What one person asked without a long pause; `assignee` is the account of who looks after it."""

exchanges: Final = Table(
    "exchanges",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("token", CODE, nullable=False, unique=True),
    Column(
        "conversation", NAME, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("hour", Hour, nullable=False, index=True),
    Column("language", String(8), nullable=False),
    Column("passport", String(8), nullable=True),
    Column("link", VERSION, nullable=True),
    Column("topic", TAG, nullable=True),
    Column("urgency", String(12), nullable=False),
    Column("outcome", String(12), nullable=False),
    Column("score", Float, nullable=True),
    Column("ms", Integer, nullable=False),
    Column("corpus", VERSION, nullable=False),
    Column("model", VERSION, nullable=True),
    Column("prompts", VERSION, nullable=True),
    Column("feedback", String(8), nullable=True),
    Column("comment", LargeBinary, nullable=True),
    Column("human", String(8), nullable=True),
    Column("verdict", String(8), nullable=True),
    Column("rank", Integer, nullable=False),
    Index("ix_exchanges_rank", "rank", "id"),
    Index("ix_exchanges_topic", "topic", "id"),
    Index("ix_exchanges_link", "link", "id"),
    Index("ix_exchanges_language", "language", "rank", "id"),
    Index("ix_exchanges_passport", "passport", "rank", "id"),
    Index("ix_exchanges_verdict", "verdict", "rank", "id"),
    Index("ix_exchanges_human", "human", "id"),
    Index("ix_exchanges_feedback", "feedback", "id"),
    sqlite_autoincrement=True,
)
"""One question and its answer, but for their words; `rank` says how soon a moderator should look."""

contents: Final = Table(
    "contents",
    metadata,
    Column("exchange", SERIAL, ForeignKey("exchanges.id", ondelete="CASCADE"), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)
"""The words of an exchange, sealed; apart, so that long lists are read without them."""

citations: Final = Table(
    "citations",
    metadata,
    Column("exchange", SERIAL, ForeignKey("exchanges.id", ondelete="CASCADE"), primary_key=True),
    Column("record", TAG, primary_key=True, index=True),
)
"""Which records an answer rested on, under tags that only the key can make."""

requests: Final = Table(
    "requests",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("token", CODE, nullable=False, unique=True),
    Column("exchange", SERIAL, ForeignKey("exchanges.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("pseudonym", NAME, nullable=False, index=True),
    Column("language", String(8), nullable=False),
    Column("state", String(8), nullable=False, index=True),
    Column("opened", Hour, nullable=False),
    Column("reach", LargeBinary, nullable=True),
    Column("until", Hour, nullable=True, index=True),
    sqlite_autoincrement=True,
)
"""A person's wish that a human answers; `reach` is the sealed chat, gone when closed or after `until`."""

relay: Final = Table(
    "relay",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("request", SERIAL, ForeignKey("requests.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("author", VERSION, nullable=True),
    Column("body", LargeBinary, nullable=False),
    Column("state", String(12), nullable=False, index=True),
    Column("hour", Hour, nullable=False),
    Column("holder", NAME, nullable=True),
    Column("held", BigInteger, nullable=True),
    sqlite_autoincrement=True,
)
"""What moderators and people write to each other; `author` is a moderator's account, or nothing for the person.

`holder` is the process that is sending a row, until `held`, in seconds since 1970.
"""

trail: Final = Table(
    "trail",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("pseudonym", NAME, nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
    Column("hour", Hour, nullable=False, index=True),
    sqlite_autoincrement=True,
)
"""The numbers of the messages in a person's chat, sealed, so that they can be deleted there."""

erasures: Final = Table(
    "erasures",
    metadata,
    Column("event", NAME, primary_key=True),
    Column("receipt", NAME, nullable=False),
    Column("hour", Hour, nullable=False, index=True),
)
"""Receipts: that somebody was erased, told so that only the key can find out whom in an older backup."""

chores: Final = Table(
    "chores", metadata, Column("name", CODE, primary_key=True), Column("done", Hour, nullable=False)
)
"""When a regular piece of work was last done, by whatever process."""

spending: Final = Table(
    "spending",
    metadata,
    Column("day", Date, primary_key=True),
    Column("mark", NAME, primary_key=True),
    Column("tokens", BigInteger, nullable=False),
    Column("micros", BigInteger, nullable=False),
)
"""What a language model took in a day: in all (no mark), and for one person, under a mark that is of this day alone."""

accounts: Final = Table(
    "accounts",
    metadata,
    Column("name", VERSION, primary_key=True),
    Column("role", String(12), nullable=False),
    Column("state", String(12), nullable=False),
    Column("password", String(256), nullable=False),
    Column("totp", LargeBinary, nullable=True),
    Column("step", BigInteger, nullable=True),
    Column("made", BigInteger, nullable=False),
)
"""Who may use the console; `totp` is the sealed secret of one-time codes, `step` the last one that was used."""

recovery: Final = Table(
    "recovery",
    metadata,
    Column("code", NAME, primary_key=True),
    Column("account", VERSION, ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False, index=True),
)
"""Stamps of recovery codes; one that was used is gone."""

sessions: Final = Table(
    "sessions",
    metadata,
    Column("id", NAME, primary_key=True),
    Column("account", VERSION, ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False, index=True),
    Column("stage", String(12), nullable=False),
    Column("opened", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
    Column("device", VERSION, nullable=False),
)
"""Who is signed in; `id` is a stamp of the cookie, times are in seconds since 1970."""

throttle: Final = Table(
    "throttle",
    metadata,
    Column("source", NAME, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("latest", BigInteger, nullable=False),
)
"""Failed sign-ins by account and by address; both stand here as stamps only."""

audit: Final = Table(
    "audit",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("account", VERSION, nullable=True),
    Column("deed", CODE, nullable=False),
    Column("subject", VERSION, nullable=True),
    Column("stamp", NAME, nullable=False),
)
"""What accounts did; each row's `stamp` binds it to the one before."""

verdicts: Final = Table(
    "verdicts",
    metadata,
    Column("exchange", SERIAL, ForeignKey("exchanges.id", ondelete="CASCADE"), primary_key=True),
    Column("account", VERSION, nullable=False),
    Column("sentence", Integer, nullable=True),
    Column("body", LargeBinary, nullable=True),
    Column("hour", Hour, nullable=False),
)
"""Who judged an exchange, which sentence is wrong (from 0), and, sealed, what would be right."""

notes: Final = Table(
    "notes",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column(
        "conversation", NAME, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("account", VERSION, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("hour", Hour, nullable=False),
    sqlite_autoincrement=True,
)
"""What moderators tell each other about a conversation, sealed."""

vault: Final = Table("vault", metadata, Column("fingerprint", String(16), primary_key=True))
"""The fingerprint of the newest key that all this was written with."""

LOW_SCORE: Final = 0.2
"""A first record that fits no better is doubtful: 3 in 10 of the wrong answers lie below it, 1 in 12 of the right."""

RANK: Final = case(
    (exchanges.c.human.in_(("asked", "answered")), case((exchanges.c.urgency == "emergency", 7), else_=5)),
    (exchanges.c.verdict.is_not(None), 0),
    (exchanges.c.urgency == "emergency", 6),
    (exchanges.c.feedback == "wrong", 4),
    (exchanges.c.outcome.in_(("abstained", "unreadable")), 3),
    (exchanges.c.outcome == "refused", 2),
    (exchanges.c.score < LOW_SCORE, 1),
    else_=0,
)
"""How soon a moderator should look: danger, a wish for a human, "wrong", silence, refusal, a doubtful find."""

partners: Final = Table(
    "partners",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("welcomes", Boolean, nullable=False),
    Column("opened", Hour, nullable=False),
    sqlite_autoincrement=True,
)
"""Organisations that pass the bot on; `welcomes` says whether the bot names them when it greets."""

links: Final = Table(
    "links",
    metadata,
    Column("code", CODE, primary_key=True),
    Column("partner", SERIAL, ForeignKey("partners.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("place", String(80), nullable=False),
    Column("language", String(8), nullable=True),
    Column("revoked", Boolean, nullable=False),
    Column("opened", Hour, nullable=False),
)
"""A way in for each place where a partner puts the link up; its code says nothing about either."""

visits: Final = Table(
    "visits",
    metadata,
    Column("link", CODE, ForeignKey("links.code", ondelete="CASCADE"), primary_key=True),
    Column("pseudonym", NAME, primary_key=True, index=True),
    Column("hour", Hour, nullable=False, index=True),
)
"""That somebody came by a link, so that he is counted once; goes with the person, and with time."""

weeks: Final = Table(
    "weeks",
    metadata,
    Column("link", CODE, ForeignKey("links.code", ondelete="CASCADE"), primary_key=True),
    Column("week", Date, primary_key=True),
    Column("measure", VERSION, primary_key=True),
    Column("count", Integer, nullable=False),
)
"""Sums by link and week (its Monday): nobody's row, and so kept when exchanges go."""

members: Final = Table(
    "members",
    metadata,
    Column("account", VERSION, ForeignKey("accounts.name", ondelete="CASCADE"), primary_key=True),
    Column("partner", SERIAL, ForeignKey("partners.id", ondelete="CASCADE"), nullable=False, index=True),
)
"""Whose links and figures an account of the role partner sees."""

drafts: Final = Table(
    "drafts",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("kind", String(12), nullable=False),
    Column("replaces", String(120), nullable=True),
    Column("body", Text, nullable=False),
    Column("grounds", Text, nullable=True),
    Column("state", String(12), nullable=False, index=True),
    Column("hands", Text, nullable=False),
    Column("approver", VERSION, nullable=True),
    Column("changed", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
"""Records that editors write: `body` as JSON, `hands` the accounts that wrote on it, `replaces` the id of a record.

`grounds` tells what a record was compared with, where the draft says only that it still holds.
"""

origins: Final = Table(
    "origins",
    metadata,
    Column("draft", SERIAL, ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True),
    Column("exchange", SERIAL, ForeignKey("exchanges.id", ondelete="CASCADE"), primary_key=True, index=True),
)
"""The questions that a draft is to answer: by their numbers only, so that they go when people or time erase them."""


def about_totp(account: str) -> str:
    """Give what the secret of an account's one-time codes is sealed about."""
    return f"totp {account}"
