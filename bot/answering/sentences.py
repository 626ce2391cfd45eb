"""What courts gave: counts of decisions, penalties and lengths, computed from the case records."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from bot.answering.question import Statement
from bot.i18n import Language, country, tr, trn
from knowledge.corpus import Corpus
from knowledge.schema import Case, Claim, Penalty, Role
from knowledge.script import WrittenLang


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
        terms = (case for case in self.cases if case.outcome.penalty == "imprisonment" and _months(case))
        return tuple(sorted(terms, key=_months))


def tally(
    corpus: Corpus,
    passport: str,
    *,
    roles: Iterable[Role] = (),
    claims: Iterable[Claim] = (),
) -> Tally:
    """Count the decided cases of `passport`'s country, of certain `roles` and `claims` where these are named."""
    wanted_roles, wanted_claims = set(roles), set(claims)
    found = (
        record
        for record in corpus
        if isinstance(record, Case)
        and record.country == passport
        and record.outcome.verdict in {"convicted", "in-absentia", "acquitted", "dismissed", "exempted"}
        and (not wanted_roles or wanted_roles & set(record.service.roles))
        and (not wanted_claims or wanted_claims & set(record.claims))
    )
    return Tally(tuple(sorted(found, key=lambda case: case.date, reverse=True)))


def court_statements(corpus: Corpus, passport: str, language: WrittenLang) -> list[Statement]:
    """Say what courts of `passport`'s country gave, and what such a count can't tell; nothing without cases."""
    counted = tally(corpus, passport)
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
    if months := [_months(case) for case in counted.imprisoned]:
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


def _months(case: Case) -> int:
    """Give the length of a term; days are beneath what is told."""
    return (case.outcome.years or 0) * 12 + (case.outcome.months or 0)
