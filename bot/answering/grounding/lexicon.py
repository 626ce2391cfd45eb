"""The words of one language by which its sentences are checked, read from `words/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

import yaml

from knowledge.schema import Lang
from knowledge.script import fold

HOME: Final = Path(__file__).parent / "words"
Bound = Literal["from", "to", "over", "under", "about", ""]
BOUNDS: Final[tuple[Bound, ...]] = ("from", "to", "over", "under", "about")
SCOPES: Final = ("condition", "hedge", "certain")
PARTS: Final = 2
DIFFERENT_ENDS: Final = 3
LONGEST_END: Final = 7
SHORTEST: Final = 3
STEM: Final = 4
LIKE: Final = 0.7
_UZ_ENDS: Final = """
    di ib ing a gan sa ish adi ildi ilgan ilib ar moq sin i in ingiz iladi inadi ingan indi sangiz ganda ishi
"""
UZ_ENDS: Final = frozenset(_UZ_ENDS.split())
"""What Uzbek verbs end in, for stems of three letters."""


@dataclass(frozen=True)
class Lexicon:
    """Every list is of folded words; see `docs/llm.md` for what each is good for."""

    lang: Lang
    soft: frozenset[str]
    negators: frozenset[str]
    after_negators: frozenset[str]
    modals: frozenset[str]
    answers: dict[str, Literal["yes", "no"]]
    scopes: dict[str, frozenset[str]]
    """What narrows or widens a sentence, by kind."""
    bounds: dict[str, Bound]
    labels: frozenset[str]
    units: frozenset[str]
    free: frozenset[str]
    """What makes a sentence only narrower: if."""
    light: frozenset[str]
    """Verbs that only together with the word before them mean something: to make, to become."""
    qualifiers: frozenset[str]
    """Opposites that go with one word and not with another."""
    concessives: frozenset[str]
    """What makes of a condition none: even if."""
    exempts: frozenset[str]
    """What frees from liability, and is never told without what it hangs on."""
    telling: frozenset[str]
    """Punishments and prices: they are never taken from another sentence than the rest."""
    roles: frozenset[str]
    synonyms: tuple[frozenset[str], ...]
    verbs: tuple[str, ...]
    imperative: re.Pattern[str]
    promise: re.Pattern[str]
    harm: re.Pattern[str]

    def same(self, one: str, other: str) -> bool:
        """Tell whether two folded words are forms of one word, or of words that mean the same."""
        return alike(one, other, self.lang) or not _groups(one, self.lang).isdisjoint(
            _groups(other, self.lang)
        )

    def is_light(self, word: str) -> bool:
        """Tell whether `word` means nothing without the one before it."""
        return _is_among(word, self.light, self.lang)

    def is_role(self, word: str) -> bool:
        """Tell whether `word` names who does something or to whom it is done."""
        return _is_among(word, self.roles, self.lang)


@cache
def _groups(word: str, lang: Lang) -> frozenset[int]:
    """Give the groups of synonyms to which a folded word belongs."""
    groups = enumerate(lexicon(lang).synonyms)
    return frozenset(at for at, group in groups if any(alike(word, one, lang) for one in group))


@cache
def _is_among(word: str, words: frozenset[str], lang: Lang) -> bool:
    return any(alike(word, one, lang) for one in words)


@cache
def alike(one: str, other: str, lang: Lang) -> bool:
    """Tell whether two folded words share so much of their beginning that they are forms of one word."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    shared = next((at for at, letter in enumerate(short) if letter != long[at]), len(short))
    if shared == len(short) >= SHORTEST:
        return len(long) - shared <= (LONGEST_END if lang == "uz" or shared > SHORTEST + 1 else SHORTEST)
    if lang == "uz" and shared == SHORTEST and {short[shared:], long[shared:]} <= UZ_ENDS:
        return True
    if lang == "uz" and len(short) - shared > DIFFERENT_ENDS:
        return False
    return shared >= STEM and shared >= LIKE * len(short)


@cache
def lexicon(lang: Lang) -> Lexicon:
    """Read the words of `lang`: `ru`, `uz` or `tg`."""
    raw: dict[str, str] = yaml.safe_load((HOME / f"{lang}.yaml").read_text(encoding="utf-8"))

    def words(name: str) -> frozenset[str]:
        return _folded((raw.get(name) or "").split())

    bounds: dict[str, Bound] = {word: bound for bound in BOUNDS for word in words(bound)}
    return Lexicon(
        lang,
        soft=words("soft") - bounds.keys(),
        negators=words("negators"),
        after_negators=words("after_negators"),
        modals=words("modals"),
        answers={**dict.fromkeys(words("affirms"), "yes"), **dict.fromkeys(words("denies"), "no")},
        scopes={name: words(name) for name in SCOPES},
        bounds=bounds,
        labels=words("labels"),
        units=words("units"),
        free=words("free"),
        light=words("light"),
        qualifiers=words("qualifiers"),
        concessives=words("concessives"),
        exempts=words("exempts"),
        telling=words("telling"),
        roles=words("roles"),
        synonyms=tuple(_folded(line.split()) for line in raw["synonyms"].splitlines()),
        verbs=tuple(_folded((raw.get("verbs") or "").split())),
        imperative=re.compile(raw["imperative"], re.IGNORECASE),
        promise=re.compile(raw["promise"], re.IGNORECASE),
        harm=re.compile(raw["harm"], re.IGNORECASE),
    )


def _folded(words: list[str]) -> frozenset[str]:
    return frozenset(key for word in words if (key := fold(word).replace(" ", "")))
