"""Careless typing, made by a seeded generator: the same seed gives the same slips.

What people do on a phone: leave out apostrophes and the marks of қ ғ ӣ ӯ ҳ ҷ ў, hit the key beside, miss or
double a letter, get a look-alike letter of the other script, and do without capitals and punctuation.
Digits, words of three letters and less, and first letters stay as they are: without these a message may say
something else, which no reader could know. `rate` is the share of letters that slip; in a study of 37,000
phone typists 2.3 % of the characters stayed wrong (Palin and others 2019).
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from typing import Final

RATE: Final = 0.03
SHORT: Final = 3
"""Words of so many letters stay: a slip in "не" or "men" changes what is said."""

HABIT: Final = 0.5
"""How likely a message is typed without capitals, without punctuation, without marks."""

_APOSTROPHES: Final = re.compile(r"(?<=\w)[ʻʼ'`´‘’](?=\w)")
_PUNCTUATION: Final = re.compile(r"(?<!\d)[.,;:!?…«»\"()—–]|[.,;:!?…«»\"()—–](?!\d)")
_MARKS: Final = str.maketrans("қғӣӯҳҷўҚҒӢӮҲҶЎ", "кгиухчуКГИУХЧУ")
_TWINS: Final = dict(zip("аеорсухaeopcyx", "aeopcyxаеорсух", strict=True))
_WORD: Final = re.compile(r"[^\W\d_]+")
_ROWS: Final = (
    ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
)


def _neighbours(rows: tuple[str, ...]) -> dict[str, str]:
    """Give for each key those beside it, in its row and the next."""
    places = {key: (y, x) for y, row in enumerate(rows) for x, key in enumerate(row)}
    return {
        key: "".join(
            other for other, (v, u) in places.items() if other != key and abs(v - y) <= 1 and abs(u - x) <= 1
        )
        for key, (y, x) in places.items()
    }


KEYS: Final[Mapping[str, str]] = {key: near for rows in _ROWS for key, near in _neighbours(rows).items()}


def retype(text: str, rate: float = RATE, seed: int = 0) -> str:
    """Give `text` as somebody in a hurry would type it; with a rate of 0, as it is."""
    if rate <= 0:
        return text
    chance = random.Random(f"{seed}:{text}")
    if chance.random() < HABIT:
        text = _APOSTROPHES.sub("", text).translate(_MARKS)
    text = _WORD.sub(lambda match: _slip(match[0], rate, chance), text)
    if chance.random() < HABIT:
        text = text.lower()
    if chance.random() < HABIT:
        text = " ".join(_PUNCTUATION.sub(" ", text).split())
    return text


def _slip(word: str, rate: float, chance: random.Random) -> str:
    if len(word) <= SHORT:
        return word
    return word[0] + "".join(_letter(letter, rate, chance) for letter in word[1:])


def _letter(letter: str, rate: float, chance: random.Random) -> str:
    if chance.random() >= rate:
        return letter
    match chance.choice(("beside", "missing", "doubled", "twin")):
        case "beside":
            return chance.choice(KEYS.get(letter.lower(), letter))
        case "missing":
            return ""
        case "doubled":
            return letter * 2
        case _:
            return _TWINS.get(letter.lower(), letter)
