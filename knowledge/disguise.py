"""Evasive spelling: adverts write «к0нтракт», «С В О», and Latin letters within Cyrillic words.

`unmask` gives the words as they are meant to be read, and remembers where each letter stood, so that what is
found can be quoted in the advert's own spelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from knowledge.script import CYRILLIC


class Place(NamedTuple):
    """A letter as it is read, and the part of the original in which it stands."""

    letter: str
    start: int
    end: int


@dataclass(frozen=True)
class Unmasked:
    """A text without its disguise, each letter with its place in the original."""

    places: tuple[Place, ...]

    @property
    def text(self) -> str:
        return "".join(place.letter for place in self.places)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the original in which the span `start:end`, which must not be empty, stands."""
        return self.places[start].start, self.places[end - 1].end


_TWINS: Final = str.maketrans(
    dict(zip("aceopxyukmiABCEHKMOPTXY", "асеорхуикмиАВСЕНКМОРТХУ", strict=True))  # Latin
    | dict(zip("αεοκρτυχνΑΒΕΗΙΚΜΟΡΤΥΧ", "аеокртухнАВЕНИКМОРТУХ", strict=True))  # Greek
    | dict(zip("ᴀʙᴄᴇᴋᴍᴏᴘᴛʜ", "авсекмортн", strict=True))  # small capitals
)
"""Letters that pass for Cyrillic ones."""

_CAPITAL_TWINS: Final = frozenset("ABCEHKMOPTX")
_CYRILLIC_DIGITS: Final = str.maketrans("01346", "оизчб")
_LATIN_DIGITS: Final = str.maketrans("013457", "oieast")
_WORD: Final = re.compile(r"[^\W_]+")
_GAP: Final = r"(?:[ ]?[.*_\-·•|/\\~][ ]?|[ ])"
_SPACED: Final = re.compile(
    rf"(?<![^\W_])[^\W\d_](?P<gap>{_GAP})(?:[^\W\d_]|0)(?:(?P=gap)(?:[^\W\d_]|0))+(?![^\W_])"
)
"""Three or more single letters with the same gap between them: «С В О», «к-о-н-т-р-а-к-т»."""

_MARKS: Final = re.compile(r"(?<=[^\W\d_])[*_·|~^¤]+(?=[^\W\d_])")
_O_IN_NUMBER: Final = re.compile(r"(?<=\d)[OoОо](?=[OoОо\d]|\b)")
_UNSEEN: Final = frozenset({"Cf", "Mn", "Me"})


def unmask(text: str) -> Unmasked:
    """Give `text` as it is meant to be read.

    >>> unmask("к0нтракт, С В О").text
    'контракт, СВО'
    """
    places = list(_composed(text))
    places = _dropped(places, _gaps)
    places = _dropped(places, lambda letters: (match.span() for match in _MARKS.finditer(letters)))
    letters = "".join(place.letter for place in places)
    cyrillic = 2 * len(CYRILLIC.findall(letters)) > len(re.findall(r"[^\W\d_]", letters))
    letters = _O_IN_NUMBER.sub("0", letters)
    letters = _WORD.sub(lambda match: _mended(match[0], cyrillic=cyrillic), letters)
    return Unmasked(tuple(Place(letter, *place[1:]) for place, letter in zip(places, letters, strict=True)))


def _composed(text: str) -> Iterator[Place]:
    """Give the letters in one Unicode form, without what can't be seen and what strikes letters out."""
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.category(text[end]) in {"Mn", "Me"}:
            end += 1
        for letter in unicodedata.normalize("NFKC", text[start:end]):
            if unicodedata.category(letter) not in _UNSEEN:
                yield Place(letter, start, end)
        start = end


def _dropped(places: Sequence[Place], find: Callable[[str], Iterator[tuple[int, int]]]) -> list[Place]:
    """Give `places` without the spans that `find` finds in their letters."""
    kept: list[Place] = []
    reached = 0
    for start, end in find("".join(place.letter for place in places)):
        kept += places[reached:start]
        reached = end
    return [*kept, *places[reached:]]


def _gaps(letters: str) -> Iterator[tuple[int, int]]:
    """Find the gaps within words that are written letter by letter; «в С В О» is two words."""
    for match in _SPACED.finditer(letters):
        gap = len(match["gap"])
        for start in range(match.start() + 1, match.end() - gap, gap + 1):
            before, after = letters[start - 1], letters[start + gap]
            falls = before.isupper() and after.islower() and start - 1 > match.start()
            if not falls and not (before.islower() and after.isupper()):
                yield start, start + gap


def _mended(word: str, *, cyrillic: bool) -> str:
    """Give `word` with the letters that its digits and foreign twins stand for; its length stays."""
    if _is_coded(word):
        word = word.translate(_CYRILLIC_DIGITS if cyrillic or CYRILLIC.search(word) else _LATIN_DIGITS)
    if CYRILLIC.search(word) or (
        set(word) <= _CAPITAL_TWINS and (cyrillic or word == "CBO") and len(word) > 1
    ):
        return word.translate(_TWINS)
    return word


def _is_coded(word: str) -> bool:
    """Tell whether the digits of `word` stand for letters: within it, for a last O, for the first of a long word."""
    return bool(
        re.fullmatch(r"[^\W\d_]+(?:[01346][^\W\d_]+)+", word)
        or re.fullmatch(r"[^\W\d_]{1,3}0", word)
        or re.fullmatch(r"[034][^\W\d_]{4,}|4[ВB][КK]", word)
    )
