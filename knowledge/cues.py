"""Words that tell a sign of recruitment by themselves: `cues.tsv`, matched over folded words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Final

from knowledge.script import fold

FILE: Final = Path(__file__).parent / "cues.tsv"
WHOM: Final = FILE.with_name("whom.tsv")
BARE: Final = FILE.with_name("bare.tsv")
BRIEF: Final = FILE.with_name("brief.tsv")
COUNTRIES: Final = FILE.with_name("countries.tsv")
HOMELANDS: Final = FILE.with_name("homelands.tsv")
SALUTES: Final = FILE.with_name("salutes.tsv")
ORIGINS: Final = FILE.with_name("origins.tsv")
PLACES: Final = FILE.with_name("places.tsv")
FILLER: Final = "filler"
SKILLED: Final = "skilled"
"""Stands in the place of a sign: words of work that is paid well because few can do it."""

_WORD: Final = re.compile(r"[^\W_]+(?:['`´ʻʼʽ‘’‛′ʹ][^\W_]+)*")
_WILD: Final = {"*": r"\S*", "~": r"\S{0,2}"}
_BETWEEN: Final = r"(?: \S+){0,3} "


@dataclass(frozen=True)
class Cue:
    """A sign told by its own words, with their span in the text."""

    sign: str
    start: int
    end: int


def cues(text: str) -> Iterator[Cue]:
    """Find the words of every sign in `text`."""
    return _found(text, FILE)


def asks_whom(text: str) -> bool:
    """Tell whether `text` asks for a number or an address: whom to call, where to turn."""
    return any(_found(text, WHOM))


def places(text: str) -> list[str]:
    """Give the areas of Russia in which the towns and regions are that `text` names."""
    return list(dict.fromkeys(cue.sign for cue in _found(text, PLACES)))


def says_nothing(text: str) -> bool:
    """Tell whether `text` calls for help or an answer, and says nothing else."""
    return _covered(text, list(_found(text, BARE)))


def says_only(text: str) -> str | None:
    """Name what a message does that says nothing new after an answer: `noted`, `more` or `again`."""
    return _only(text, BRIEF)


def unsaluted(text: str) -> str:
    """Give `text` without the greeting before it; all of it where it only greets."""
    first = min(_found(text, SALUTES), key=lambda cue: cue.start, default=None)
    if first is None or _WORD.search(text[: first.start]):
        return text
    rest = text[first.end :].lstrip(" ,.!;:–—-)\n")
    return unsaluted(rest) if _WORD.search(rest) else text


def names_only(text: str) -> str | None:
    """Name the passport of the country, or of its people, of which a message speaks that says nothing else."""
    return _only(text, COUNTRIES)


def homeland(text: str) -> str | None:
    """Name the one passport that `text` tells of as that of whom it is about; None where it tells of several, too."""
    names = {cue.sign for cue in _found(text, HOMELANDS)}
    return names.pop() if len(names) == 1 else None


def origin(text: str) -> str | None:
    """Give the passport of the one country that `text` names, by itself or by a region or town of it."""
    names = {cue.sign for cue in _found(text, ORIGINS)}
    return names.pop() if len(names) == 1 else None


def placeless(text: str) -> str:
    """Give `text` without the countries that it names, their regions and towns."""
    return _without(text, _found(text, ORIGINS))


def _only(text: str, file: Path) -> str | None:
    """Name the one class whose words, with fillers, are all of `text`."""
    found = list(_found(text, file))
    names = {cue.sign for cue in found} - {FILLER}
    return names.pop() if len(names) == 1 and _covered(text, found) else None


def _covered(text: str, found: Iterable[Cue]) -> bool:
    """Tell whether `text` has words, and none but those `found`."""
    return bool(_WORD.search(text)) and not _WORD.search(_without(text, found))


def _without(text: str, found: Iterable[Cue]) -> str:
    """Give `text` with spaces in place of the words `found`."""
    rest = list(text)
    for cue in found:
        rest[cue.start : cue.end] = " " * (cue.end - cue.start)
    return "".join(rest)


def _found(text: str, file: Path) -> Iterator[Cue]:
    words = [match for match in _WORD.finditer(text) if fold(match[0])]
    folded = [fold(word[0]) for word in words]
    starts = list(accumulate((len(word) + 1 for word in folded), initial=0))
    line = " ".join(folded)
    for sign, pattern in _patterns(file):
        for match in pattern.finditer(line):
            first = starts.index(match.start())
            last = first + match[0].count(" ")
            yield Cue(sign, words[first].start(), words[last].end())


@cache
def _patterns(file: Path) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Read the words of each class in `file` as one pattern over folded words."""
    wordings: dict[str, list[str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            sign, words = line.split("\t")
            wordings.setdefault(sign, []).append(_pattern(words))
    return tuple(
        (sign, re.compile(rf"(?<!\S)(?:{'|'.join(found)})(?!\S)")) for sign, found in wordings.items()
    )


def _pattern(words: str) -> str:
    parts = [" ".join(map(_folded, part.split())) for part in words.split(" ... ")]
    return _BETWEEN.join(parts)


def _folded(word: str) -> str:
    """Fold one word; a star is any letters, `~` at most two."""
    return "".join(_WILD.get(part, fold(part)) for part in re.split(r"([*~])", word))
