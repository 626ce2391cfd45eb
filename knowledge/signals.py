"""What people type besides questions: greetings, harmful requests, other subjects, cries for help.

The examples stand in `knowledge/intents/LANG/CLASS.txt`, one message a line; `knowledge/lessons.py`
tells what the models learn of them. Before a cry for help, in
`emergency.tsv`, stands the guidance that whoever writes so needs first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from knowledge.adverts import Offers
from knowledge.corpus import ROOT, read_lines
from knowledge.script import WRITTEN, WrittenLang

INTENTS: Final = ROOT / "intents"
Intent = Literal["ask", "harmful", "greeting", "off_topic", "near_miss"]
FAMILIES: Final = ROOT / "families.tsv"
SIGNPOST: Final = "out-of-scope-"
"""Topics that begin so are signposts: the person is shown who does know."""

CRIES: Final = "emergency.tsv"
FOLLOW_UPS: Final = "follow_up.tsv"
NO_CARD: Final = "-"
"""What stands before a cry that tells too little for any card."""

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
