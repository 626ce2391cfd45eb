"""The way of a question: language, triage, search, compose. Pure: the same call serves every door."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.answering.compose import Composer
from bot.answering.contacts import is_near, is_regional
from bot.answering.first_aid import FirstAid
from bot.answering.follow_up import leaning, said, tells_little
from bot.answering.language import LanguageDetector
from bot.answering.lead import (
    CITED,
    beside,
    is_calm,
    is_signpost,
    led,
    second_answer,
    urgency_of,
)
from bot.answering.offer import Finding, OfferChecker
from bot.answering.question import PASSPORTS, Answer, Outcome, Passport, Question, Statement
from bot.answering.triage import Triage, TriageNurse
from bot.answering.verdict import OfferCheck, OfferTeller
from bot.answering.wording import gives_thanks, names_russian_citizenship
from bot.i18n import tr
from knowledge.corpus import holds_for, topic_of
from knowledge.cues import (
    asks_whom,
    homeland,
    names_only,
    origin,
    placeless,
    places,
    says_nothing,
    says_only,
    unsaluted,
)
from knowledge.embedding import Embedder
from knowledge.encoders import Vectors
from knowledge.index import Index
from knowledge.schema import Contact, Record
from knowledge.script import WrittenLang
from knowledge.search import Before, Found, Hit, Searcher

LONGEST: Final = 1500
"""Characters that are read; what follows is not."""

SPOKEN_WITH: Final[dict[str | None, WrittenLang]] = {"TJ": "tg"}
"""The language that a passport stands for where nothing else tells: of the others none speaks for one."""

LOOKED_AT: Final = 3
"""Records whose urgency counts."""

OFFERED: Final = 3
ASKED: Final = 8
"""Contacts that are looked at where a message asks for one."""

REGIONAL: Final = 0.3
"""How much better a consulate must fit, which serves one region only."""

HERE: Final = 0.6
"""How much worse whoever is in the area may fit that the message names."""

DEEP: Final = 30
"""Hits that are ranked, so that two searches can be merged and guidance be found among them."""

NATIONAL: Final = 0.25
"""How much better a national record must be for the general ones not to pass as the answer."""

COMMON: Final = 0.15
"""How much better for what the answers of several countries name to be told first, where they name anything."""

FITS_WELL: Final = 0.4
"""The score from which a general record answers all the same."""

NEAR: Final = 0.35
"""The score from which a topic is near enough to be offered for a message on another subject."""

SIGNPOSTED: Final = 0.1
"""The score from which a signpost is shown for a message from a migrant's life."""

MAIN: Final = ("police-force-sign", "penalty-fighting", "guide-doubtful-job", "returning-home", "lawyer")
"""Topics that are offered where none is near: what most people come for."""


class Pipeline:
    """Answers questions from one index."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self.corpus = index.corpus
        self.version = index.manifest.generation
        self.composer = Composer(index.corpus)
        self._first_aid = FirstAid(self.composer, index.model("cards"))
        self._search = Searcher(index, embedder)
        self._languages = LanguageDetector(index.model("languages"))
        self._nurse = TriageNurse(index.model("danger"), index.model("intents"))
        self._offers = OfferChecker(
            index.corpus, index.model("signs"), index.model("verdicts"), index.model("offers")
        )
        self.offers = OfferTeller(index.corpus)

    def warm(self) -> None:
        """Load every model, so that the first person waits no longer than the next."""
        self.answer(Question("?!"))
        self.answer(Question("шартнома"))

    def answer(self, question: Question, usual: WrittenLang | None = None) -> Answer:
        """Answer `question`; `usual` is the person's language where the text doesn't tell."""
        written, previous = question.text.strip()[:LONGEST], said(question.previous)
        text = written if self._greets(written) else unsaluted(written)
        brief = says_only(text) if previous else None
        told = previous if brief and previous else written
        usual = usual or SPOKEN_WITH.get(question.passport)
        if previous and not question.language:
            usual = self._languages.detect(previous, usual)
        language = question.language or self._languages.detect(told, usual)
        if not re.search(r"\w", text):
            return _plain(language, Outcome.UNREADABLE, "unreadable.empty")
        if brief == "noted":
            return _plain(language, Outcome.GREETED, "thanks.reply")
        if not previous and says_nothing(text):
            return _plain(language, Outcome.GREETED, "bare.reply")
        if brief is not None:
            return self._answered(
                Question(unsaluted(told), question.passport), language, further=brief == "more"
            )
        country = names_only(text) if previous else None
        other = next((name for name in PASSPORTS if name == country), None)
        if previous and other is not None and other != question.passport:
            return self._answered(Question(f"{placeless(previous)} {text}", other), language)
        question = replace(question, text=text, previous=previous)
        told_of = _homeland(question)
        by_law = replace(question, passport=told_of or question.passport)
        answer = self._answered(by_law, language)
        return replace(answer, told_of=told_of) if answer.records else answer

    def _greets(self, text: str) -> bool:
        """Tell whether `text` does nothing but greet, though it may ask how one is."""
        if unsaluted(text) == text:
            return False
        vector = self._search.vector(text, self._languages.detect(text))
        return self._nurse.examine(text, vector).intent == "greeting"

    def _answered(self, question: Question, language: WrittenLang, *, further: bool = False) -> Answer:
        """Answer in `language`; `further` than the record that answers best, where that was told already."""
        text = question.text
        vector = self._search.vector(text, language)
        before = self._before(question.previous, text, language)
        triage = self._triage(text, vector, before, language)
        if triage.intent == "greeting" and not triage.is_cry:
            key = "thanks.reply" if gives_thanks(text) else "greet.reply"
            return _plain(language, Outcome.GREETED, key)
        passport = None if question.passport == "other" else question.passport
        search = self._search.search(
            text,
            language,
            passport,
            limit=DEEP,
            vector=vector,
            before=before,
            origin=origin(text) if passport == "RU" else None,
        )
        if triage.is_harmful(search.hits[0].topic):
            return _plain(language, Outcome.REFUSED, "refuse.text")
        if further:
            search = replace(search, hits=tuple(led(search.hits, passport, text)[1:]))
        scores = {hit.record.id: round(hit.score, 3) for hit in search.hits[:CITED]}
        cried = (f"{before.text} {text}", before.together) if before else (text, vector)
        return replace(self._grounded(search, text, cried, passport, language, triage), scores=scores)

    def _grounded(
        self,
        search: Found,
        text: str,
        cried: tuple[str, Vectors],
        passport: Passport | None,
        language: WrittenLang,
        triage: Triage,
    ) -> Answer:
        """Answer from what was found; `cried` is what a card is chosen by, with the words before, and its vector."""
        hits = led(search.hits, passport, text)
        own = next((hit for hit in hits if not is_signpost(hit.record)), None)
        found = [hit.record for hit in hits]
        urgency = urgency_of(found[0])
        outside = own is None or triage.is_outside(own.score, own.topic)
        aid = self._first_aid.choose(hits, *cried, passport)
        alarm = triage.is_emergency(
            (urgency_of(record) for record in found[:LOOKED_AT]), aid.card.urgency, aid.likeness
        )
        if alarm and (triage.is_cry or not outside) and not is_calm(hits[0]):
            return self._first_aid.answer(aid, hits, cried[0], passport, language)
        if own is None or outside:
            return self._outside(hits, passport, language, triage)
        if is_signpost(found[0]):
            hits = [own, *(hit for hit in hits if hit is not own)]
        national = search.national if passport is None else 0.0
        unsettled = (
            self._unsettled(search, found, language)
            if national > COMMON and hits[0].score < FITS_WELL
            else ()
        )
        statements = unsettled or self.composer.first(
            beside(hits),
            language,
            text,
            second=second_answer(hits, text),
            whom=self._whom(text, language, passport)
            if asks_whom(text) and not isinstance(found[0], Contact)
            else (),
        )
        return Answer(
            language,
            # Without danger now, what is an emergency for others is soon for the asker.
            "soon" if urgency == "emergency" else urgency,
            Outcome.ANSWERED,
            statements,
            passport_matters=national > 0,
        )

    def _unsettled(
        self, search: Found, found: Sequence[Record], language: WrittenLang
    ) -> tuple[Statement, ...]:
        """Tell what countries have in common where only their answers fit; else offer by title, as if none answered.

        Nothing where they have nothing in common, and what holds for all fits nearly as well.
        """
        common = self.composer.shared(topic_of(search.beyond.record)) if search.beyond is not None else []
        if common:
            return self.composer.first(list(dict.fromkeys([*common, *found])), language)
        return self.composer.offer(found, language) if search.national > NATIONAL else ()

    def _whom(self, text: str, language: WrittenLang, passport: Passport | None) -> list[Contact]:
        """Give the contacts that `text` asks for, best first."""
        named = places(text)
        limit = DEEP if named else ASKED
        found = self._search.search(text, language, passport, kinds=frozenset({"contact"}), limit=limit)

        def fit(hit: Hit) -> float:
            contact = hit.record
            if not isinstance(contact, Contact) or is_near(contact, named, passport):
                return hit.score + HERE
            return hit.score - REGIONAL * (
                contact.type == "consulate" or (bool(named) and is_regional(contact))
            )

        ranked = sorted(found.hits, key=fit, reverse=True)
        return [hit.record for hit in ranked if isinstance(hit.record, Contact)]

    def check_offer(self, offer: Question, usual: WrittenLang | None = None) -> OfferCheck:
        """Tell which signs of recruitment for war an advert or a message carries.

        `usual` is the person's language where neither he nor the text tells.
        """
        language = offer.language or self._languages.detect(offer.text, usual)
        passport = None if offer.passport == "other" else offer.passport
        return self.offers.tell(self._finding(offer.text), passport, language)

    def _finding(self, text: str) -> Finding:
        """Find the signs of recruitment in an advert."""
        return self._offers.find(text)

    def is_offer(self, text: str, *, forwarded: bool = False) -> bool:
        """Tell whether `text` is an advert or a recruiter's message, and no question and no cry for help."""
        return self._offers.looks_like_offer(text, forwarded=forwarded) and not self.is_cry(text)

    def is_cry(self, text: str) -> bool:
        """Tell whether `text` sounds like somebody in danger now, whatever it is about."""
        text = text.strip()[:LONGEST]
        vector = self._search.vector(text, self._languages.detect(text))
        return self._nurse.examine(text, vector).is_cry

    def found(self, question: Question, usual: WrittenLang | None = None) -> Found:
        """Give what the search alone brings for `question`, with the score of each voice."""
        text = unsaluted(question.text.strip()[:LONGEST])
        language = question.language or self._languages.detect(question.text, usual)
        passport = None if question.passport == "other" else question.passport
        before = self._before(said(question.previous), text, language)
        return self._search.search(text, language, passport, limit=DEEP, before=before)

    def everywhere(self, text: str, limit: int = DEEP) -> list[Hit]:
        """Find the records that bear on `text` for whoever looks after them: those of all passports."""
        text = text.strip()[:LONGEST]
        language = self._languages.detect(text, None)
        vector = self._search.vector(text, language)
        best: dict[str, Hit] = {}
        for passport in PASSPORTS:
            for hit in self._search.search(text, language, passport, limit=limit, vector=vector).hits:
                best[hit.record.id] = hit
        return sorted(best.values(), key=lambda hit: -hit.score)[:limit]

    def likeness(self, texts: Sequence[tuple[str, WrittenLang]]) -> Vectors:
        """Give one vector a text, of shape (texts, dimensions): cosines tell how alike they are, across languages."""
        return self._search.likeness(texts)

    def about(self, record_id: str, language: WrittenLang) -> Answer:
        """Give the answer that one record holds, for a topic that was chosen from a list.

        Raises KeyError where there is no such record.
        """
        record = self.corpus[record_id]
        return Answer(language, "plan", Outcome.ANSWERED, self.composer.first([record], language))

    def today(self) -> dt.date:
        """Give the day by which the age of contacts is reckoned."""
        return dt.datetime.now(dt.UTC).date()

    def _before(self, previous: str | None, text: str, language: WrittenLang) -> Before | None:
        """Give what was asked before, where `text` leans on it: the shorter it is, the more."""
        weight = leaning(text)
        if not previous or not weight or previous == text:
            return None
        return Before(previous, weight, self._search.vector(f"{previous} {text}", language))

    def _triage(self, text: str, vector: Vectors, before: Before | None, language: WrittenLang) -> Triage:
        """Tell what `text` is, by itself and as the end of what was said before."""
        triage = self._nurse.examine(text, vector)
        if before is None:
            return triage
        if self._nurse.examine(before.text, self._search.vector(before.text, language)).is_cry:
            triage = triage.after_a_cry()
        if not tells_little(text):
            return triage
        whole = self._nurse.examine(f"{before.text} {text}", before.together)
        return triage.going_on(whole, before.weight)

    def _outside(
        self, hits: Sequence[Hit], passport: str | None, language: WrittenLang, triage: Triage
    ) -> Answer:
        """Show who does know where a record tells, else say honestly that the bot doesn't."""
        first = hits[:OFFERED]
        signs = (hit for hit in first if is_signpost(hit.record))
        signpost = next((hit.record for hit in signs if hit.score > SIGNPOSTED), None)
        if signpost is not None and triage.is_near_miss:
            return Answer(language, "plan", Outcome.SIGNPOSTED, self.composer.first([signpost], language))
        statement = Statement(tr(language, "abstain.text"), role="note")
        near = [hit.record.id for hit in first if hit.score > NEAR and triage.is_near_miss]
        topics = tuple(near) or self._main(passport)
        return Answer(language, "plan", Outcome.ABSTAINED, (statement,), topics=topics)

    def _main(self, passport: str | None) -> tuple[str, ...]:
        """Give the ids of records of the main topics that hold for `passport`."""
        holding = {topic_of(record): record.id for record in self.corpus if holds_for(record, passport)}
        return tuple(holding[topic] for topic in MAIN if topic in holding)[:OFFERED]


def _homeland(question: Question) -> Passport | None:
    """Give the passport of which a question tells that came without one; none where a Russian one is named."""
    words = [question.text, *([question.previous] if question.previous else [])]
    if question.passport is not None or any(map(names_russian_citizenship, words)):
        return None
    named = next(filter(None, map(homeland, words)), None)
    return next((name for name in PASSPORTS if name == named), None)


def _plain(language: WrittenLang, outcome: Outcome, key: str) -> Answer:
    return Answer(language, "plan", outcome, (Statement(tr(language, key), role="note"),))
