"""Papers by photo: what somebody was given to sign, read and explained."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, Protocol

from bot.answering.paper import PaperComposer
from bot.answering.pipeline import Pipeline
from bot.answering.question import Answer
from bot.dialogue.feature import Feature
from bot.dialogue.message import Message, escape
from bot.dialogue.preferences import law_of
from bot.dialogue.questions import Questions
from bot.dialogue.render import answer_messages
from bot.dialogue.turn import Exchange, Moment, Thing, Turn
from bot.i18n import text_of, tr
from bot.reading.words import Fault, Reading, ReadingFaultError
from knowledge.script import WrittenLang

TROUBLES: Final = {"large": Fault.LARGE, "format": Fault.FORMAT}
"""What a door tells of a file that it did not fetch."""


class Reader(Protocol):
    """Reads papers.

    Raises ReadingFaultError where one can't be read.
    """

    def read(self, files: Sequence[bytes]) -> Reading: ...


class Papers(Feature):
    """Says what a photographed paper seems to be, by which lines, what signing means, and what to do."""

    def __init__(self, pipeline: Callable[[], Pipeline], reader: Reader | None, questions: Questions) -> None:
        self._pipeline = pipeline
        self._reader = reader
        self._questions = questions
        self.commands = {"paper": self._ask}
        self.sees = {"photo": self._see}

    def _ask(self, moment: Moment, _words: str) -> Turn:
        key = "paper.ask" if self._reader else "paper.fault.missing"
        return Turn((Message(escape(tr(moment.language, key))),), moment.person)

    def _see(self, moment: Moment, thing: Thing) -> Turn | None:
        """Explain a paper; films and other things without a page are left to the next feature."""
        if not thing.content and thing.trouble is None:
            return None
        asked = self._questions.hear(moment, thing.caption) if thing.caption.strip() else None
        language = asked.exchange.answer.language if asked and asked.exchange else moment.language
        turn = self._explained(moment, thing, language)
        if asked is None or asked.person is None or turn.person is None:
            return turn
        # the words beside the photo are answered after it, without the card that the paper brought already
        told = asked.messages[-1:] if turn.exchange else asked.messages
        person = replace(
            asked.person, previous=turn.person.previous if turn.exchange else asked.person.previous
        )
        return replace(turn, messages=(*turn.messages, *told), person=person)

    def _explained(self, moment: Moment, thing: Thing, language: WrittenLang) -> Turn:
        begun = time.perf_counter()
        try:
            reading = self._read(thing)
        except ReadingFaultError as error:
            key = "download" if thing.trouble == "download" else error.fault.value
            return Turn((Message(escape(tr(language, f"paper.fault.{key}"))),), moment.person, whole=True)
        pipeline = self._pipeline()
        papers = PaperComposer(pipeline.corpus, pipeline.composer)
        _, answer = papers.answer(reading, law_of(moment.person), language)
        messages = answer_messages(answer, pipeline.composer, pipeline.corpus, law_of(moment.person))
        subject = text_of(pipeline.corpus[answer.records[0]].title, language)
        # what the paper says is nobody's business: the exchange tells only what it was about
        exchange = Exchange(subject, _without_quotes(answer), (time.perf_counter() - begun) * 1000)
        person = replace(moment.person, usual=language, previous=subject)
        return Turn(tuple(messages), person, exchange, whole=True)

    def _read(self, thing: Thing) -> Reading:
        if thing.trouble is not None:
            raise ReadingFaultError(TROUBLES.get(thing.trouble, Fault.BROKEN))
        if self._reader is None:
            raise ReadingFaultError(Fault.MISSING)
        return self._reader.read(thing.content)


def _without_quotes(answer: Answer) -> Answer:
    """Leave out the lines of the paper: names and addresses may stand in them."""
    return replace(answer, statements=tuple(one for one in answer.statements if one.role != "quote"))
