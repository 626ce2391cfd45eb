"""Job adverts and recruiters' words: what the models of the offer check learn from.

    phrases/LANG/SIGN.txt      how adverts and recruiters put the sign SIGN, one phrase a line
    phrases/LANG/innocent.txt  what honest adverts of the same trades say
    adverts.jsonl              whole adverts, labelled `recruitment` or `honest`

Uzbek stands in Latin letters only: folded, both scripts are the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from knowledge.corpus import ROOT, Corpus, read_lines
from knowledge.disguise import unmask
from knowledge.schema import Sign

PHRASES: Final = ROOT / "phrases"
ADVERTS: Final = ROOT / "adverts.jsonl"
INNOCENT: Final = "innocent"
Label = Literal["recruitment", "honest"]
Pairs = tuple[tuple[str, str], ...]
"""Texts with their labels, in a settled order."""

JOINED: Final = 3
THINNED: Final = 3
"""Phrases in a made-up advert; of how many questions one is learned from: more only cost time."""


class Advert(BaseModel):
    """One advert, with the signs that a reader finds in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str
    lang: Literal["ru", "uz", "uz_Cyrl", "tg", "mixed"]
    label: Label
    signs: tuple[str, ...]
    split: Literal["train", "test"]


def read_adverts(file: Path = ADVERTS) -> list[Advert]:
    """Read adverts, one JSON object a line."""
    return [Advert.model_validate_json(line) for line in read_lines(file)]


@dataclass(frozen=True)
class Offers:
    """Phrases by sign, and whole adverts."""

    phrases: Mapping[str, tuple[str, ...]]
    adverts: tuple[Advert, ...] = ()

    @classmethod
    def read(cls, phrases: Path = PHRASES, adverts: Path = ADVERTS) -> Offers:
        """Read all phrases and adverts."""
        found: dict[str, list[str]] = {}
        for file in sorted(phrases.glob("*/*.txt")):
            found.setdefault(file.stem, []).extend(read_lines(file))
        return cls({name: tuple(lines) for name, lines in found.items()}, tuple(read_adverts(adverts)))

    @cached_property
    def digest(self) -> str:
        """Give a hash of all that is learned from."""
        told = [sorted(self.phrases.items()), [advert.model_dump() for advert in self.adverts]]
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def signs(self, corpus: Corpus) -> Pairs:
        """Give phrases with the sign that they show, or `innocent`."""
        pairs = {(phrase, name) for name, phrases in self.phrases.items() for phrase in phrases}
        return tuple(sorted(pairs | _examples(corpus)))

    def verdicts(self, corpus: Corpus) -> Pairs:
        """Give phrases and whole adverts, with what they are: recruitment or honest work."""
        pairs = {
            (phrase, "honest" if sign == INNOCENT else "recruitment") for phrase, sign in self.signs(corpus)
        }
        return tuple(sorted(pairs | {(unmask(advert.text).text, advert.label) for advert in self.adverts}))

    def kinds(self, talk: Iterable[Sequence[str]]) -> Pairs:
        """Give adverts on the one side, what people ask and tell on the other: `offer` and `talk`.

        `talk` comes in groups that are about one thing. Adverts are few and long, questions many and short:
        phrases joined to adverts and questions joined to stories keep length from deciding.
        """
        told = [_shuffled(lines) for lines in talk]
        stories = {"\n".join(lines[start : start + JOINED]) for lines in told for start in (0, JOINED)}
        lone = sorted({line for lines in told for line in lines})[::THINNED]
        offers = {unmask(advert.text).text for advert in self.adverts} | self._composed()
        return tuple(
            sorted({(text, "offer") for text in offers} | {(text, "talk") for text in (*lone, *stories)})
        )

    def _composed(self) -> set[str]:
        """Join phrases of one sort to adverts."""
        recruiting = [
            phrase for name, phrases in self.phrases.items() if name != INNOCENT for phrase in phrases
        ]
        composed = set()
        for lines in (recruiting, self.phrases.get(INNOCENT, ())):
            for border in (", ", ". ", "\n"):
                mixed = _shuffled([line + border for line in lines])
                composed |= {
                    "".join(mixed[start : start + JOINED + start % 2])
                    for start in range(0, len(mixed), JOINED)
                }
        return composed


def _shuffled(lines: Iterable[str]) -> list[str]:
    """Mix `lines`, the same way each time."""
    return sorted(lines, key=lambda line: hashlib.sha256(line.encode()).digest())


def _examples(corpus: Corpus) -> set[tuple[str, str]]:
    return {
        (phrase, record.id)
        for record in corpus
        if isinstance(record, Sign)
        for lang in ("ru", "uz", "tg")
        for phrase in record.examples.of(lang)
    }
