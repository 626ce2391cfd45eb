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
from knowledge.embedding import Embedder
from knowledge.index import Index
from knowledge.schema import Guidance, Record, Urgency
from knowledge.script import WrittenLang
from knowledge.search import Found, Hit, Searcher
from knowledge.signals import OUTSIDE

LONGEST: Final = 1500
"""Characters that are read; what follows is not."""

CITED: Final = 5
OFFERED: Final = 3
DEEP: Final = 30
"""Hits that are ranked, so that two searches can be merged and guidance be found among them."""

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
        if triage.intent == "harmful":
            return _plain(language, Outcome.REFUSED, "refuse.text")
        return self._grounded(question, text, language, triage)

    def _grounded(self, question: Question, text: str, language: WrittenLang, triage: Triage) -> Answer:
        passport = None if question.passport == "other" else question.passport
        search = self._find(question.previous, text, language, passport)
        hits = search.hits
        if triage.intent == "off_topic" and not triage.is_emergency:
            return self._abstain(hits, language)
        found = [hit.record for hit in hits[:CITED]]
        if triage.intent == "near_miss" and not triage.is_emergency:
            signposts = [r for r in found[:3] if getattr(r, "topic", "").startswith(OUTSIDE)]
            if not signposts:
                return self._abstain(hits, language)
            return Answer(language, "plan", Outcome.SIGNPOSTED, self.composer.first(signposts[:1], language))
        if triage.is_emergency:
            return self._emergency(hits, passport, language)
        return Answer(
            language,
            _urgency(found[0]),
            Outcome.ANSWERED,
            self.composer.first(found, language),
            passport_matters=search.national and question.passport is None,
        )

    def about(self, record_id: str, language: WrittenLang) -> Answer:
        """Give the answer that one record holds, for a topic that was chosen from a list.

        Raises KeyError where there is no such record.
        """
        record = self.corpus[record_id]
        return Answer(language, _urgency(record), Outcome.ANSWERED, self.composer.first([record], language))

    def today(self) -> dt.date:
        """Give the day by which the age of contacts is reckoned."""
        return dt.datetime.now(dt.UTC).date()

    def _find(self, previous: str | None, text: str, language: WrittenLang, passport: str | None) -> Found:
        """Search for `text`; a short message is also read as going on with the question before it."""
        alone = self._search.search(text, language, passport, limit=DEEP)
        if not previous or len(text.split()) > FOLLOW_UP_WORDS:
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

    def _emergency(self, hits: Sequence[Hit], passport: str | None, language: WrittenLang) -> Answer:
        found = [hit.record for hit in hits]
        urgent = (r for r in found if isinstance(r, Guidance) and r.urgency == "emergency")
        guidance = next(urgent, None) or next(r for r in self.corpus if isinstance(r, Guidance))
        further = [record for record in found if record is not guidance][:CITED]
        return Answer(
            language,
            "emergency",
            Outcome.ANSWERED,
            self.composer.first(further, language),
            card=self.composer.card(guidance, passport, language),
        )

    def _abstain(self, hits: Sequence[Hit], language: WrittenLang) -> Answer:
        topics = tuple(hit.record.id for hit in hits[:OFFERED])
        statement = Statement(tr(language, "abstain.text"), role="note")
        return Answer(language, "plan", Outcome.ABSTAINED, (statement,), topics=topics)


def _plain(language: WrittenLang, outcome: Outcome, key: str) -> Answer:
    return Answer(language, "plan", outcome, (Statement(tr(language, key), role="note"),))


def _urgency(record: Record) -> Urgency:
    """Give the record's urgency; without danger now, what is an emergency for others is soon for the asker."""
    urgency: Urgency = getattr(record, "urgency", "plan")
    return "soon" if urgency == "emergency" else urgency
