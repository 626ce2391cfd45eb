"""Whether a question was put anew without anything added to it."""

from __future__ import annotations

import re
from typing import Final

from bot.answering.grounding.lexicon import alike, lexicon
from bot.answering.grounding.words import folded
from knowledge.script import WrittenLang, uzbek_latin

LONGEST: Final = 300
BARE: Final = 2
"""Words that carry meaning in a message that says nothing by itself: more of them are another subject."""

WORDS: Final = re.compile(r"[^\W_]+(?:[ʻʼ'’‘`][^\W_]+)*")
_TWO: Final = re.compile(
    r"\?.*\S.*\?|\b(?:и ещё|и еще|а ещё|а также|va yana|ва яна|yana bir|ва боз|инчунин)\b", re.IGNORECASE
)


def is_two(text: str) -> bool:
    """Tell whether a message seems to ask two things."""
    return bool(_TWO.search(text.replace("\n", " ")))


def is_bare(text: str, language: WrittenLang) -> bool:
    """Tell whether a message says so little by itself that it can only go on with the one before."""
    soft = lexicon("uz" if language == "uz_Cyrl" else language).soft
    said = uzbek_latin(text) if language == "uz_Cyrl" else text
    return len(_words(said) - soft) <= BARE


def is_faithful(rewritten: str, text: str, previous: str | None, language: WrittenLang) -> bool:
    """Tell whether `rewritten` holds only words of the question and the one before, and something of each."""
    if not 0 < len(rewritten) <= LONGEST:
        return False
    lang = "uz" if language == "uz_Cyrl" else language
    soft = lexicon(lang).soft
    now, then, new = (_words(one) for one in (text, previous or "", rewritten))
    if not all(word in soft or any(alike(word, other, lang) for other in (*now, *then)) for word in new):
        return False
    return bool(new & now) and (not then or bool(new & then))


def _words(text: str) -> set[str]:
    return {folded(word) for word in WORDS.findall(text)}
