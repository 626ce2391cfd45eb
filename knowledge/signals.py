"""What people type besides questions: greetings, harmful requests, other subjects, cries for help.

The examples stand in `knowledge/intents/LANG/CLASS.txt`, one message a line; the models in
`knowledge/learned.py` learn to tell them from the `asks` of the records.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from knowledge.corpus import ROOT, Corpus, read_lines, topic_of
from knowledge.learned import Learned, fit_language
from knowledge.schema import Answer
from knowledge.script import WRITTEN, WrittenLang

INTENTS: Final = ROOT / "intents"
Intent = Literal["ask", "harmful", "greeting", "off_topic", "near_miss"]
SIGNPOST: Final = "out-of-scope-"
"""Topics that begin so are signposts: the person is shown who does know."""

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


@dataclass(frozen=True)
class Signals:
    """Examples by class and written language."""

    examples: Mapping[str, Mapping[WrittenLang, list[str]]]

    @classmethod
    def read(cls, folder: Path = INTENTS) -> Signals:
        """Read every class below `folder`."""
        examples: dict[str, dict[WrittenLang, list[str]]] = {}
        for written in WRITTEN:
            for file in sorted((folder / written).glob("*.txt")):
                examples.setdefault(file.stem, {})[written] = read_lines(file)
        return cls(examples)

    def lines(self, name: str) -> Iterator[tuple[WrittenLang, str]]:
        for written, lines in self.examples.get(name, {}).items():
            for line in lines:
                yield written, line

    @cached_property
    def digest(self) -> str:
        """Give a hash of all examples."""
        return hashlib.sha256(
            repr(sorted((k, sorted(v.items())) for k, v in self.examples.items())).encode()
        ).hexdigest()


def fit_topics(corpus: Corpus) -> Learned:
    """Learn which topic a message asks about."""
    pairs = sorted({(ask, topic_of(record)) for record in corpus for _, ask in corpus.asks(record)})
    return Learned.fit([ask for ask, _ in pairs], [topic for _, topic in pairs])


def fit_intents(corpus: Corpus, signals: Signals) -> Learned:
    """Learn whether a message is a question for the records, or something else."""
    pairs: set[tuple[str, str]] = set()
    for record in corpus:
        outside = isinstance(record, Answer) and record.topic.startswith(SIGNPOST)
        pairs |= {(ask, "near_miss" if outside else "ask") for _, ask in corpus.asks(record)}
    for name, intent in _INTENT_OF.items():
        pairs |= {(line, intent) for _, line in signals.lines(name)}
    ordered = sorted(pairs)
    return Learned.fit([text for text, _ in ordered], [intent for _, intent in ordered], balanced=True)


def fit_danger(corpus: Corpus, signals: Signals) -> Learned:
    """Learn whether somebody is in danger now."""
    now = {line for _, line in signals.lines("emergency")}
    calm = {
        line
        for name in ("calm_twins", "benign_twins", "near_topic", "near_miss")
        for _, line in signals.lines(name)
    }
    calm |= {
        ask
        for record in corpus
        if getattr(record, "urgency", None) == "plan"
        for _, ask in corpus.asks(record)
    }
    calm -= now
    pairs = sorted({(text, "emergency") for text in now} | {(text, "calm") for text in calm})
    return Learned.fit([text for text, _ in pairs], [label for _, label in pairs], balanced=True)


def fit_languages(corpus: Corpus, signals: Signals) -> Learned:
    """Learn to tell the four written languages apart."""
    samples: dict[str, list[str]] = {written: [] for written in WRITTEN}
    for record in corpus:
        for written, ask in corpus.asks(record):
            samples[written].append(ask)
        for lang in ("uz", "ru", "tg"):
            samples[lang] += [record.title.of(lang), record.summary.of(lang)]
    for name in signals.examples:
        for written, line in signals.lines(name):
            samples[written].append(line)
    return fit_language({written: sorted(set(lines)) for written, lines in samples.items()})
