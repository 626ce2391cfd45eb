"""The checks that a sentence has to pass, and what it failed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.answering.grounding.evidence import sentences
from bot.answering.grounding.lexicon import Lexicon, lexicon
from bot.answering.grounding.words import Parsed, Token, parse
from bot.redaction import redact
from knowledge.encoders import Vectors
from knowledge.schema import Case, Lang, Record, Report, Statute, Warning_
from knowledge.script import CYRILLIC, WrittenLang, uzbek_latin

LONGEST: Final = 420
"""Characters of one sentence; no record's is as long."""

BORROWED: Final = 0.25
"""The share of a clause's words that may stand in another sentence of the cited records than the rest."""

CLOSE: Final = 0.8
"""The least cosine of a sentence to the nearest cited one; true sentences lie above .86, see `docs/llm.md`."""

EVERYWHERE: Final = frozenset({"RU", "UA", "BY"})
"""Whose law meets everybody who works in Russia or is taken to the war."""

LATIN: Final = re.compile(r"[A-Za-z]")
MARKUP: Final = re.compile(r"[<>{}\[\]`|\\]|\*\*|__|&\w+;|^\s*[#*-]\s")
YOU: Final[Mapping[Lang, re.Pattern[str]]] = {
    "ru": re.compile(r"^(?:vi|vas|vam|vami|vash\w*)$"),
    "uz": re.compile(r"^(?:siz|sizni|sizga|sizdan|sizning|sizda)$"),
    "tg": re.compile(r"^(?:shumo\w*)$"),
}
LETTERS: Final[Mapping[WrittenLang, tuple[re.Pattern[str], re.Pattern[str]]]] = {
    # letters of another language, and those of which a long sentence has some
    "uz_Cyrl": (re.compile(r"[ӣӯҷыщ]", re.IGNORECASE), re.compile(r"[а-яўқғҳ]", re.IGNORECASE)),
    "tg": (re.compile(r"[ўыщц]", re.IGNORECASE), re.compile(r"[а-яғӣқӯҳҷ]", re.IGNORECASE)),
    "ru": (re.compile(r"[ғқҳӣӯҷўі]", re.IGNORECASE), re.compile(r"[а-яё]", re.IGNORECASE)),
}


class Fault(StrEnum):
    """Why a sentence is not sent; the codes that logs carry."""

    UNCITED = "uncited"
    UNKNOWN = "unknown"
    FORM = "form"
    LANGUAGE = "language"
    PERSON = "person"
    PROMISE = "promise"
    HARM = "harm"
    LAW = "law"
    NUMBER = "number"
    NOVEL = "novel"
    POLARITY = "polarity"
    ROLE = "role"
    SCOPE = "scope"
    ORDER = "order"
    TRANSFER = "transfer"
    FAR = "far"


@dataclass(frozen=True)
class Claim:
    """One sentence of a model with the ids that it cites."""

    text: str
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Given:
    """The records that a model was given, for whom, and in which language it was to answer."""

    records: Mapping[str, Record]
    language: WrittenLang
    passport: str | None = None

    @property
    def lang(self) -> Lang:
        return "uz" if self.language == "uz_Cyrl" else self.language


class Checker:
    """Tells whether records bear out a sentence; `encode` adds the nearness of its embedding to theirs."""

    def __init__(
        self,
        encode: Callable[[Sequence[str]], Vectors] | None = None,
        detect: Callable[[str], WrittenLang] | None = None,
    ) -> None:
        self._encode = encode
        self._detect = detect

    def fault(self, claim: Claim, given: Given) -> Fault | None:
        """Give the first thing that is wrong with `claim`, or nothing."""
        if not claim.cites:
            return Fault.UNCITED
        if not set(claim.cites) <= given.records.keys():
            return Fault.UNKNOWN
        cited = [given.records[name] for name in claim.cites]
        return self._shape(claim.text, given) or _law(cited, given) or self._grounds(claim.text, cited, given)

    def _shape(self, text: str, given: Given) -> Fault | None:
        """Check what needs no record: form, script, names, promises, help to do wrong."""
        if not text.strip() or len(text) > LONGEST or MARKUP.search(text) or _is_hidden(text):
            return Fault.FORM
        if not _is_script(text, given.language):
            return Fault.LANGUAGE
        if self._detect and len(text) > 60 and self._detect(text) != given.language:  # noqa: PLR2004 - shorter says little
            return Fault.LANGUAGE
        if "[name]" in redact(text):
            return Fault.PERSON
        known, words = lexicon(given.lang), _latin(text, given.language)
        if known.promise.search(words):
            return Fault.PROMISE
        return Fault.HARM if known.harm.search(words) else None

    def _grounds(self, text: str, cited: Sequence[Record], given: Given) -> Fault | None:
        known, lang = lexicon(given.lang), given.lang
        told = parse(_latin(text, given.language), lang)
        if not told.tokens:
            return Fault.FORM
        said = [one for record in cited for one in sentences(record, lang)]
        read = [parse(one, lang) for one in said]
        used: list[Parsed] = []
        for clause in _clauses(told):
            faults = sorted(
                (_support(clause, told, one, read, known) for one in read), key=lambda pair: pair[0]
            )
            _, fault, support = faults[0]
            if fault is not None:
                return fault
            used.append(support)
        return _whole(told, used, cited, known) or self._distance(text, said, given)

    def _distance(self, text: str, said: Sequence[str], given: Given) -> Fault | None:
        if self._encode is None:
            return None
        sentence, *others = self._encode([_latin(text, given.language), *said])
        return Fault.FAR if max(float(sentence @ other) for other in others) < CLOSE else None


def _law(cited: Sequence[Record], given: Given) -> Fault | None:
    """Check that no law of a country is told to whom it does not concern."""
    if given.passport is None:
        return None
    allowed = {given.passport, *EVERYWHERE}
    foreign = any(isinstance(record, Statute | Case) and record.country not in allowed for record in cited)
    return Fault.LAW if foreign else None


def _clauses(told: Parsed) -> Iterator[tuple[Token, ...]]:
    """Give the clauses; one of a single word goes with the one before it or after."""
    waiting: tuple[Token, ...] = ()
    kept: list[tuple[Token, ...]] = []
    for clause in told.clauses:
        both = (*waiting, *clause)
        if len(both) > 1:
            kept.append(both)
            waiting = ()
        else:
            waiting = both
    if waiting:
        kept[-1:] = [(*kept[-1], *waiting)] if kept else [waiting]
    yield from kept


Found = tuple[tuple[int, int], Fault | None, Parsed]


def _support(
    clause: Sequence[Token], told: Parsed, one: Parsed, read: Sequence[Parsed], known: Lexicon
) -> Found:
    """Tell how well the sentence `one` bears out `clause`: rank (best first), the fault left, the sentence."""
    missing: list[Token] = []
    worst: Fault | None = None
    matched = 0
    for token in clause:
        fault = _token_fault(token, one, known)
        if fault is None:
            matched += 1
        elif fault is Fault.NOVEL:
            missing.append(token)
        else:
            worst = worst or fault
    if worst is None and missing:
        elsewhere = all(
            not _is_weighty(token, known) and any(_token_fault(token, other, known) is None for other in read)
            for token in missing
        )
        if not elsewhere or len(missing) > BORROWED * len(clause):
            worst = Fault.NOVEL
    return (0 if worst is None else 1, -matched), worst, one


def _is_weighty(token: Token, known: Lexicon) -> bool:
    """Tell whether a word may not be borrowed from another sentence than the rest of its clause."""
    return (
        token.is_number
        or token.is_exact
        or token.negated
        or token.key in known.modals
        or any(token.word in words for words in known.scopes.values())
        or bool(known.imperative.search(token.word))
        or known.is_role(token.key)
    )


def _token_fault(token: Token, one: Parsed, known: Lexicon) -> Fault | None:
    if token.is_exact:
        return (
            None if any(other.is_exact and other.key == token.key for other in one.tokens) else Fault.NUMBER
        )
    if token.is_number:
        return None if any(_same_number(token, other, known) for other in one.tokens) else Fault.NUMBER
    same = [other for other in one.tokens if not other.is_number and known.same(token.key, other.key)]
    if not same:
        return Fault.NOVEL
    alike = [other for other in same if other.negated == token.negated]
    if not alike:
        return Fault.POLARITY
    if known.is_role(token.key) and not any(other.word == token.word for other in alike):
        return Fault.ROLE
    if known.imperative.search(token.word) and not _is_told_to_do(alike, one, known):
        return Fault.ORDER
    return None


def _is_told_to_do(same: Sequence[Token], one: Parsed, known: Lexicon) -> bool:
    """Tell whether a record gives as advice what a sentence gives as advice."""
    return any(known.imperative.search(other.word) for other in same) or any(
        token.key in known.modals and not token.negated for token in one.tokens
    )


def _same_number(token: Token, other: Token, known: Lexicon) -> bool:
    if not other.is_number or token.key != other.key or token.bound != other.bound:
        return False
    if (token.label or other.label) and not _both(token.label, other.label, known):
        return bool(token.label == "" and token.unit and _both(token.unit, other.label, known))
    return not (token.unit and other.unit) or _both(token.unit, other.unit, known) or bool(token.label)


def _both(one: str, other: str, known: Lexicon) -> bool:
    return bool(one and other) and known.same(one, other)


def _whole(told: Parsed, used: Sequence[Parsed], cited: Sequence[Record], known: Lexicon) -> Fault | None:
    """Check what holds of a whole sentence: its yes or no, its conditions, and of whom it speaks."""
    first = told.keys[0] if told.keys else ""
    answer = known.answers.get(first)
    if answer and not any(known.answers.get(one.keys[0]) == answer for one in used if one.keys):
        return Fault.POLARITY
    for scope in ("condition", "hedge"):
        needed = known.scopes[scope]
        if any(needed & set(one.keys) for one in used) and not needed & set(told.keys):
            return Fault.SCOPE
    you = YOU[known.lang]
    about_others = all(isinstance(record, Case | Report | Warning_) for record in cited)
    if (
        about_others
        and any(map(you.match, told.keys))
        and not any(you.match(k) for one in used for k in one.keys)
    ):
        return Fault.TRANSFER
    return None


def _latin(text: str, language: WrittenLang) -> str:
    """Bring Uzbek in Cyrillic to the Latin in which the records are written."""
    return uzbek_latin(text) if language == "uz_Cyrl" else text


def _is_hidden(text: str) -> bool:
    """Tell whether a text holds what a reader can't see, or letters that only look like others."""
    if unicodedata.normalize("NFKC", text.replace("\u00a0", " ").replace("№", "")) != text.replace(
        "\u00a0", " "
    ).replace("№", ""):
        return True
    odd = {"Cf", "Cc", "Cs", "Co", "Cn", "Mn", "Me"}
    if any(unicodedata.category(letter) in odd for letter in text):
        return True
    return any(LATIN.search(word) and CYRILLIC.search(word) for word in re.findall(r"[^\W\d_]+", text))


def _is_script(text: str, language: WrittenLang) -> bool:
    """Tell whether a text is in the script of `language`, without letters that only another language has."""
    words = re.sub(r"https?://\S+|t\.me/\S+|[\w.-]+\.(?:com|org|net|ru|uz|tj)\b|«[^»]*»|@\w+", " ", text)
    latin, cyrillic = len(LATIN.findall(words)), len(CYRILLIC.findall(words))
    if language == "uz":
        return cyrillic == 0 and latin > 0
    strange, own = LETTERS[language]
    return cyrillic > latin and not strange.search(words) and bool(own.search(words))
