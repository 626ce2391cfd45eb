"""What each model learns from: the asks of the records, and the examples of what else people type."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Final

from knowledge.corpus import Corpus, topic_of
from knowledge.embedding import Phrase
from knowledge.encoders import Vectors
from knowledge.learned import MEANING, STRENGTH, Learned
from knowledge.schema import Answer, Guidance
from knowledge.script import CYRILLIC, plain
from knowledge.signals import SIGNPOST, Example, Intent, Signals
from knowledge.tajik import tajik_latin
from knowledge.traits import Traits

DIRECTIONS: Final = 96
DIRECTIONS_OF_INTENTS: Final = 192
"""How many of the 384 directions of meaning topics look at, and intents and danger: with 280 topics, all of them take
twice as long to learn and lead no better; of intents they double the memory that learning takes."""

REACH: Final = 4
NEXT: Final = 1
"""How far apart words may stand that count as a pair for intents and danger, and for topics: with 280 of these, every
pair costs memory for each."""

MEANING_OF_INTENTS: Final = 0.2
"""How much meaning counts there: honest questions and harmful requests are about the same things."""

STRENGTH_OF_INTENTS: Final = 1.0
"""How much it costs there to misjudge an example: of harm there are many kinds, and few examples of each."""

_INTENT_OF: Final[Mapping[str, Intent]] = {
    "harmful": "harmful",
    "greeting": "greeting",
    "off_topic": "off_topic",
    "near_miss": "near_miss",
    "benign_twins": "ask",
    "near_topic": "ask",
    "emergency": "ask",
    "calm_twins": "ask",
}
_CALM: Final = ("calm_twins", "benign_twins", "near_topic", "near_miss", "off_topic", "harmful", "greeting")


@dataclass(frozen=True)
class Lesson:
    """What one model learns from: labelled texts, in a settled order."""

    pairs: tuple[tuple[str, str], ...]
    balanced: bool = False
    language: bool = False
    """Whether the letters themselves matter, and not only the words."""
    phrases: tuple[Phrase, ...] = ()
    """Where meaning matters too: the texts with the languages in which they are typed, in the order of `pairs`."""
    reach: int = 0
    """How far apart two words may stand that count as a pair."""
    meaning: float = MEANING
    """How much meaning counts beside what is written, whose length is 1."""
    strength: float = STRENGTH
    """How much it costs to misjudge an example."""
    directions: int | None = None
    """The directions of meaning that are looked at, if not all: they cost time with every label."""
    families: tuple[tuple[str, str], ...] = ()
    """Labels for which people ask in much the same words, each with its family."""

    @property
    def digest(self) -> str:
        """Give a hash of all that decides what is learned."""
        content = tuple(getattr(self, field.name) for field in fields(self))
        return hashlib.sha256(repr(content).encode()).hexdigest()

    def learn(self, vectors: Vectors | None = None) -> Learned:
        """Fit the model, with the `vectors` of `phrases` where it has any; the same lesson gives the same model."""
        texts, labels = [text for text, _ in self.pairs], [label for _, label in self.pairs]
        if self.language:
            return Learned.fit(texts, labels, traits=Traits(plain, (1, 4)), balanced=self.balanced)
        return Learned.fit(
            texts,
            labels,
            traits=Traits(reach=self.reach),
            balanced=self.balanced,
            vectors=vectors,
            meaning=self.meaning,
            strength=self.strength,
            directions=self.directions,
            families=dict(self.families),
        )


def lessons(corpus: Corpus, signals: Signals) -> dict[str, Lesson]:
    """Give the lesson of every model: topics, intents, danger, cards, languages, and those of the offer check."""
    return {
        **meant_lessons(corpus, signals),
        "cards": _meant(signals.cards, balanced=True),
        "languages": Lesson(_languages(corpus, signals), balanced=True, language=True),
        "signs": Lesson(signals.offers.signs(corpus), balanced=True),
        "verdicts": Lesson(signals.offers.verdicts(corpus), balanced=True),
        "offers": Lesson(signals.offers.kinds(_talk(corpus, signals)), balanced=True),
    }


def meant_lessons(corpus: Corpus, signals: Signals) -> dict[str, Lesson]:
    """Give the lessons that change with the records, of models that look at meaning: topics, intents and danger."""
    return {
        "topics": replace(
            _meant(_topics(corpus, signals)), reach=NEXT, directions=DIRECTIONS, families=signals.families
        ),
        "intents": replace(
            _meant(_intents(corpus, signals), balanced=True),
            reach=REACH,
            meaning=MEANING_OF_INTENTS,
            strength=STRENGTH_OF_INTENTS,
            directions=DIRECTIONS_OF_INTENTS,
        ),
        "danger": replace(
            _meant(_danger(corpus, signals), balanced=True), reach=REACH, directions=DIRECTIONS_OF_INTENTS
        ),
    }


def _meant(examples: Iterable[Example], *, balanced: bool = False) -> Lesson:
    """Make a lesson of letters and meaning."""
    chosen = sorted(set(examples))
    return Lesson(
        tuple((text, label) for text, label, _ in chosen),
        balanced=balanced,
        phrases=tuple((text, written) for text, _, written in chosen),
    )


def _topics(corpus: Corpus, signals: Signals) -> Iterator[Example]:
    """Which topic a message asks about; of two questions after one another, the second."""
    for record in corpus:
        for written, ask in corpus.asks(record):
            yield ask, topic_of(record), written
    known = {topic_of(record) for record in corpus}
    yield from (pair for pair in signals.follow_ups if pair[1] in known)


def _intents(corpus: Corpus, signals: Signals) -> Iterator[Example]:
    """Whether a message is a question for the records, or something else."""
    for record in corpus:
        intent = "near_miss" if topic_of(record).startswith(SIGNPOST) else "ask"
        for written, ask in corpus.asks(record):
            yield ask, intent, written
    for name, meant in _INTENT_OF.items():
        for written, line in signals.lines(name):
            yield line, meant, written


def _danger(corpus: Corpus, signals: Signals) -> Iterator[Example]:
    """Whether somebody is in danger now."""
    now = {line for _, line in signals.lines("emergency")}
    for written, line in signals.lines("emergency"):
        yield line, "emergency", written
    calm = [pair for name in _CALM for pair in signals.lines(name)]
    for record in corpus:
        if isinstance(record, Answer | Guidance) and record.urgency == "plan":
            calm += corpus.asks(record)
    for written, line in calm:
        if line not in now:
            yield line, "calm", written


def _talk(corpus: Corpus, signals: Signals) -> list[list[str]]:
    """Give what people ask and tell, by topic and class: no adverts among it."""
    asks: dict[str, list[str]] = {}
    for record in corpus:
        asks.setdefault(topic_of(record), []).extend(ask for _, ask in corpus.asks(record))
    return [*asks.values(), *([line for _, line in signals.lines(name)] for name in signals.examples)]


def _languages(corpus: Corpus, signals: Signals) -> tuple[tuple[str, str], ...]:
    """Which of the four written languages a message is in; Tajik is typed in Latin letters too."""
    pairs = {(ask, written) for record in corpus for written, ask in corpus.asks(record)}
    pairs |= {(line, written) for name in signals.examples for written, line in signals.lines(name)}
    tajik = sorted(text for text, written in pairs if written == "tg" and CYRILLIC.search(text))
    latin = {(tajik_latin(text, number), "tg") for number, text in enumerate(tajik)}
    return tuple(sorted(pairs | latin))
