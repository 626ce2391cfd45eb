"""What courts gave: counts of decisions, penalties and lengths, computed from the case records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from bot.answering.question import Statement
from bot.i18n import country, number, tr, trn
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
    def prison_years(self) -> tuple[float, ...]:
        """Lengths of the prison terms in years, shortest first."""
        terms = (
            (case.outcome.years or 0) + (case.outcome.months or 0) / 12
            for case in self.cases
            if case.outcome.penalty == "imprisonment" and (case.outcome.years or case.outcome.months)
        )
        return tuple(sorted(terms))


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
    if years := counted.prison_years:
        terms = {"low": _years(language, years[0]), "high": _years(language, years[-1])}
        middle = _years(language, median(years))
        key = "courts.terms" if terms["low"] != terms["high"] else "courts.term"
        imprisoned = tuple(case.id for case in counted.cases if case.outcome.penalty == "imprisonment")
        lines.append(Statement(tr(language, key, **terms, middle=middle), imprisoned))
    lines.append(Statement(tr(language, "courts.caution")))
    return lines


def _years(language: WrittenLang, years: float) -> str:
    """Write a length in years, to the nearest half."""
    rounded = round(years * 2) / 2
    return number(language, rounded)
