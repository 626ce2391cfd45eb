"""The way of a question: language, triage, search, compose. Pure: the same call serves every door."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.answering.compose import Composer
from bot.answering.language import LanguageDetector
from bot.answering.question import Answer, Outcome, Question, Statement
from bot.answering.triage import Triage, TriageNurse
from bot.i18n import tr
from knowledge.corpus import references, topic_of
from knowledge.embedding import Embedder
from knowledge.index import Index
from knowledge.schema import Answer as KnownAnswer
from knowledge.schema import Guidance, Record, Urgency
from knowledge.script import WrittenLang
from knowledge.search import Found, Hit, Searcher
from knowledge.signals import SIGNPOST

LONGEST: Final = 1500
"""Characters that are read; what follows is not."""

CITED: Final = 5
OFFERED: Final = 3
DEEP: Final = 30
"""Hits that are ranked, so that two searches can be merged and guidance be found among them."""

NATIONAL: Final = 0.6
"""How much better a national record must be for the general ones not to pass as the answer."""

LEAD_DOUBT: Final = 0.3
"""How much worse a direct answer may fit than guidance and still lead: most people ask a question."""

FOLLOW_UP_WORDS: Final = 8
"""A longer message is read as a question of its own."""

FOLLOW_UP_DOUBT: Final = 0.3
"""What a record loses that was found only with the help of the question before."""

_THANKS: Final = re.compile(
    r"rahmat|raxmat|рахмат|раҳмат|ташаккур|спасиб|spasib|благодар|сипос|minnatdor|миннатдор", re.IGNORECASE
)


class Pipeline:
    """Answers questions from one index."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self.corpus = index.corpus
        self.version = index.manifest.generation
        self.composer = Composer(index.corpus)
        self._search = Searcher(index, embedder)
        self._languages = LanguageDetector(index.model("languages"))
        self._nurse = TriageNurse(index.model("danger"), index.model("intents"))

    def warm(self) -> None:
        """Load every model, so that the first person waits no longer than the next."""
        self.answer(Question("?!"))
        self.answer(Question("шартнома"))

    def answer(self, question: Question, usual: WrittenLang | None = None) -> Answer:
        """Answer `question`; `usual` is the person's language where the text doesn't tell."""
        text = question.text.strip()[:LONGEST]
        language = question.language or self._languages.detect(text, usual)
        if not re.search(r"\w", text):
            return _plain(language, Outcome.UNREADABLE, "unreadable.empty")
        triage = self._nurse.examine(text)
        if triage.intent == "greeting":
            key = "thanks.reply" if _THANKS.search(text) else "greet.reply"
            return _plain(language, Outcome.GREETED, key)
        if triage.is_harmful:
            return _plain(language, Outcome.REFUSED, "refuse.text")
        return self._grounded(question, text, language, triage)

    def _grounded(self, question: Question, text: str, language: WrittenLang, triage: Triage) -> Answer:
        passport = None if question.passport == "other" else question.passport
        search = self._find(question.previous, text, language, passport)
        scores = {hit.record.id: round(hit.score, 3) for hit in search.hits[:CITED]}
        return replace(self._decided(question, search, text, language, triage), scores=scores)

    def _decided(
        self, question: Question, search: Found, text: str, language: WrittenLang, triage: Triage
    ) -> Answer:
        passport = None if question.passport == "other" else question.passport
        found = _led(search.hits)
        if triage.is_emergency(_urgency_of(found[0])):
            return self._emergency(found, text, passport, language)
        if triage.is_outside:
            return self._outside(found, language, triage)
        urgency = _urgency_of(found[0])
        national = search.national if question.passport is None else 0.0
        # Where only a national record answers, the rest is offered by title and not as if it answered.
        statements = (
            self.composer.offer(found, language)
            if national > NATIONAL
            else self.composer.first(found[:CITED], language, text)
        )
        return Answer(
            language,
            # Without danger now, what is an emergency for others is soon for the asker.
            "soon" if urgency == "emergency" else urgency,
            Outcome.ANSWERED,
            statements,
            passport_matters=national > 0,
        )

    def about(self, record_id: str, language: WrittenLang) -> Answer:
        """Give the answer that one record holds, for a topic that was chosen from a list.

        Raises KeyError where there is no such record.
        """
        record = self.corpus[record_id]
        return Answer(language, "plan", Outcome.ANSWERED, self.composer.first([record], language))

    def today(self) -> dt.date:
        """Give the day by which the age of contacts is reckoned."""
        return dt.datetime.now(dt.UTC).date()

    def _find(self, previous: str | None, text: str, language: WrittenLang, passport: str | None) -> Found:
        """Search for `text`; a short message is also read as going on with the question before it."""
        alone = self._search.search(text, language, passport, limit=DEEP)
        if not previous or len(text.split()) > FOLLOW_UP_WORDS or alone.national > 0:
            return alone
        together = self._search.search(f"{previous} {text}", language, passport, limit=DEEP)
        best = {hit.record.id: hit for hit in alone.hits}
        for hit in together.hits:
            known = best.get(hit.record.id)
            score = hit.score - FOLLOW_UP_DOUBT
            if known is None or known.score < score:
                best[hit.record.id] = replace(hit, score=score)
        ranked = sorted(best.values(), key=lambda hit: -hit.score)
        return Found(tuple(ranked), alone.national)

    def _emergency(
        self, found: Sequence[Record], text: str, passport: str | None, language: WrittenLang
    ) -> Answer:
        urgent = (r for r in found if isinstance(r, Guidance) and r.urgency == "emergency")
        guidance = next(urgent, None) or next(r for r in self.corpus if isinstance(r, Guidance))
        further = [record for record in found if record is not guidance][:CITED]
        further.sort(key=lambda record: guidance.id not in {name for _, name in references(record)})
        return Answer(
            language,
            "emergency",
            Outcome.ANSWERED,
            self.composer.first(further, language, text),
            card=self.composer.card(guidance, passport, language),
        )

    def _outside(self, found: Sequence[Record], language: WrittenLang, triage: Triage) -> Answer:
        """Show who does know where a record tells, else say honestly that the bot doesn't."""
        signpost = next((record for record in found[:OFFERED] if topic_of(record).startswith(SIGNPOST)), None)
        if signpost is not None and triage.is_near_miss:
            return Answer(language, "plan", Outcome.SIGNPOSTED, self.composer.first([signpost], language))
        statement = Statement(tr(language, "abstain.text"), role="note")
        topics = tuple(record.id for record in found[:OFFERED])
        return Answer(language, "plan", Outcome.ABSTAINED, (statement,), topics=topics)


def _plain(language: WrittenLang, outcome: Outcome, key: str) -> Answer:
    return Answer(language, "plan", outcome, (Statement(tr(language, key), role="note"),))


def _led(hits: Sequence[Hit]) -> list[Record]:
    """Give the records found; a direct answer leads where it fits about as well as the guidance before it."""
    first, *others = hits
    if not isinstance(first.record, Guidance):
        return [hit.record for hit in hits]
    close = next((h for h in others[:2] if isinstance(h.record, KnownAnswer)), None)
    if close is not None and first.score - close.score < LEAD_DOUBT:
        others.remove(close)
        return [close.record, first.record, *(hit.record for hit in others)]
    return [hit.record for hit in hits]


def _urgency_of(record: Record) -> Urgency:
    return record.urgency if isinstance(record, KnownAnswer | Guidance) else "plan"
