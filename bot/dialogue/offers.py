"""The offer check: an advert pasted, forwarded or described, and the signs of recruitment in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.answering.offer import LONGEST
from bot.answering.pipeline import Pipeline
from bot.answering.question import Question
from bot.answering.verdict import OfferCheck
from bot.dialogue.feature import Feature
from bot.dialogue.message import Action, Button, Message, code, decode, escape, short, written
from bot.dialogue.preferences import law_of, passport_of, written_language
from bot.dialogue.questions import Questions
from bot.dialogue.render import answer_messages, list_message
from bot.dialogue.turn import Exchange, Moment, Turn
from bot.i18n import tr
from knowledge.script import WrittenLang

SHORTEST: Final = 12
"""Letters below which nothing can be judged."""

IN_BUTTON: Final = 7
"""Signs whose short names a button holds."""


class Offers(Feature):
    """Checks offers: behind `/offer`, and where what is written or forwarded is one."""

    def __init__(self, pipeline: Callable[[], Pipeline], questions: Questions) -> None:
        self._pipeline = pipeline
        self._questions = questions
        self.commands = {"offer": self._obey}
        self.presses = {"signs": self._signs, "asked": self._asked}
        self.awaits = {"offer": self._awaited}

    def hear(self, moment: Moment, text: str) -> Turn | None:
        """Check what looks like an advert or a recruiter's message."""
        return self._check(moment, text) if self._pipeline().is_offer(text) else None

    def receive(self, moment: Moment, text: str) -> Turn | None:
        """Check what was forwarded, unless it is plainly something else."""
        return self._check(moment, text) if self._pipeline().is_offer(text, forwarded=True) else None

    def _obey(self, moment: Moment, words: str) -> Turn:
        if words.strip():
            return self._check(moment, words)
        person = replace(moment.person, awaiting="offer")
        return Turn((Message(escape(tr(moment.language, "offer.ask"))),), person)

    def _awaited(self, moment: Moment, text: str) -> Turn | None:
        """Check whatever comes after `/offer`; a cry for help is answered as such."""
        pipeline = self._pipeline()
        return None if pipeline.is_cry(text) and not pipeline.is_offer(text) else self._check(moment, text)

    def _check(self, moment: Moment, text: str) -> Turn:
        """Tell what was found; the words are somebody else's, so they don't change the person's language."""
        if sum(letter.isalpha() for letter in text) < SHORTEST:
            person = replace(moment.person, awaiting="offer")
            return Turn((Message(escape(tr(moment.language, "offer.short"))),), person)
        started = time.perf_counter()
        person = moment.person
        language = written_language(person.language) or written_language(person.usual)
        offer = Question(text, passport=passport_of(person), language=language)
        check = self._pipeline().check_offer(offer, usual=moment.language)
        exchange = Exchange(text[:LONGEST], check.answer, (time.perf_counter() - started) * 1000)
        messages = self._messages(check, moment)
        return Turn(tuple(messages), replace(person, previous=text.strip()[:LONGEST]), exchange)

    def _messages(self, check: OfferCheck, moment: Moment) -> list[Message]:
        pipeline = self._pipeline()
        *before, last = answer_messages(
            check.answer, pipeline.composer, pipeline.corpus, law_of(moment.person)
        )
        rows = last.rows
        if check.signs:
            names = ".".join(code(sign.record.id) for sign in check.signs[:IN_BUTTON])
            label = tr(check.language, "offer.signs", count=len(check.signs))
            rows = ((Button(label, Action("signs", (short(check.language), names))),), *rows)
        asked = Button(tr(check.language, "offer.question"), Action("asked", (short(check.language),)))
        return [*before, Message(last.text, (*rows, (asked,)))]

    def _signs(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        """Show every sign, why it matters and how it ended; its words too, while the advert is remembered."""
        lang, codes = arguments
        language = written(lang)
        pipeline = self._pipeline()
        ids = decode(codes.split("."), list(pipeline.corpus.records))
        if not ids:
            raise KeyError("none of the signs is there any more")
        quotes = self._quotes(moment, language)
        statements = list(pipeline.offers.signs(ids, quotes, law_of(moment.person), language))
        return Turn((list_message(tr(language, "offer.signs-title"), statements),), moment.person)

    def _quotes(self, moment: Moment, language: WrittenLang) -> dict[str, str]:
        """Give the words of each sign in what was written last."""
        check = self._pipeline().check_offer(Question(moment.person.previous or "", language=language))
        return {sign.record.id: sign.quote for sign in check.signs}

    def _asked(self, moment: Moment, _arguments: tuple[str, ...]) -> Turn:
        """Answer as a question what was taken for an offer."""
        text = moment.person.previous
        if not text:
            raise KeyError("nothing is remembered")
        return self._questions.hear(moment.of(replace(moment.person, previous=None)), text)
