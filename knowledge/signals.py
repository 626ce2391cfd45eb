"""What people type besides questions: greetings, harmful requests, other subjects, cries for help.

The examples stand in `knowledge/intents/LANG/CLASS.txt`, one message a line; the models in
`knowledge/learned.py` learn to tell them from the `asks` of the records. Before a cry for help, in
`emergency.tsv`, stands the guidance that whoever writes so needs first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from knowledge.adverts import Offers
from knowledge.corpus import ROOT, Corpus, read_lines, topic_of
from knowledge.embedding import Phrase
from knowledge.encoders import Vectors
from knowledge.learned import MEANING, STRENGTH, Learned
from knowledge.schema import Answer, Guidance
from knowledge.script import WRITTEN, WrittenLang, plain
from knowledge.traits import Traits

INTENTS: Final = ROOT / "intents"
Intent = Literal["ask", "harmful", "greeting", "off_topic", "near_miss"]
FAMILIES: Final = ROOT / "families.tsv"
SIGNPOST: Final = "out-of-scope-"
"""Topics that begin so are signposts: the person is shown who does know."""

CRIES: Final = "emergency.tsv"
FOLLOW_UPS: Final = "follow_up.tsv"
NO_CARD: Final = "-"
"""What stands before a cry that tells too little for any card."""

DIRECTIONS: Final = 96
"""Of 384: with 150 topics, all of them take twice as long to learn and lead no better."""

REACH: Final = 4
NEXT: Final = 1
"""How far apart words may stand that count as a pair for intents and danger, and for topics: with 150 of these, every
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
Example = tuple[str, str, WrittenLang]
"""A text, its label, and the language in which it is typed."""


@dataclass(frozen=True)
class Signals:
    """Examples by class and written language."""

    examples: Mapping[str, Mapping[WrittenLang, list[str]]]
    cards: tuple[Example, ...]
    """Cries for help, each with the id of the guidance that belongs on the emergency card."""
    offers: Offers
    families: tuple[tuple[str, str], ...] = ()
    """Topics for which people ask in much the same words, each with its family."""
    follow_ups: tuple[Example, ...] = ()
    """Questions with what is asked after them, each with the topic of the second."""

    @classmethod
    def read(cls, folder: Path = INTENTS) -> Signals:
        """Read every class below `folder`, and the adverts."""
        examples: dict[str, dict[WrittenLang, list[str]]] = {}
        cards: list[Example] = []
        follow_ups: list[Example] = []
        for written in WRITTEN:
            for file in sorted((folder / written).glob("*.txt")):
                examples.setdefault(file.stem, {})[written] = read_lines(file)
            cries = [_cry(line) for line in read_lines(folder / written / CRIES)]
            examples.setdefault("emergency", {})[written] = [cry for _, cry in cries]
            cards += ((cry, card, written) for card, cry in cries if card != NO_CARD)
            lines = read_lines(folder / written / FOLLOW_UPS)
            follow_ups += ((*_follow_up(line), written) for line in lines)
        return cls(examples, tuple(cards), Offers.read(), _families(), tuple(follow_ups))

    def lines(self, name: str) -> Iterator[tuple[WrittenLang, str]]:
        for written, lines in self.examples.get(name, {}).items():
            for line in lines:
                yield written, line

    @cached_property
    def digest(self) -> str:
        """Give a hash of all examples, adverts and families."""
        examples = repr(sorted((k, sorted(v.items())) for k, v in self.examples.items()))
        return hashlib.sha256(
            (
                examples + repr(self.cards) + self.offers.digest + repr(self.families) + repr(self.follow_ups)
            ).encode()
        ).hexdigest()


def _families() -> tuple[tuple[str, str], ...]:
    pairs = (line.split("\t") for line in read_lines(FAMILIES) if not line.startswith("#"))
    return tuple(sorted((topic, family) for family, topic in pairs))


def _cry(line: str) -> tuple[str, str]:
    """Give the card and the cry for help of a line.

    Raises ValueError where no tab parts them.
    """
    card, tab, cry = line.partition("\t")
    if not tab:
        raise ValueError(f"{CRIES}: a card's id and a tab should stand before {line!r}")
    return card, cry


def _follow_up(line: str) -> tuple[str, str]:
    """Give two questions of a line, as they are read together, and the topic of the second.

    Raises ValueError where not two tabs part them.
    """
    before, *rest = line.split("\t")
    if len(rest) != 2:  # noqa: PLR2004
        raise ValueError(
            f"{FOLLOW_UPS}: a question, what is asked after it, and its topic should stand in {line!r}"
        )
    after, topic = rest
    return f"{before} {after}", topic


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
        ),
        "danger": replace(_meant(_danger(corpus, signals), balanced=True), reach=REACH),
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
    """Which of the four written languages a message is in."""
    pairs = {(ask, written) for record in corpus for written, ask in corpus.asks(record)}
    pairs |= {(line, written) for name in signals.examples for written, line in signals.lines(name)}
    return tuple(sorted(pairs))
