"""The checks that a sentence has to pass, and what it failed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.answering.grounding.evidence import sentences
from bot.answering.grounding.fault import Fault
from bot.answering.grounding.lexicon import Lexicon, lexicon
from bot.answering.grounding.support import clauses, support
from bot.answering.grounding.words import Parsed, folded, parse
from bot.redaction import redact
from knowledge.encoders import Vectors
from knowledge.schema import Case, Lang, Record, Report, Statute, Warning_
from knowledge.script import CYRILLIC, WrittenLang, uzbek_latin

LONGEST: Final = 420
"""Characters of one sentence; no record's is as long."""

REMEMBERED: Final = 4000
"""Sentences of records whose embeddings are kept."""

CLOSE: Final = 0.85
"""The least cosine of a sentence to the nearest cited one; true sentences lie above .87, see `docs/llm.md`."""

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


Vector = npt.NDArray[np.float32]


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
        self._known: dict[str, Vector] = {}

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
        return (
            Fault.HARM
            if any(_is_order(words, found, known) for found in known.harm.finditer(words))
            else None
        )

    def _grounds(self, text: str, cited: Sequence[Record], given: Given) -> Fault | None:
        known, lang = lexicon(given.lang), given.lang
        told = parse(_latin(text, given.language), lang)
        if not told.tokens:
            return Fault.FORM
        said = [one for record in cited for one in sentences(record, lang)]
        read = [parse(one, lang) for one in said]
        used: list[Parsed] = []
        for clause in clauses(told, known):
            best = min(
                (support(clause, told, one, read, known) for one in read), key=lambda found: found.rank
            )
            if best.fault is not None:
                return best.fault
            used.append(best.source)
        return _whole(told, used, read, cited, known) or self._distance(text, said, given)

    def _distance(self, text: str, said: Sequence[str], given: Given) -> Fault | None:
        """Check that the embedding of a sentence is near that of one which is cited."""
        nearness = self.nearness(_latin(text, given.language), said)
        return Fault.FAR if nearness is not None and nearness < CLOSE else None

    def nearness(self, text: str, said: Sequence[str]) -> float | None:
        """Give the cosine of `text` to the nearest of `said`; nothing where no embedding is used."""
        if self._encode is None:
            return None
        new = [one for one in dict.fromkeys(said) if one not in self._known]
        mine, *others = self._encode([text, *new])
        if len(self._known) > REMEMBERED:
            self._known.clear()
        self._known.update(zip(new, others, strict=True))
        return max(float(mine @ self._known[one]) for one in said)


def _is_order(words: str, found: re.Match[str], known: Lexicon) -> bool:
    """Tell whether what was found is no condition: if you sign."""
    start = max(words.rfind(mark, 0, found.start()) for mark in ",.;:")
    return not any(
        folded(word) in known.scopes["condition"] for word in words[start + 1 : found.start()].split()
    )


def _law(cited: Sequence[Record], given: Given) -> Fault | None:
    """Check that no law of a country is told to whom it does not concern."""
    if given.passport is None:
        return None
    allowed = {given.passport, *EVERYWHERE}
    foreign = any(isinstance(record, Statute | Case) and record.country not in allowed for record in cited)
    return Fault.LAW if foreign else None


def _whole(
    told: Parsed, used: Sequence[Parsed], read: Sequence[Parsed], cited: Sequence[Record], known: Lexicon
) -> Fault | None:
    """Check what holds of a whole sentence: its yes or no, its conditions, and of whom it speaks."""
    first = told.keys[0] if told.keys else ""
    answer = known.answers.get(first)
    theirs = {known.answers[one.keys[0]] for one in read if one.keys and one.keys[0] in known.answers}
    # a yes may go before what the records say, unless they say no; a no is never the model's own
    if answer and theirs != {answer} and (theirs or answer == "no"):
        return Fault.POLARITY
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
