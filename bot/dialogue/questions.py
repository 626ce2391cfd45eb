"""Questions and their answers, with what stands behind the buttons below them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.answering.compose import SECTIONS
from bot.answering.follow_up import parted, thread
from bot.answering.pipeline import LONGEST, Pipeline
from bot.answering.question import Answer, Question
from bot.dialogue.feature import Feature
from bot.dialogue.message import Message, decode, escape, written
from bot.dialogue.preferences import law_of, passport_of, with_passport, written_language
from bot.dialogue.render import answer_messages, section_message
from bot.dialogue.turn import Exchange, Moment, Turn
from bot.i18n import text_of, tr
from bot.journal.person import Person
from knowledge.script import WrittenLang


class Questions(Feature):
    """Answers what people ask; takes all words that no other feature took."""

    def __init__(self, pipeline: Callable[[], Pipeline]) -> None:
        self._pipeline = pipeline
        self.presses = {"again": self._again, "show": self._show, "topic": self._topic}

    def hear(self, moment: Moment, text: str) -> Turn:
        """Answer a question."""
        started = time.perf_counter()
        answer = self.answer(moment, text)
        exchange = Exchange(text[:LONGEST], answer, _passed(started))
        messages = self._messages(exchange, moment.person)
        if len(text) > LONGEST:
            note = tr(answer.language, "unreadable.long", count=LONGEST)
            messages = [Message(escape(note)), *messages]
        previous = moment.person.previous
        asked = thread(previous, text.strip()[:LONGEST]) if answer.records else previous
        person = replace(moment.person, usual=answer.language, previous=asked)
        return Turn(tuple(messages), person, exchange)

    def is_cry(self, moment: Moment, text: str) -> bool:
        """Tell whether somebody is in danger now."""
        return self.answer(moment, text).urgency == "emergency"

    def answer(self, moment: Moment, text: str) -> Answer:
        """Give the bare answer to what the person wrote."""
        person = moment.person
        question = Question(
            text,
            passport=passport_of(person),
            language=written_language(person.language),
            previous=person.previous,
        )
        return self._pipeline().answer(question, usual=moment.language)

    def _again(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        """Answer the last question once more, by the law of a passport that is now known."""
        name, _lang = arguments
        before, text = parted(moment.person.previous or "")
        person = replace(with_passport(moment.person, name), previous=before)
        return self.hear(moment.of(person), text)

    def _show(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        section, lang, codes = arguments
        return Turn((self._section(section, written(lang), codes.split("."), moment.person),), moment.person)

    def _section(self, name: str, language: WrittenLang, codes: Sequence[str], person: Person) -> Message:
        if name not in SECTIONS:
            raise ValueError(f"no section {name!r}")
        pipeline = self._pipeline()
        ids = decode(codes, list(pipeline.corpus.records))
        if not ids:
            raise KeyError("none of the records is there any more")
        statements = pipeline.composer.section(name, ids, law_of(person), language)
        return section_message(name, statements, language)

    def _topic(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        lang, code = arguments
        pipeline = self._pipeline()
        (record_id,) = decode([code], list(pipeline.corpus.records))
        started = time.perf_counter()
        answer = pipeline.about(record_id, written(lang))
        title = text_of(pipeline.corpus[record_id].title, answer.language)
        exchange = Exchange(title, answer, _passed(started))
        return Turn(tuple(self._messages(exchange, moment.person)), moment.person, exchange)

    def _messages(self, exchange: Exchange, person: Person) -> list[Message]:
        pipeline = self._pipeline()
        return answer_messages(exchange.answer, pipeline.composer, pipeline.corpus, law_of(person))


def _passed(started: float) -> float:
    """Give the milliseconds since `started`."""
    return (time.perf_counter() - started) * 1000
