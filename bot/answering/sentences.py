"""What courts gave: counts of decisions, penalties and lengths, computed from the case records."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Final, Literal, get_args

from bot.answering.question import Statement
from bot.i18n import Language, country, tr, trn
from knowledge.corpus import Corpus
from knowledge.schema import Case, Penalty
from knowledge.script import WrittenLang

Choice = Literal["all", "driver", "cook", "combat", "coerced", "deceived", "returned"]
"""Which cases are counted: all, those of a role, of a claim made in court, or of those who came back by themselves."""

CHOICES: Final[tuple[Choice, ...]] = get_args(Choice)

_FITS: Final[dict[Choice, Callable[[Case], bool]]] = {
    "all": lambda _: True,
    "driver": lambda case: "driver" in case.service.roles,
    "cook": lambda case: "cook" in case.service.roles,
    "combat": lambda case: bool({"combat", "assault"} & set(case.service.roles)),
    "coerced": lambda case: "coerced" in case.claims,
    "deceived": lambda case: bool({"deceived", "unread-contract"} & set(case.claims)),
    "returned": lambda case: (
        "surrender" in case.mitigating or (case.return_ is not None and case.return_.how == "voluntary")
    ),
}


@dataclass(frozen=True)
class Tally:
    """What the decided cases of one country gave."""

    cases: tuple[Case, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(case.id for case in self.cases)

    @property
    def penalties(self) -> Counter[Penalty]:
        return Counter(case.outcome.penalty for case in self.cases if case.outcome.penalty)

    @property
    def imprisoned(self) -> tuple[Case, ...]:
        """Cases that gave a prison term of known length, the shortest first."""
        terms = (case for case in self.cases if case.outcome.penalty == "imprisonment" and months_of(case))
        return tuple(sorted(terms, key=months_of))


def cases_of(corpus: Corpus, country_code: str, choice: Choice = "all") -> tuple[Case, ...]:
    """Give the cases before one country's courts that fit `choice`, the newest first."""
    fits = _FITS[choice]
    found = (one for one in corpus if isinstance(one, Case) and one.country == country_code and fits(one))
    return tuple(sorted(found, key=lambda case: case.date, reverse=True))


def tally(corpus: Corpus, passport: str, choice: Choice = "all") -> Tally:
    """Count the decided cases of `passport`'s country that fit `choice`."""
    cases = cases_of(corpus, passport, choice)
    return Tally(tuple(case for case in cases if case.outcome.verdict != "pending"))


def court_statements(
    corpus: Corpus, passport: str, language: WrittenLang, choice: Choice = "all"
) -> list[Statement]:
    """Say what courts of `passport`'s country gave, and what such a count can't tell; nothing without cases."""
    counted = tally(corpus, passport, choice)
    if not counted.cases:
        return []
    total = len(counted.cases)
    where = country(language, passport)
    lines = [Statement(trn(language, "courts.total", total, country=where), counted.ids)]
    outcomes = "; ".join(
        trn(language, f"courts.penalty.{penalty}", count)
        for penalty, count in counted.penalties.most_common()
    )
    if outcomes:
        lines.append(Statement(tr(language, "courts.outcomes", outcomes=outcomes), counted.ids))
    if months := [months_of(case) for case in counted.imprisoned]:
        low, middle, high = (length(language, one) for one in (months[0], median(months), months[-1]))
        key = "courts.terms" if low != high else "courts.term"
        ids = tuple(case.id for case in counted.imprisoned)
        lines.append(Statement(tr(language, key, low=low, middle=middle, high=high), ids))
    lines.append(Statement(tr(language, "courts.caution")))
    return lines


def length(language: Language, months: float) -> str:
    """Write a length in years and months; half a month counts as a whole one."""
    years, rest = divmod(math.floor(months + 0.5), 12)
    if not rest:
        return trn(language, "length.years", years)
    if not years:
        return trn(language, "length.months", rest)
    both = trn(language, "length.years", years), trn(language, "length.months", rest)
    return tr(language, "length.both", years=both[0], months=both[1])


def months_of(case: Case) -> int:
    """Give the length of a term; days are beneath what is told."""
    return (case.outcome.years or 0) * 12 + (case.outcome.months or 0)
