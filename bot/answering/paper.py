"""What kind of paper somebody was given, which of its lines say so, what signing would mean, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.answering.compose import Composer
from bot.answering.question import Answer, Outcome, Statement
from bot.i18n import text_of, tr
from bot.reading.words import Line, Reading
from knowledge.corpus import Corpus, holds_for
from knowledge.papers import KINDS, WAR, PaperKind, Span, wordings
from knowledge.schema import Answer as KnownAnswer
from knowledge.schema import Guidance, Sign, Urgency
from knowledge.script import WrittenLang

SURE: Final = 0.5
"""The sum of margins from which a page counts as of a kind; `docs/papers.md` tells how it was found."""

SURE_OF_WAR: Final = 0.5
SURE_AMONG_ARMY: Final = 1.2
"""The same for what leads to the war; on a page of `ARMY`, where the army is spoken of anyway, it takes more."""

ARMY: Final[tuple[PaperKind, ...]] = ("summons", "citizenship_application")

FAINT: Final = 0.5
"""The share of the strongest kind's sum that another kind of the same page must reach to be named."""

QUOTES: Final = 3
QUOTE: Final = 140
"""Characters of a quoted line."""

STEPS: Final = 3


@dataclass(frozen=True)
class Advice:
    """The records that speak of one kind of paper: what it means, and what to do."""

    means: tuple[str, ...]
    """Answers and signs that tell what signing means, by id."""
    guidance: str | None
    """Whose steps are shown."""
    urgency: Urgency
    topics: tuple[str, ...] = ()
    """Topics whose answer differs by passport."""
    related: tuple[str, ...] = ()


_PRESSED: Final = "guide-detained-pressed-to-sign"
ADVICE: Final[dict[PaperKind | None, Advice]] = {
    "military_contract": Advice(
        ("answer-contract-end",), _PRESSED, "emergency", ("penalty-signing", "penalty-fighting"),
        ("guide-signed-not-sent", "answer-refuse-deport"),
    ),
    "enlistment_application": Advice(
        ("answer-contract-end",), _PRESSED, "emergency", ("penalty-signing", "penalty-fighting"),
        ("guide-signed-not-sent", "answer-refuse-deport"),
    ),
    "war_work": Advice(
        ("answer-job-donbas",), "guide-work-occupied-ukraine", "soon", (), ("guide-doubtful-job",),
    ),
    "citizenship_application": Advice(
        ("answer-citizenship-call-up",), "guide-residence-contract-demand", "plan", ("russian-passport",),
        ("answer-residence-decree",),
    ),
    "deportation_decision": Advice(
        ("answer-refuse-deport",), "guide-documents-expired", "soon", (),
        ("guide-refused-and-deported", "answer-out-of-scope-entry-ban"),
    ),
    "summons": Advice(
        ("answer-citizenship-call-up",), "guide-naturalised-summoned", "soon", (), ("answer-police-force-sign",),
    ),
    "police_summons": Advice(
        ("answer-lawyer",), "guide-find-free-lawyer", "soon", (), (_PRESSED, "guide-pretrial-offered-contract"),
    ),
    "labour_contract": Advice((), "guide-doubtful-job", "plan", (), ("sign-unread-papers",)),
    None: Advice(("sign-unread-papers",), None, "plan", (), (_PRESSED, "guide-doubtful-job")),
}  # fmt: skip
"""By kind; None is a paper of which nothing is known."""


@dataclass(frozen=True)
class Judged:
    """What a paper seems to be, the most dangerous first, and the lines that say so; no kind: unclear."""

    kinds: tuple[PaperKind, ...]
    quotes: tuple[str, ...]


def judge(reading: Reading) -> Judged:
    """Judge a paper by its wording, page by page: a contract among other papers is found on its own page."""
    best: dict[PaperKind, tuple[float, list[str]]] = {}
    for page in reading.pages:
        for kind, (weight, quotes) in _kinds(page).items():
            if kind not in best or best[kind][0] < weight:
                best[kind] = (weight, quotes)
    ranked = sorted(best, key=KINDS.index)
    # of the ways into the war, the one that shows most plainly leads
    war = sorted((kind for kind in ranked if kind in WAR), key=lambda kind: -best[kind][0])
    kinds = (*war, *(kind for kind in ranked if kind not in WAR))
    return Judged(kinds, tuple(best[kinds[0]][1]) if kinds else ())


def _kinds(page: Sequence[Line]) -> dict[PaperKind, tuple[float, list[str]]]:
    """Give the kinds of a page with the sums of their margins, and the lines that count most."""
    lines = [line.text for line in page]
    chosen = _chosen(wordings().spans(lines))
    sums = {kind: sum(span.margin for span in spans) for kind, spans in chosen.items()}
    war = sum(weight for kind, weight in sums.items() if kind in WAR)
    peace = {kind: weight for kind, weight in sums.items() if kind not in WAR}
    strongest = max(peace, key=lambda kind: peace[kind], default=None)
    # what leads to the war is weighed against its like only: no other paper may hide it
    named = [kind for kind, weight in peace.items() if weight >= max(SURE, FAINT * peace[strongest or kind])]
    if war >= (SURE_AMONG_ARMY if strongest in ARMY else SURE_OF_WAR):
        ways = {kind: weight for kind, weight in sums.items() if kind in WAR}
        named += [kind for kind, weight in ways.items() if weight >= FAINT * max(ways.values())]
    return {kind: (sums[kind], list(_quotes(chosen[kind], lines))) for kind in named}


def _chosen(spans: Iterable[Span]) -> dict[PaperKind, list[Span]]:
    """Let every line speak once for each kind, and once only for those that lead to the war; the surest first."""
    chosen: dict[PaperKind, list[Span]] = {}
    taken: set[tuple[PaperKind | None, int]] = set()
    for span in sorted(spans, key=lambda span: -span.margin):
        side = None if span.kind in WAR else span.kind
        places = {(side, line) for line in range(span.first, span.last + 1)}
        if not places & taken:
            taken |= places
            chosen.setdefault(span.kind, []).append(span)
    return chosen


def _quotes(spans: Sequence[Span], lines: Sequence[str]) -> Iterator[str]:
    for span in sorted(spans[:QUOTES], key=lambda span: span.first):
        yield _quote(lines[span.first : span.last + 1])


def _quote(lines: Iterable[str]) -> str:
    text = " ".join(lines).strip()
    return text if len(text) <= QUOTE else text[: QUOTE - 1].rstrip() + "…"


class PaperComposer:
    """Makes an answer of what was judged; its facts rest on records."""

    def __init__(self, corpus: Corpus, composer: Composer) -> None:
        self._corpus = corpus
        self._composer = composer

    def answer(self, reading: Reading, passport: str | None, language: WrittenLang) -> tuple[Judged, Answer]:
        """Give what a paper seems to be, and what to say of it: the verdict stands first."""
        judged = judge(reading)
        main = judged.kinds[0] if judged.kinds else None
        advice = ADVICE[main]
        verdict = tr(language, f"paper.is.{main or 'unclear'}")
        meaning = tuple(self._meaning(advice, language))
        steps = tuple(self._steps(advice, language))
        quoted = tuple(_quoted(judged, reading, language))
        further = (*self._law(advice, passport, language), *self._related(advice, passport, language))
        closing = Statement(tr(language, "paper.machine"), role="note")
        guide = self._guide(advice)
        if guide is not None and guide.urgency == "emergency":
            card = self._composer.card(guide, passport, language)
            alarm = (Statement(verdict, role="note"), *meaning, *card[1:])
            answer = (*quoted, *further, closing)
            return judged, Answer(language, "emergency", Outcome.ANSWERED, answer, card=alarm)
        told = (Statement(verdict, role="lead"), *meaning, *quoted, *steps, *further, closing)
        return judged, Answer(language, advice.urgency, Outcome.ANSWERED, told)

    def _meaning(self, advice: Advice, language: WrittenLang) -> Iterator[Statement]:
        for name in advice.means:
            yield _told(self._corpus[name], language)

    def _law(self, advice: Advice, passport: str | None, language: WrittenLang) -> Iterator[Statement]:
        """Give what the law of the passport says; where none is known, how to have it shown."""
        if not advice.topics:
            return
        if passport is None:
            yield Statement(tr(language, "paper.passport"), role="note")
            return
        for topic in advice.topics:
            for record in self._corpus:
                if (
                    isinstance(record, KnownAnswer)
                    and record.topic == topic
                    and record.citizens_of != ["any"]
                    and holds_for(record, passport)
                ):
                    yield _told(record, language)
                    return

    def _guide(self, advice: Advice) -> Guidance | None:
        record = self._corpus[advice.guidance] if advice.guidance else None
        return record if isinstance(record, Guidance) else None

    def _steps(self, advice: Advice, language: WrittenLang) -> Iterator[Statement]:
        guide = self._guide(advice)
        if guide is not None:
            for step in guide.steps[:STEPS]:
                yield Statement(text_of(step, language), (guide.id,), "step")

    def _related(self, advice: Advice, passport: str | None, language: WrittenLang) -> Iterator[Statement]:
        for name in advice.related:
            if name in self._corpus and holds_for(self._corpus[name], passport):
                yield Statement(text_of(self._corpus[name].title, language), (name,), "related")


def _told(record: object, language: WrittenLang) -> Statement:
    """Give a record's question and its answer in one, for the paper asked no question; of a sign, why it matters."""
    if isinstance(record, Sign):
        return Statement(text_of(record.why, language), (record.id,))
    if not isinstance(record, KnownAnswer):
        raise TypeError(f"{record!r} answers nothing")
    words = f"{text_of(record.title, language)} {text_of(record.summary, language)}"
    return Statement(words, (record.id,))


def _quoted(judged: Judged, reading: Reading, language: WrittenLang) -> Iterator[Statement]:
    """Give the lines of the paper that decided, the other kinds that it holds, and the pages that stayed dark."""
    if judged.quotes:
        lines = "\n".join(f"«{quote}»" for quote in judged.quotes)
        yield Statement(f"{tr(language, 'paper.lines')}\n{lines}", role="quote")
    if len(judged.kinds) > 1:
        names = ", ".join(tr(language, f"paper.name.{kind}") for kind in judged.kinds[1:])
        yield Statement(tr(language, "paper.also", names=names), role="note")
    dark = [str(number) for number, page in enumerate(reading.pages, 1) if not Reading((page,)).is_legible]
    if dark:
        yield Statement(tr(language, "paper.dark", pages=", ".join(dark)), role="note")
    if reading.left_out:
        yield Statement(tr(language, "paper.left-out", count=len(reading.pages)), role="note")
