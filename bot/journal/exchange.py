"""What is kept of one question and its answer."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from bot.redaction import redact

TOKEN_BYTES: Final = 6

Feedback = Literal["helped", "not", "wrong"]
"""What the person says of an answer."""

Verdict = Literal["right", "partly", "wrong", "unsafe"]
"""What a moderator says of an answer."""

Human = Literal["asked", "taken", "answered", "closed"]
"""Where a wish for a human stands: waiting, a moderator wrote, the person wrote back, over."""


def new_token() -> str:
    """Give a name for buttons that nobody can guess: 12 hex digits."""
    return secrets.token_hex(TOKEN_BYTES)


@dataclass(frozen=True)
class Said:
    """One statement of an answer, with the ids of the records that bear it out."""

    text: str
    cites: tuple[str, ...] = ()
    role: str = "detail"


@dataclass(frozen=True)
class Exchange:
    """A question and its answer, as a door hands them over; the journal redacts before it stores."""

    question: str
    language: str
    urgency: str
    outcome: str
    answer: tuple[Said, ...]
    """All that was said, an emergency's card first."""
    passport: str | None = None
    link: str | None = None
    """The code of the link through which the person came."""
    topic: str | None = None
    scores: Mapping[str, float] = field(default_factory=dict)
    """How well each record that was found fits, best first."""
    ms: int = 0
    """How long the answer took to work out."""
    corpus: str = ""
    model: str | None = None
    prompts: str | None = None
    token: str = field(default_factory=new_token)
    """The exchange's name in buttons."""

    @property
    def records(self) -> tuple[str, ...]:
        """Ids of the cited records in order of first citation."""
        return tuple(dict.fromkeys(cite for said in self.answer for cite in said.cites))

    def dump(self) -> str:
        """Write the words as JSON, redacted: what is sealed."""
        return json.dumps(
            {
                "question": redact(self.question),
                "answer": [dataclasses.asdict(said) for said in self.answer],
                "topic": self.topic,
                "scores": dict(self.scores),
            },
            ensure_ascii=False,
        )


@dataclass(frozen=True)
class Entry:
    """An exchange as it is kept, and what became of it."""

    id: int
    token: str
    conversation: str
    hour: dt.datetime
    exchange: Exchange
    feedback: Feedback | None = None
    comment: str | None = None
    human: Human | None = None
    verdict: Verdict | None = None
    rank: int = 0
    assignee: str | None = None


def read_entry(row: Mapping[str, Any], unseal: Callable[[bytes, str], str]) -> Entry:
    """Read an entry from its row; `unseal` opens what is sealed.

    Raises KeyFaultError where it doesn't open.
    """
    token = row["token"]
    words = json.loads(unseal(row["body"], about_content(token)))
    answer = tuple(Said(one["text"], tuple(one["cites"]), one["role"]) for one in words["answer"])
    kept = ("language", "urgency", "outcome", "passport", "link", "ms", "corpus", "model", "prompts", "token")
    exchange = Exchange(
        question=words["question"],
        answer=answer,
        topic=words["topic"],
        scores=words["scores"],
        **{name: row[name] for name in kept},
    )
    comment = row["comment"] and unseal(row["comment"], about_comment(token))
    names = ("id", "token", "conversation", "hour", "feedback", "human", "verdict", "rank", "assignee")
    return Entry(exchange=exchange, comment=comment, **{name: row[name] for name in names})


def about_content(token: str) -> str:
    return f"exchange {token}"


def about_comment(token: str) -> str:
    return f"comment {token}"
