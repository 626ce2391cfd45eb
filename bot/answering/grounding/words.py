"""A sentence as tokens: folded words with what negates them, and numbers with what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Final

from bot.answering.grounding.lexicon import STEM, Bound, Lexicon, alike, lexicon
from bot.answering.grounding.numbers import NUMBER, in_digits, written
from knowledge.schema import Lang
from knowledge.script import fold

Piece = tuple[str, str]
"""The kind of a piece of text (word, number, link, break), and the piece."""

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
UZ_IF: Final = re.compile(r"sa(?:m|ng|k|ngiz|lar|ngizlar)?$")
"""Endings of "if" in Uzbek."""

UZ_NEGATED: Final = re.compile(
    r"^(.{2,}?)ma(?:|i|idi|iman|isiz|imiz|idilar|idigan|ng|ngiz|nglar|s|sa|sang|sangiz|sdan|slik|slig.*|sin|gan.*|di.*"
    r"|b|gach|sligi.*|isiz|isan)$"
)
UZ_NOUNS: Final = ("iozma", "shartnoma", "jarima", "tarjima", "firma", "hamma")
"""Words that only end as negated verbs do."""

TG_NEGATED: Final = re.compile(r"^na(?:me)?(.{2,})$")
TG_PREFIX: Final = "me"
TG_TO: Final = "ba"
THAN: Final[dict[Lang, frozenset[str]]] = {
    "ru": frozenset({"chem", "na"}),
    "uz": frozenset(),
    "tg": frozenset({"az"}),
}
"""Words between what bounds a number and the number: more than."""

ABLATIVE: Final = "dan"


@dataclass(frozen=True)
class Token:
    """A word that carries meaning, folded; or a number in one form."""

    key: str
    is_number: bool = False
    is_exact: bool = False
    """Whether it is an address, which has to stand as it is."""
    negated: bool = False
    coordinated: bool = False
    """Whether "and" or "or" comes next: in Uzbek the last of several words alone bears their ending."""
    word: str = ""
    """The whole folded word, with its endings."""
    bound: Bound = ""
    unit: str = ""
    label: str = ""
    governed: str = ""
    """In Tajik the preposition before it, or a comma where it stands in a row and shares that of the first."""
    under: tuple[tuple[str, str], ...] = ()
    """Of a number: the article and the part that were named last before it."""


@dataclass(frozen=True)
class Clause:
    """A part of a sentence, with the kinds of scope that its words set."""

    tokens: tuple[Token, ...]
    scopes: frozenset[str]
    comma: bool
    """Whether only a comma parts it from what comes before."""
    opens: bool = False
    """Whether it ends in a condition, and what hangs on that comes after."""


@dataclass(frozen=True)
class Parsed:
    """What one sentence says, clause by clause."""

    clauses: tuple[Clause, ...]
    keys: tuple[str, ...]
    """All folded words in their order, soft ones too."""

    @property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(token for clause in self.clauses for token in clause.tokens)


@lru_cache(maxsize=20_000)
def parse(text: str, lang: Lang) -> Parsed:
    """Read a sentence in `lang` (Uzbek in Latin)."""
    known = lexicon(lang)
    found = PIECE.finditer(in_digits(text, lang))
    pieces = [(one.lastgroup, one[0]) for one in found if one.lastgroup]
    draft = _Draft(known)
    for at, (kind, raw) in enumerate(pieces):
        match kind:
            case "break" if not QUOTES.fullmatch(raw):
                draft.part(comma=raw == ",")
            case "number":
                draft.add(_number(pieces, at, known))
            case "link":
                draft.add(Token(raw.rstrip(".,").lower(), is_exact=True))
            case "word":
                draft.hear(folded(raw))
            case _:
                pass
    return Parsed(draft.clauses(), tuple(draft.keys))


def folded(word: str) -> str:
    """Give the key of one word."""
    return fold(word).replace(" ", "")


class _Draft:
    """Clauses while they are read."""

    def __init__(self, known: Lexicon) -> None:
        self.keys: list[str] = []
        self._known = known
        self._under: dict[str, str] = {}
        self._parts: list[tuple[list[Token], set[str], bool]] = [([], set(), True)]

    @property
    def _tokens(self) -> list[Token]:
        return self._parts[-1][0]

    def clauses(self) -> tuple[Clause, ...]:
        return tuple(
            Clause(tuple(tokens), frozenset(scopes), comma, opens=bool(UZ_IF.search(tokens[-1].word)))
            for tokens, scopes, comma in self._parts
            if tokens
        )

    def part(self, *, comma: bool) -> None:
        """Begin another clause; a word of scope that stands alone goes with the next."""
        tokens, scopes, before = self._parts[-1]
        if tokens:
            self._parts.append(([], set(), comma))
        else:
            self._parts[-1] = (tokens, scopes, comma and before)

    def add(self, token: Token) -> None:
        label = token.label or (token.unit if token.unit in self._known.labels else "")
        if token.is_number and label:
            kind = label[:STEM]
            self._under = {name: value for name, value in self._under.items() if name != kind} | {
                kind: token.key
            }
        self._tokens.append(replace(token, under=tuple(self._under.items())) if token.is_number else token)
        self.keys.append("#")

    def hear(self, key: str) -> None:
        """Take in a word: it joins, negates, bounds, sets a scope, or carries meaning."""
        known = self._known
        before = self.keys[-1] if self.keys else ""
        self.keys.append(key)
        if key in JOINS[known.lang]:
            if self._tokens:
                self._tokens[-1] = replace(self._tokens[-1], coordinated=True)
            self.part(comma=True)
            return
        scopes = self._hear_scopes(key, before)
        if key in known.after_negators:
            _negate_last(self._tokens, known)
        elif key in known.modals or self._is_weighty(key, scopes):
            stem, negated = _polarity(key, known)
            if negated and known.is_light(stem) and self._tokens:
                self._tokens[-1] = replace(self._tokens[-1], negated=True)
            negated = negated or before in known.negators or self._is_under_negated_modal()
            self._tokens.append(Token(stem, negated=negated, word=key, governed=self._governed(before)))

    def _governed(self, before: str) -> str:
        if self._known.lang != "tg":
            return ""
        if before == TG_TO:
            return TG_TO
        return "," if not self._tokens and len(self._parts) > 1 else ""

    def _is_weighty(self, key: str, scopes: set[str]) -> bool:
        """Tell whether a word has to stand in a record: it is not soft, no bound and no negation."""
        known = self._known
        if len(self.keys) == 1 and key in known.answers:
            return False  # whether the records say yes or no is a question about the whole sentence
        if key in known.free or key in known.bounds or key in known.negators:
            return False
        return bool(scopes) or key not in known.soft

    def _hear_scopes(self, key: str, before: str) -> set[str]:
        known = self._known
        scopes = {name for name, words in known.scopes.items() if key in words}
        if known.lang == "uz" and UZ_IF.search(key) and key not in known.soft:
            scopes.add("condition")
        if key in known.concessives and known.lang == "uz":
            self._parts[-1][1].discard("condition")
        if before in known.concessives and known.lang != "uz":
            scopes.discard("condition")
        self._parts[-1][1].update(scopes)
        return scopes

    def _is_under_negated_modal(self) -> bool:
        """Tell whether a Russian word hangs on a modal verb that is negated: it need not be signed."""
        last = self._tokens[-1] if self._tokens else None
        return (
            self._known.lang == "ru" and last is not None and last.negated and last.key in self._known.modals
        )


def _negate_last(clause: list[Token], known: Lexicon) -> None:
    """Negate what comes before a negation that stands behind: the last word, and what hangs on a modal one."""
    for at in range(len(clause) - 1, -1, -1):
        clause[at] = replace(clause[at], negated=not clause[at].negated)
        if clause[at].key not in known.modals:
            return


def _polarity(key: str, known: Lexicon) -> tuple[str, bool]:
    """Give a verb without what negates it, and whether it was negated."""
    if known.lang == "uz" and (found := UZ_NEGATED.match(key)) and not key.startswith(UZ_NOUNS):
        return found[1], True
    if known.lang == "tg" and (found := TG_NEGATED.match(key)):
        rest = found[1]
        if any(alike(rest, verb, "tg") or rest.startswith(verb) for verb in known.verbs):
            return rest, True
    if known.lang == "tg" and key.startswith(TG_PREFIX) and len(key) > 2 * len(TG_PREFIX):
        return key[len(TG_PREFIX) :], False
    return key, False


def _number(pieces: list[Piece], at: int, known: Lexicon) -> Token:
    """Read a number: what it counts, what it is called, and whether something begins or ends there."""
    lang = known.lang
    before = folded(pieces[at - 1][1]) if at and pieces[at - 1][0] == "word" else ""
    # in Uzbek the article comes after its number, and what is told from a unit is no part of a law
    is_label = any(alike(before, one, lang) for one in known.labels) and not (
        lang == "uz" and before.endswith(ABLATIVE)
    )
    label = before if is_label else ""
    words = list(islice(_following(pieces, at, lang), 2))
    unit = next((word for word in words if word in known.units), "")
    bound = _bound_before(pieces, at, known) if lang != "uz" else ""
    if lang == "uz":
        bound = "from" if unit.endswith("dan") else "to" if unit.endswith("gacha") else ""
        bound = next((known.bounds[word] for word in words if word in known.bounds), bound)
    return Token(written(pieces[at][1]), is_number=True, bound=bound, unit=unit, label=label)


def _bound_before(pieces: list[Piece], at: int, known: Lexicon) -> Bound:
    """Give what bounds a number from before: the last such word, or the one that it makes a comparison with."""
    found: Bound = ""
    for kind, raw in reversed(pieces[max(0, at - 3) : at]):
        key = folded(raw) if kind == "word" else ""
        bound = known.bounds.get(key, "")
        if bound in {"over", "under"} or (bound and not found):
            found = bound
        if key not in THAN[known.lang]:
            break
    return found


def _following(pieces: list[Piece], at: int, lang: Lang) -> Iterator[str]:
    """Give the words after a number, past other numbers of its range."""
    for kind, raw in pieces[at + 1 :]:
        if kind == "break" and raw.strip("–—"):
            return
        if kind == "word" and (key := folded(raw)) not in JOINS[lang]:
            yield key
