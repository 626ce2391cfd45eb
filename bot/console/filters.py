"""What a moderator looks for, as it stands in an address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from bot.journal.exchanges import Filter, Order, Position

LANGUAGES: Final = ("uz", "uz_Cyrl", "ru", "tg")
VERDICTS: Final = ("none", "right", "partly", "wrong", "unsafe")
KINDS: Final[Mapping[str, Filter]] = {
    "emergency": Filter(urgency="emergency"),
    "human": Filter(human="waiting"),
    "wrong": Filter(feedback="wrong"),
    "abstained": Filter(outcome="abstained"),
    "refused": Filter(outcome="refused"),
}
"""What is looked for most, under one name each."""
DAYS: Final = (1, 3, 7, 30)
"""Spans up to now that are offered beside the choice of days."""
DATES: Final = ("since", "until")
PARTS: Final = ("kind", "language", "passport", "topic", "link", "verdict", *DATES, "days", "mine", "order")


@dataclass(frozen=True)
class Wanted:
    """The parts of a filter, as they stand in an address; what isn't chosen is empty."""

    kind: str = ""
    language: str = ""
    passport: str = ""
    topic: str = ""
    """A record's id."""
    link: str = ""
    verdict: str = ""
    since: str = ""
    """The first day, as `2026-03-01`; days are those of UTC, as all times are."""
    until: str = ""
    """The last day."""
    days: str = ""
    """How many days up to now; nothing where days are named."""
    mine: str = ""
    order: str = ""

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> Wanted:
        """Read an address; what nobody offers there is passed over."""
        found = {name: parameters.get(name, "")[:64] for name in PARTS}
        known = {"kind": tuple(KINDS), "language": LANGUAGES, "verdict": VERDICTS, "order": ("newest",)}
        for name, choices in known.items():
            if found[name] not in choices:
                found[name] = ""
        for name in DATES:
            found[name] = day.isoformat() if (day := _day(found[name])) else ""
        spans = found["days"].isdecimal() and int(found["days"]) in DAYS
        if not spans or found["since"] or found["until"]:
            found["days"] = ""
        return cls(**found)

    def filter(self, account: str, now: dt.datetime) -> Filter:
        """Give what the journal is asked for."""
        plain = {
            name: getattr(self, name) or None for name in ("language", "passport", "topic", "link", "verdict")
        }
        since = now - dt.timedelta(days=int(self.days)) if self.days else _midnight(self.since)
        until = _midnight(self.until, later=1)
        mine = account if self.mine else None
        return replace(KINDS.get(self.kind, Filter()), **plain, since=since, until=until, assignee=mine)

    @property
    def listed(self) -> Order:
        return "newest" if self.order == "newest" else "urgent"

    def query(self, **changes: str) -> str:
        """Write the filter as an address does, with changes."""
        parts = {name: getattr(self, name) for name in PARTS} | changes
        return urlencode({name: value for name, value in parts.items() if value})

    @property
    def is_narrow(self) -> bool:
        """Whether anything was chosen, but for the order."""
        return any(getattr(self, name) for name in PARTS if name != "order")

    @property
    def is_backwards(self) -> bool:
        """Whether the first day comes after the last, so that nothing can be found."""
        return bool(self.until) and self.since > self.until


def position(written: str) -> Position | None:
    """Read a place in a list, as `rank.id`."""
    rank, _, number = written.partition(".")
    digits = len(written) <= 24 and rank.isdecimal() and number.isdecimal()  # noqa: PLR2004 - as 64 bits have
    return (int(rank), int(number)) if digits else None


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return None


def _midnight(written: str, later: int = 0) -> dt.datetime | None:
    """Give the moment at which a day begins, or so many days later; None without a day, or after the last there is."""
    day = _day(written)
    if day is None or day == dt.date.max:
        return None
    return dt.datetime.combine(day + dt.timedelta(days=later), dt.time(), dt.UTC)
