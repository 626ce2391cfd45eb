"""The pipeline with a language model behind it: the same call, the composed answer always ready."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.answering.compose import FIRST_MESSAGE
from bot.answering.follow_up import SHORT
from bot.answering.generate.generator import Generator
from bot.answering.generate.model import Model
from bot.answering.generate.prompts import prompt
from bot.answering.generate.rewrite import is_bare, is_two
from bot.answering.grounding import Checker
from bot.answering.offer import Finding
from bot.answering.pipeline import LONGEST, Pipeline
from bot.answering.question import Answer, Outcome, Question
from knowledge.embedding import Embedder
from knowledge.index import Index
from knowledge.script import WrittenLang

REWRITE: Final = 0.4
"""The share of the time that a rewriting may take."""


class FreePipeline(Pipeline):
    """Answers questions from one index, in the words of a model where they hold."""

    def __init__(self, index: Index, embedder: Embedder, model: Model) -> None:
        super().__init__(index, embedder)
        self.generator = Generator(model, Checker(embedder.encode, self._languages.detect))
        self._model = model

    @property
    def counts(self) -> Mapping[str, int]:
        """What came of all questions put to the model: kept and dropped sentences, faults, tokens."""
        return self.generator.counts + self._model.counts

    def warm(self) -> None:
        """Load every model, without a word to the language model."""
        super().answer(Question("?!"))
        super().answer(Question("шартнома"))

    def answer(self, question: Question, usual: WrittenLang | None = None) -> Answer:
        """Answer `question`; who is in danger, refused or not answered waits for no model."""
        composed = super().answer(question, usual)
        text = question.text.strip()[:LONGEST]
        follows = bool(question.previous) and len(text.split()) <= SHORT
        # a follow-up without an answer may get one once it is put so that it stands alone
        lost = follows and composed.outcome is Outcome.ABSTAINED and is_bare(text, composed.language)
        if not _is_open(composed) and not lost:
            return composed
        until = self._model.deadline()
        label = ""
        if follows or is_two(text):
            composed = self._rewritten(question, composed, until)
            label = prompt("rewrite").label
            if not _is_open(composed):
                return composed
        passport = composed.told_of or (None if question.passport == "other" else question.passport)
        records = {name: self.corpus[name] for name in composed.records}
        answer = self.generator.improve(text, composed, records, passport, until)
        return replace(answer, prompts=" ".join(filter(None, (answer.prompts, label))))

    def _finding(self, text: str) -> Finding:
        """Add the signs that the model sees, with words of the advert itself; it can't make a verdict milder.

        Who is in danger waits for no model here either.
        """
        finding = super()._finding(text)
        if self.is_cry(text):
            return finding
        found = {sign.record.id for sign in finding.signs}
        others = [sign for sign in self._offers.signs() if sign.id not in found]
        seen = self.generator.signs(text, others)
        return self._offers.joined(finding, text, ((one.sign, one.quote) for one in seen))

    def _rewritten(self, question: Question, composed: Answer, until: float) -> Answer:
        """Give the answer to what a follow-up or a two-part question asks, where the model could tell."""
        soon = until - (1 - REWRITE) * self._model.whole
        questions = self.generator.rewrite(question.text, question.previous, composed.language, soon)
        answers = [
            super(FreePipeline, self).answer(
                replace(question, text=one, previous=None, language=composed.language)
            )
            for one in questions
        ]
        if not answers or any(answer.outcome is not Outcome.ANSWERED for answer in answers):
            return composed
        urgent = next((answer for answer in answers if answer.card), None)
        return urgent or _both(answers)


def _is_open(answer: Answer) -> bool:
    """Tell whether a model may put the answer in its own words."""
    lead = answer.statements[0] if answer.statements else None
    return (
        answer.outcome is Outcome.ANSWERED
        and answer.urgency != "emergency"
        and lead is not None
        and lead.role == "lead"
    )


def _both(answers: Sequence[Answer]) -> Answer:
    """Put the answers to two questions together; what doesn't fit is left away from the end of each."""
    first, *others = answers
    if not others:
        return first
    half = FIRST_MESSAGE // len(answers)
    said = []
    for answer in answers:
        room = half
        for statement in answer.statements:
            room -= len(statement.text)
            if room < 0 and statement.role != "lead":
                break
            said.append(statement)
    return replace(first, statements=tuple(dict.fromkeys(said)))
