"""What the offer check says: the verdict first, the signs in the advert's own words, a case, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.answering.compose import FIRST_MESSAGE
from bot.answering.offer import Finding, FoundSign, Level
from bot.answering.question import Answer, Outcome, Statement
from bot.i18n import text_of, tr
from knowledge.corpus import Corpus, holds_for
from knowledge.schema import Case, Guidance, Record, Report, Sign
from knowledge.script import WrittenLang

SHOWN: Final = 3
"""Signs in the first message; the others stand behind a button."""

STEPS: Final = 2
QUOTED: Final = 70
"""Letters of a quote; the span tells the whole."""

DOUBTFUL_JOB: Final = "guide-doubtful-job"
RECRUITER: Final = "guide-recruiter-writes-telegram"

GUIDES: Final[Mapping[str, str]] = {
    "sign-pretrial-offer": "guide-pretrial-offered-contract",
    "sign-prison-offer": "guide-convict-offered-pardon",
    "sign-police-contract-instead-deportation": "guide-detained-pressed-to-sign",
    "sign-planted-drugs-threat": "guide-detained-pressed-to-sign",
    "sign-migration-centre-room": "guide-detained-pressed-to-sign",
    "sign-unread-papers": "guide-detained-pressed-to-sign",
    "sign-passport-taken": "guide-passport-taken",
    "sign-contract-for-residence": "guide-residence-contract-demand",
    "sign-work-new-regions": "guide-work-occupied-ukraine",
    "sign-drone-factory-study": "guide-minors-and-students",
    "sign-drone-operator-student": "guide-minors-and-students",
    "sign-bring-friends-reward": "guide-asked-to-recruit-others",
    "sign-army-contract-named": RECRUITER,
    "sign-compatriot-recruiter": RECRUITER,
    "sign-fast-passport": RECRUITER,
}
"""What to do where a sign is the strongest; else it is a doubtful job."""


@dataclass(frozen=True)
class OfferCheck:
    """An advert, judged: how sure it is that it recruits for war, by which signs, and what is said of it."""

    language: WrittenLang
    level: Level
    signs: tuple[FoundSign, ...]
    """All signs, the strongest first."""
    answer: Answer
    """The first message."""
    statements: tuple[Statement, ...]
    """All that is to be said: every sign with why it matters and how it ended for somebody."""


class OfferTeller:
    """Puts findings into words; every statement cites records."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def tell(self, finding: Finding, passport: str | None, language: WrittenLang) -> OfferCheck:
        """Say what `finding` means to a holder of `passport`."""
        ids = [sign.record.id for sign in finding.signs]
        guide = self._guide(finding)
        steps = [Statement(text_of(step, language), (guide.id,), "step") for step in guide.steps]
        verdict = _verdict(finding, guide, language)
        case = list(self._case(ids, passport, language))
        shown = [_sign(sign, language) for sign in finding.signs[:SHOWN]]
        short = [verdict, *shown, *case, *steps[:STEPS]]
        why = [Statement(text_of(sign.record.why, language), (sign.record.id,)) for sign in finding.signs[:1]]
        if sum(len(one.text) for one in (*short, *why)) <= FIRST_MESSAGE:
            short[1 + len(shown) : 1 + len(shown)] = why
        answer = Answer(language, "soon", Outcome.ANSWERED, tuple(short))
        quotes = {sign.record.id: sign.quote for sign in finding.signs}
        statements = (verdict, *self.signs(ids, quotes, passport, language), *steps)
        return OfferCheck(language, finding.level, finding.signs, answer, statements)

    def signs(
        self, ids: Sequence[str], quotes: Mapping[str, str], passport: str | None, language: WrittenLang
    ) -> Iterator[Statement]:
        """Give each sign of `ids`: its words where they are known, why it matters, how it ended for somebody.

        Raises KeyError where an id names no sign.
        """
        told: set[str] = set()
        for name in ids:
            record = self._corpus[name]
            if not isinstance(record, Sign):
                raise KeyError(name)
            title = text_of(record.title, language)
            yield Statement(
                _quoted(quotes[name], title, language) if name in quotes else title, (name,), "lead"
            )
            yield Statement(text_of(record.why, language), (name,))
            for statement in self._case([name], passport, language):
                if statement.cites[0] not in told:
                    told.add(statement.cites[0])
                    yield statement

    def _guide(self, finding: Finding) -> Guidance:
        """Give the guidance for the strongest sign that has one of its own."""
        names = [GUIDES[sign.record.id] for sign in finding.signs if sign.record.id in GUIDES]
        chosen = names[0] if names and finding.level in {"clear", "serious"} else DOUBTFUL_JOB
        guide = self._corpus[chosen]
        if not isinstance(guide, Guidance):
            raise TypeError(f"{chosen} is no guidance")
        return guide

    def _case(self, ids: Sequence[str], passport: str | None, language: WrittenLang) -> Iterator[Statement]:
        """Give the one case that shows best how the signs `ids` ended, else what was reported of them."""
        evidence = [self._corpus[name] for one in ids for name in _evidence(self._corpus[one])]
        ranked = sorted(
            (record for record in evidence if isinstance(record, Case | Report)),
            key=lambda record: _rank(record, passport),
        )
        if ranked:
            key = "offer.case" if isinstance(ranked[0], Case) else "offer.report"
            words = tr(language, key, title=text_of(ranked[0].title, language))
            yield Statement(words, (ranked[0].id,))


def _evidence(record: Record) -> Sequence[str]:
    return record.evidence if isinstance(record, Sign) else ()


def _rank(record: Record, passport: str | None) -> tuple[int, bool]:
    """Rank a case of the reader's own courts before what was reported, and that before cases of others.

    Of cases, those of Russia's war come first.
    """
    if not isinstance(record, Case):
        return 1, False
    own = passport is None or holds_for(record, passport)
    return (0 if own else 2), not record.service.force.startswith("ru-")


def _verdict(finding: Finding, guide: Guidance, language: WrittenLang) -> Statement:
    cites = (guide.id,) if finding.level == "none" else (finding.signs[0].record.id,)
    return Statement(tr(language, f"offer.verdict.{finding.level}"), cites, "lead")


def _sign(sign: FoundSign, language: WrittenLang) -> Statement:
    words = _quoted(sign.quote, text_of(sign.record.title, language), language)
    return Statement(words, (sign.record.id,))


def _quoted(quote: str, title: str, language: WrittenLang) -> str:
    words = " ".join(quote.split()).strip("«»")
    shown = words if len(words) <= QUOTED else f"{words[: QUOTED - 1].rstrip()}…"
    return tr(language, "offer.sign", quote=shown, title=title)
