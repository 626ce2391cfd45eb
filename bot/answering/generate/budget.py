"""How much a model may be asked: tokens and money, by day and by person."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, Protocol

MILLION: Final = 1_000_000
_ASKER: ContextVar[str | None] = ContextVar("asker", default=None)


@contextmanager
def asking(pseudonym: str) -> Iterator[None]:
    """Let what is asked inside be on the account of the person with this pseudonym."""
    token = _ASKER.set(pseudonym)
    try:
        yield
    finally:
        _ASKER.reset(token)


def asker() -> str | None:
    """Give the pseudonym of the person for whom a model is asked now."""
    return _ASKER.get()


@dataclass(frozen=True)
class Spent:
    """What was used today."""

    tokens: int = 0
    micros: int = 0
    """Millionths of the operator's money."""

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.tokens + other.tokens, self.micros + other.micros)

    def fits(self, limits: Limits, *, person: bool) -> bool:
        """Tell whether this is within the limits of a person, or of a day; zero is no limit."""
        tokens = limits.person_tokens if person else limits.day_tokens
        money = limits.person_money if person else limits.day_money
        return (not tokens or self.tokens <= tokens) and (not money or self.micros <= money * MILLION)


@dataclass(frozen=True)
class Limits:
    """What the operator allows a day; zero is no limit."""

    day_tokens: int = 0
    person_tokens: int = 0
    day_money: float = 0.0
    person_money: float = 0.0


@dataclass(frozen=True)
class Prices:
    """Money for a million tokens that go in, and for a million that come out."""

    put: float = 0.0
    got: float = 0.0

    def of(self, put: int, got: int) -> Spent:
        return Spent(put + got, round(put * self.put + got * self.got))


class Budget(Protocol):
    """Keeps count of what is spent, for all processes that share it."""

    def reserve(self, tokens: int, micros: int, pseudonym: str | None) -> bool:
        """Take from what is left of today, or nothing and tell that it doesn't fit; micros are millionths of money."""

    def settle(self, tokens: int, micros: int, pseudonym: str | None) -> None:
        """Put right what was reserved, once it is known what was used: what is added, or less than nothing."""


class Purse:
    """A budget in memory, for a process that serves nobody else: evaluations, the terminal."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._spent: dict[str | None, Spent] = {None: Spent()}

    @property
    def spent(self) -> Spent:
        return self._spent[None]

    def reserve(self, tokens: int, micros: int, pseudonym: str | None) -> bool:
        cost = Spent(tokens, micros)
        with self._lock:
            day = self._spent[None] + cost
            own = self._spent.get(pseudonym, Spent()) + cost
            if not day.fits(self._limits, person=False) or (
                pseudonym and not own.fits(self._limits, person=True)
            ):
                return False
            self._spent |= {None: day} | ({pseudonym: own} if pseudonym else {})
            return True

    def settle(self, tokens: int, micros: int, pseudonym: str | None) -> None:
        with self._lock:
            for name in {None, pseudonym}:
                self._spent[name] = self._spent.get(name, Spent()) + Spent(tokens, micros)
