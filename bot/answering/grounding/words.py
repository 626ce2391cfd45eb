"""A sentence as tokens: folded words with what negates and bounds them, and numbers with their units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Final

from bot.answering.grounding.lexicon import Bound, Lexicon, alike, lexicon
from bot.answering.grounding.numbers import NUMBER, in_digits, written
from knowledge.schema import Lang
from knowledge.script import fold

PIECE: Final = re.compile(
    rf"(?P<link>(?:https?://|t\.me/|@)\S+|[\w.-]+\.(?:com|org|net|ru|uz|tj|kg|kz|tm|info|me)\b\S*)"
    rf"|(?P<number>(?:{NUMBER.pattern}))"
    r"|(?P<word>[^\W\d_]+(?:[ʻʼ'’‘`-][^\W\d_]+)*)|(?P<break>[,;:—–()!?.«»\"]+)",
    re.VERBOSE,
)
QUOTES: Final = re.compile(r"[«»\"]+")
JOINS: Final[dict[Lang, frozenset[str]]] = {
    "ru": frozenset({"i", "a", "no", "ili"}),
    "uz": frozenset({"va", "lekin", "ammo", "ioki", "hamda"}),
    "tg": frozenset({"va", "vale", "ammo", "io"}),
}
UZ_NEGATED: Final = re.compile(
    r"^(.{2,}?)ma(?:|i|idi|iman|isiz|imiz|idilar|idigan|ng|ngiz|nglar|s|sa|sang|sangiz|sdan|slik|slig.*|sin|gan.*|di.*|b|gach|sligi.*|isiz|isan)$"
)
TG_NEGATED: Final = re.compile(r"^na(?:me)?(.{2,})$")


@dataclass(frozen=True)
class Token:
    """A word that carries meaning, folded; or a number in one form."""

    key: str
    is_number: bool = False
    is_exact: bool = False
    """Whether it is an address, which has to stand as it is."""
    negated: bool = False
    before: str = ""
    """The folded word just before it."""
    word: str = ""
    """The whole folded word, with its endings."""
    bound: Bound = ""
    unit: str = ""
    label: str = ""


@dataclass(frozen=True)
class Parsed:
    """What one sentence says: tokens clause by clause, and the words that set its scope."""

    clauses: tuple[tuple[Token, ...], ...]
    keys: tuple[str, ...]
    """All folded words in their order, soft ones too."""

    @property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(token for clause in self.clauses for token in clause)


@lru_cache(maxsize=20_000)
def parse(text: str, lang: Lang) -> Parsed:
    """Read a sentence in `lang` (Uzbek in Latin)."""
    known = lexicon(lang)
    pieces = [
        (kind, found[0]) for found in PIECE.finditer(in_digits(text, lang)) if (kind := found.lastgroup)
    ]
    clauses: list[list[Token]] = [[]]
    keys: list[str] = []
    for at, (kind, raw) in enumerate(pieces):
        match kind:
            case "break" if not QUOTES.fullmatch(raw):
                clauses.append([])
            case "number":
                clauses[-1].append(_number(pieces, at, known))
                keys.append("#")
            case "link":
                clauses[-1].append(Token(raw.rstrip(".,").lower(), is_exact=True))
                keys.append("#")
            case "word":
                key = folded(raw)
                _word(clauses, keys, key, known)
                keys.append(key)
            case _:
                pass
    return Parsed(tuple(tuple(clause) for clause in clauses if clause), tuple(keys))


def folded(word: str) -> str:
    """Give the key of one word."""
    return fold(word).replace(" ", "")


def _word(clauses: list[list[Token]], keys: list[str], key: str, known: Lexicon) -> None:
    if key in JOINS[known.lang]:
        clauses.append([])
        return
    if key in known.after_negators or (key in known.negators and known.lang == "tg"):
        _negate_last(clauses[-1], known)
        return
    if key in known.bounds or key in known.negators:
        return
    scoped = any(key in words for words in known.scopes.values())
    if key in known.soft and not scoped and key not in known.modals:
        return
    before = keys[-1] if keys else ""
    stem, negated = _polarity(key, known)
    if (known.negators and before in known.negators) or (
        clauses[-1] and clauses[-1][-1].negated and clauses[-1][-1].key in known.modals and known.lang == "ru"
    ):
        negated = True
    clauses[-1].append(Token(stem, negated=negated, before=before, word=key))


def _negate_last(clause: list[Token], known: Lexicon) -> None:
    for at in range(len(clause) - 1, -1, -1):
        clause[at] = replace(clause[at], negated=True)
        if clause[at].key not in known.modals:
            return


def _polarity(key: str, known: Lexicon) -> tuple[str, bool]:
    if known.lang == "uz" and (found := UZ_NEGATED.match(key)):
        return found[1], True
    if known.lang == "tg" and (found := TG_NEGATED.match(key)):
        rest = found[1]
        if any(alike(rest, verb, "tg") or rest.startswith(verb) for verb in known.verbs):
            return rest, True
    if known.lang == "tg" and key.startswith("me") and len(key) > 4:  # noqa: PLR2004 - a verb's prefix and its stem
        return key[2:], False
    return key, False


def _number(pieces: list[tuple[str, str]], at: int, known: Lexicon) -> Token:
    """Read a number: what it counts, what it is called, and whether something begins or ends there."""
    lang = known.lang
    before = folded(pieces[at - 1][1]) if at and pieces[at - 1][0] == "word" else ""
    label = before if any(alike(before, one, lang) for one in known.labels) else ""
    words = list(islice(_following(pieces, at, lang), 2))
    unit = next((word for word in words if word not in known.bounds), "")
    bound = known.bounds.get(before, "") if lang != "uz" else ""
    if lang == "uz":
        bound = "from" if unit.endswith("dan") else "to" if unit.endswith("gacha") else ""
        bound = next((known.bounds[word] for word in words if word in known.bounds), bound)
    return Token(written(pieces[at][1]), is_number=True, bound=bound, unit=unit, label=label)


def _following(pieces: list[tuple[str, str]], at: int, lang: Lang) -> Iterator[str]:
    """Give the words after a number, past other numbers of its range."""
    for kind, raw in pieces[at + 1 :]:
        if kind == "break" and raw.strip("–—"):
            return
        if kind == "word" and (key := folded(raw)) not in JOINS[lang]:
            yield key
